package io.sctp.bench.transport;

import java.io.IOException;

/** A peer was accepted and cannot be served, since it is gone already: nothing is wrong with who accepted it. */
public final class LostPeerException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what the peer's socket said. */
    public LostPeerException(final Throwable cause) {
        super("a peer was lost before it was served: " + cause.getMessage(), cause);
    }
}
