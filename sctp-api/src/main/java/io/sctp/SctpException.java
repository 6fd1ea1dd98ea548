package io.sctp;

import io.sctp.spi.FailureDetails;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * A failed SCTP operation. The subclass is the kind of failure, so a program can catch what it can handle. {@link
 * #errno()} is the system's error number; {@link #local()} and {@link #peer()} are the addresses of the operation,
 * where there are any.
 *
 * <p>Where a channel of {@code java.nio.channels} would throw an exception of that package, so do these channels:
 * {@link java.nio.channels.ClosedChannelException} for a closed channel, {@link
 * java.nio.channels.AlreadyBoundException} for a channel bound twice. {@link SctpFailure} gives access to the same
 * details of both kinds.
 */
public class SctpException extends IOException implements SctpFailure {
    private static final long serialVersionUID = 1L;

    private FailureDetails details;

    /**
     * Makes an exception; providers normally use {@link #of}.
     *
     * @param operation the failed operation, as a verb: {@code connect}, {@code set SCTP_NODELAY}
     * @param errno the error number
     * @param local the local address, or null
     * @param peer the peer's address, or null
     * @param advice what to do about it, or null
     */
    public SctpException(
            final String operation,
            final int errno,
            final SocketAddress local,
            final SocketAddress peer,
            final String advice) {
        this(new FailureDetails(operation, errno, local, peer, advice));
    }

    private SctpException(final FailureDetails details) {
        super();
        this.details = details;
    }

    /** Adds the addresses that are missing, before a program sees the exception. */
    final void complete(final SocketAddress local, final SocketAddress peer) {
        details = new FailureDetails(
                details.operation(),
                details.errno(),
                details.local() == null ? local : details.local(),
                details.peer() == null ? peer : details.peer(),
                details.advice());
    }

    @Override
    public final String getMessage() {
        return details.message();
    }

    /** The exception type that matches the error number. */
    public static SctpException of(
            final String operation, final int errno, final SocketAddress local, final SocketAddress peer) {
        return of(operation, errno, local, peer, null);
    }

    /** The exception type that matches the error number, with advice for the reader (or null). */
    public static SctpException of(
            final String operation,
            final int errno,
            final SocketAddress local,
            final SocketAddress peer,
            final String advice) {
        final Errno known = Errno.of(errno);
        if (known == null) {
            return new SctpException(operation, errno, local, peer, advice);
        }
        return switch (known) {
            case ECONNREFUSED -> new Refused(operation, errno, local, peer, advice);
            case EHOSTUNREACH, EHOSTDOWN, ENETUNREACH, ENETDOWN ->
                new Unreachable(operation, errno, local, peer, advice);
            case ETIMEDOUT -> new TimedOut(operation, errno, local, peer, advice);
            case EADDRINUSE -> new AddressInUse(operation, errno, local, peer, advice);
            case EADDRNOTAVAIL -> new AddressNotAvailable(operation, errno, local, peer, advice);
            case EMSGSIZE -> new MessageTooBig(operation, errno, local, peer, advice);
            case ECONNRESET, ECONNABORTED, EPIPE, ESHUTDOWN -> new Ended(operation, errno, local, peer, advice);
            case ENOTCONN -> new NotConnected(operation, errno, local, peer, advice);
            case EACCES, EPERM -> new PermissionDenied(operation, errno, local, peer, advice);
            case EPROTONOSUPPORT, ESOCKTNOSUPPORT, EAFNOSUPPORT, ENOPROTOOPT, EOPNOTSUPP, ENOSYS ->
                new Unsupported(operation, errno, local, peer, advice);
            default -> new SctpException(operation, errno, local, peer, advice);
        };
    }

    @Override
    public final String operation() {
        return details.operation();
    }

    @Override
    public final int errno() {
        return details.errno();
    }

    @Override
    public final SocketAddress local() {
        return details.local();
    }

    @Override
    public final SocketAddress peer() {
        return details.peer();
    }

    /** Nobody listens at the peer's address, or the peer refused the association (ECONNREFUSED). */
    public static class Refused extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public Refused(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** There is no route to the peer (EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN). */
    public static class Unreachable extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public Unreachable(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** The peer did not answer within the protocol's limits, or the timeout of the call expired (ETIMEDOUT). */
    public static class TimedOut extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public TimedOut(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** The local address and port are in use (EADDRINUSE). */
    public static class AddressInUse extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public AddressInUse(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** The address does not belong to this machine or to the association (EADDRNOTAVAIL). */
    public static class AddressNotAvailable extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public AddressNotAvailable(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** The stream number is not less than the association's number of outbound streams (EINVAL). */
    public static class InvalidStream extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public InvalidStream(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** The message is larger than the limit named in the exception's message (EMSGSIZE). */
    public static class MessageTooBig extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public MessageTooBig(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /**
     * The association has ended: aborted by either end, lost, or shut down (ECONNRESET, ECONNABORTED, EPIPE,
     * ESHUTDOWN).
     */
    public static class Ended extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public Ended(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** The operation needs an association, and there is none, or none with that id (ENOTCONN). */
    public static class NotConnected extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public NotConnected(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /** The system denied the operation, or a required feature is switched off (EACCES, EPERM). */
    public static class PermissionDenied extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public PermissionDenied(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }

    /**
     * The kernel, platform or provider does not support the request (EPROTONOSUPPORT, ENOPROTOOPT, EOPNOTSUPP, ...).
     */
    public static class Unsupported extends SctpException {
        private static final long serialVersionUID = 1L;

        /** See {@link SctpException#SctpException}. */
        public Unsupported(
                final String operation,
                final int errno,
                final SocketAddress local,
                final SocketAddress peer,
                final String advice) {
            super(operation, errno, local, peer, advice);
        }
    }
}
