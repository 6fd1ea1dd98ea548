package io.sctp;

import java.net.SocketAddress;

/**
 * The details of every exception of this library, whatever its type: {@link SctpException} and its subclasses, and the
 * exceptions of {@code java.nio.channels} that channels throw where any NIO channel would, such as {@link
 * java.nio.channels.AsynchronousCloseException}.
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
    /** The failed operation, as a verb: {@code connect}, {@code set SCTP_NODELAY}. */
    String operation();

    /** The error number, as in Linux's {@code errno.h}. */
    int errno();

    /** The error's name, such as {@code ECONNREFUSED}. */
    default String errnoName() {
        final Errno known = Errno.of(errno());
        return known != null ? known.name() : "errno " + errno();
    }

    /** The local address, or null. */
    SocketAddress local();

    /** The peer's address, or null. */
    SocketAddress peer();
}
