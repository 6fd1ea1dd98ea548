package io.sctp.engine.association;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.path.TransportPath;

/** The state of an association that is needed only until it is established. */
final class Handshake {
    /**
     * The signed State Cookie of the peer, to be echoed; {@link BlockPool#NONE} before the INIT ACK, or if it is empty.
     */
    int cookieHandle = BlockPool.NONE;

    int cookieLength;

    /** ERROR causes about unrecognized parameters of the INIT ACK, to be sent with the COOKIE ECHO. */
    int errorHandle = BlockPool.NONE;

    int errorLength;

    /** Retransmissions of the current INIT or COOKIE ECHO. */
    int retransmissions;

    /** When the INIT or COOKIE ECHO was to go last. */
    long sentNs;

    /** How often the peer found its own cookie stale, so that the set-up started again. */
    int staleCookies;

    /** The paths to the addresses that the program named. */
    TransportPath[] named;

    /** The UDP port that the program named. */
    int udpPort;

    /** The extra cookie lifespan to request after a stale cookie, in milliseconds. */
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
