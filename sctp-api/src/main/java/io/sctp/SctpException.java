package io.sctp;

import io.sctp.spi.FailureDetails;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * An SCTP operation failed. The subclass says what kind of failure it was, so that a program can catch just what it can
 * handle; {@link #errno()} is the system's own number, and {@link #local()} and {@link #peer()} are the addresses the
 * operation was about, where it was about any.
 *
 * <p>Where a channel of {@code java.nio.channels} would throw an exception of that package, so do these channels: a
 * closed channel throws {@link java.nio.channels.ClosedChannelException}, a channel bound twice
 * {@link java.nio.channels.AlreadyBoundException}. {@link SctpFailure} tells the same of all of them.
 */
public class SctpException extends IOException implements SctpFailure {
    private static final long serialVersionUID = 1L;

    private final FailureDetails details;

    /**
     * Describes a failure; providers use {@link #of} unless they have more to say.
     *
     * @param operation what was tried, as a verb: {@code connect}, {@code set SCTP_NODELAY}
     * @param errno the error number
     * @param local the local address, or null
     * @param peer the peer's address, or null
     * @param advice more for the reader (what to do about it), or null
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
        super(details.message());
        this.details = details;
    }

    /** The exception of the kind that the error number stands for. */
    public static SctpException of(
            final String operation, final int errno, final SocketAddress local, final SocketAddress peer) {
        return of(operation, errno, local, peer, null);
    }

    /** The exception of the kind that the error number stands for, with advice for the reader (or null). */
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

    /** Nobody listens at the peer's address, or the peer will not have us (ECONNREFUSED). */
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

    /** No route leads to the peer (EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN). */
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

    /** The peer did not answer within the protocol's limits, or the call's own timeout ran out (ETIMEDOUT). */
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

    /** The local address and port are taken (EADDRINUSE). */
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

    /** The address is not one of this machine's, or not one of the association's (EADDRNOTAVAIL). */
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

    /** The stream number is not below the association's outbound stream count (EINVAL). */
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

    /** The message is larger than the limit that the message text names (EMSGSIZE). */
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
     * The association has ended: aborted by either side, lost, or shut down (ECONNRESET, ECONNABORTED, EPIPE,
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

    /** The operation needs an association, and there is none any more or none of that id (ENOTCONN). */
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

    /** The system forbids it, or a feature it needs is switched off (EACCES, EPERM). */
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
     * This kernel, platform or provider does not have what was asked for (EPROTONOSUPPORT, ENOPROTOOPT, EOPNOTSUPP,
     * ...).
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
