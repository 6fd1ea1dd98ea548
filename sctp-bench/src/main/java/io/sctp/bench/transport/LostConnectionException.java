package io.sctp.bench.transport;

import java.io.IOException;

/** An accepted peer cannot be served because it is already gone; the acceptor is not at fault. */
public final class LostConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the socket's error. */
    public LostConnectionException(final Throwable cause) {
        super("a peer was lost before it was served: " + cause.getMessage(), cause);
    }
}
