package io.sctp.spi;

import io.sctp.Errno;
import java.io.Serializable;
import java.net.SocketAddress;

/**
 * The details of an exception.
 *
 * @param operation the failed operation, as a verb: {@code connect}, {@code set SCTP_NODELAY}
 * @param errno the error number
 * @param local the local address, or null
 * @param peer the peer's address, or null
 * @param advice what to do about it, or null
 */
public record FailureDetails(String operation, int errno, SocketAddress local, SocketAddress peer, String advice)
        implements Serializable {
    /** The exception's message: the operation, the addresses, the error, the advice. */
    public String message() {
        final Errno known = Errno.of(errno);
        final StringBuilder text = new StringBuilder(operation);
        if (local != null) {
            text.append(", local ").append(local);
        }
        if (peer != null) {
            text.append(", peer ").append(peer);
        }
        text.append(": ");
        text.append(known != null ? known.meaning() + " (" + known.name() + ")" : "errno " + errno);
        if (advice != null) {
            text.append(": ").append(advice);
        }
        return text.toString();
    }
}
