package io.sctp;

import java.net.SocketAddress;

/**
 * What every exception of this library tells besides its message, whatever its type: {@link SctpException} and its
 * subclasses, and the exceptions of {@code java.nio.channels} that channels throw where any NIO channel would, such as
 * {@link java.nio.channels.AsynchronousCloseException} and {@link java.nio.channels.AlreadyBoundException}.
 *
 * <pre>{@code
 * } catch (final ClosedChannelException e) {
 *     if (e instanceof SctpFailure failure) {
 *         log(failure.operation(), failure.errnoName(), failure.local(), failure.peer());
 *     }
 * }
 * }</pre>
 */
public interface SctpFailure {
    /** What was tried, as a verb: {@code connect}, {@code set SCTP_NODELAY}. */
    String operation();

    /** The error number, as in {@code errno.h} of Linux. */
    int errno();

    /** The error's name, such as {@code ECONNREFUSED}. */
    default String errnoName() {
        final Errno known = Errno.of(errno());
        return known != null ? known.name() : "errno " + errno();
    }

    /** The local address concerned, or null. */
    SocketAddress local();

    /** The peer's address concerned, or null. */
    SocketAddress peer();
}
