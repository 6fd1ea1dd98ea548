package io.sctp.spi;

import io.sctp.Errno;
import io.sctp.SctpFailure;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * Makes the exceptions of {@code java.nio.channels} that a channel throws where any NIO channel would. Each is a
 * subclass of NIO's exception that is also an {@link SctpFailure}, and appears under NIO's name in logs.
 */
public final class ChannelExceptions {
    private ChannelExceptions() {}

    /** The channel is closed. */
    public static ClosedChannelException closed(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new Closed(new FailureDetails(operation, Errno.EBADF.number(), local, peer, advice));
    }

    /** Another thread closed the channel while this call was blocked. */
    public static AsynchronousCloseException closedMeanwhile(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new ClosedMeanwhile(new FailureDetails(operation, Errno.EBADF.number(), local, peer, advice));
    }

    /** The thread was interrupted before or while it was blocked in this call, which has closed the channel. */
    public static ClosedByInterruptException interrupted(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new Interrupted(new FailureDetails(operation, Errno.EINTR.number(), local, peer, advice));
    }

    /** The thread was interrupted before or while it was blocked in this call; the channel stays open. */
    public static InterruptedIOException interruptedCall(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new InterruptedCall(new FailureDetails(operation, Errno.EINTR.number(), local, peer, advice));
    }

    /** The channel is already bound. */
    public static AlreadyBoundException alreadyBound(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new AlreadyBound(new FailureDetails(operation, Errno.EINVAL.number(), local, peer, advice));
    }

    /** The channel is not bound yet. */
    public static NotYetBoundException notYetBound(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new NotYetBound(new FailureDetails(operation, Errno.EINVAL.number(), local, peer, advice));
    }

    /** The channel already has its association. */
    public static AlreadyConnectedException alreadyConnected(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new AlreadyConnected(new FailureDetails(operation, Errno.EISCONN.number(), local, peer, advice));
    }

    /** The channel has never had an association. */
    public static NotYetConnectedException notYetConnected(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new NotYetConnected(new FailureDetails(operation, Errno.ENOTCONN.number(), local, peer, advice));
    }

    /** The channel is setting up its association. */
    public static ConnectionPendingException connectionPending(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new ConnectionPending(new FailureDetails(operation, Errno.EALREADY.number(), local, peer, advice));
    }

    /** No connect was started. */
    public static NoConnectionPendingException noConnectionPending(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new NoConnectionPending(new FailureDetails(operation, Errno.ENOTCONN.number(), local, peer, advice));
    }

    /** The channel and the poller belong to different providers. */
    public static IllegalSelectorException illegalSelector(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new IllegalSelector(new FailureDetails(operation, Errno.EINVAL.number(), local, peer, advice));
    }

    /** The channel is in the wrong blocking mode. */
    public static IllegalBlockingModeException illegalBlockingMode(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new IllegalBlockingMode(new FailureDetails(operation, Errno.EINVAL.number(), local, peer, advice));
    }

    /** The registration is cancelled. */
    public static CancelledKeyException cancelled(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new CancelledKey(new FailureDetails(operation, Errno.ENOENT.number(), local, peer, advice));
    }

    /** The address is not resolved. */
    public static UnresolvedAddressException unresolvedAddress(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new UnresolvedAddress(new FailureDetails(operation, Errno.EINVAL.number(), local, peer, advice));
    }

    /** The address has a type or family that the channel does not support. */
    public static UnsupportedAddressTypeException unsupportedAddressType(
            final String operation, final SocketAddress local, final SocketAddress peer, final String advice) {
        return new UnsupportedAddressType(
                new FailureDetails(operation, Errno.EAFNOSUPPORT.number(), local, peer, advice));
    }

    /** An exception that delegates to its details. */
    private interface Detailed extends SctpFailure {
        FailureDetails details();

        @Override
        default String operation() {
            return details().operation();
        }

        @Override
        default int errno() {
            return details().errno();
        }

        @Override
        default SocketAddress local() {
            return details().local();
        }

        @Override
        default SocketAddress peer() {
            return details().peer();
        }
    }

    private static String text(final Throwable thrown) {
        return thrown.getClass().getSuperclass().getName() + ": " + thrown.getMessage();
    }

    private static final class Closed extends ClosedChannelException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        Closed(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class ClosedMeanwhile extends AsynchronousCloseException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        ClosedMeanwhile(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class Interrupted extends ClosedByInterruptException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        Interrupted(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class InterruptedCall extends InterruptedIOException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        InterruptedCall(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class AlreadyBound extends AlreadyBoundException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        AlreadyBound(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class NotYetBound extends NotYetBoundException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        NotYetBound(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class AlreadyConnected extends AlreadyConnectedException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        AlreadyConnected(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class NotYetConnected extends NotYetConnectedException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        NotYetConnected(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class ConnectionPending extends ConnectionPendingException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        ConnectionPending(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class NoConnectionPending extends NoConnectionPendingException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        NoConnectionPending(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class IllegalSelector extends IllegalSelectorException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        IllegalSelector(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class IllegalBlockingMode extends IllegalBlockingModeException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        IllegalBlockingMode(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class CancelledKey extends CancelledKeyException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        CancelledKey(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class UnresolvedAddress extends UnresolvedAddressException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        UnresolvedAddress(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class UnsupportedAddressType extends UnsupportedAddressTypeException implements Detailed {
        private static final long serialVersionUID = 1L;

        private final FailureDetails details;

        UnsupportedAddressType(final FailureDetails details) {
            this.details = details;
        }

        @Override
        public FailureDetails details() {
            return details;
        }

        @Override
        public String getMessage() {
            return details.message();
        }

        @Override
        public String toString() {
            return text(this);
        }
    }
}
