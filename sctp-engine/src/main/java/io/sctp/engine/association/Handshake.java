package io.sctp.engine.association;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.path.TransportPath;

/** What an association needs only until it is up. */
final class Handshake {
    /**
     * The signed State Cookie of the peer, to be echoed; {@link BlockPool#NONE} before the INIT ACK, or if it is empty.
     */
    int cookieHandle = BlockPool.NONE;

    int cookieLength;

    /** ERROR causes on unrecognized parameters of the INIT ACK, to go with the COOKIE ECHO. */
    int errorHandle = BlockPool.NONE;

    int errorLength;

    /** Of the INIT or the COOKIE ECHO that is sent now. */
    int retransmissions;

    /** How often the peer found its own cookie stale, so that all began again. */
    int staleCookies;

    /** The paths to the addresses that the program named. */
    TransportPath[] named;

    /** The UDP port that the program named. */
    int udpPort;

    /** Asks the peer for a longer cookie life after its cookie was found stale, in milliseconds. */
    int cookieLifeIncrementMs;

    void clear(final BlockPool pool) {
        if (cookieHandle != BlockPool.NONE) {
            pool.free(cookieHandle);
            cookieHandle = BlockPool.NONE;
        }
        if (errorHandle != BlockPool.NONE) {
            pool.free(errorHandle);
            errorHandle = BlockPool.NONE;
        }
    }
}
