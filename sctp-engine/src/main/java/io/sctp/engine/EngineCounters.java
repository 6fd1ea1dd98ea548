package io.sctp.engine;

import java.util.function.ObjLongConsumer;

/** Counters of an engine; read by the thread that runs it. */
public interface EngineCounters {
    /** Visits all counters by name; not for hot code. */
    void forEach(ObjLongConsumer<String> visitor);

    long packetsReceived();

    long packetsSent();

    long badChecksums();

    long malformedPackets();

    long outOfTheBlue();

    long wrongTags();

    long badCookies();

    long staleCookies();

    /**
     * Returns the number of INITs and COOKIE ECHOs refused: too many per second, too many associations, or an INIT too
     * short for an answer within {@code maxAmplification}.
     */
    long initsRefused();

    long repliesDropped();

    long controlChunksDropped();

    long dataDropped();

    /**
     * Returns the number of associations aborted, or freed of unread messages, because they held most when memory ran
     * out.
     */
    long associationsEvicted();

    /** Returns the number of associations ended because the peer did not continue a message. */
    long reassemblyTimeouts();

    long duplicates();

    /** Returns the number of invalid AUTH chunks, and of COOKIE ECHOs without a required one. */
    long authenticationFailures();

    /** Returns the number of chunks dropped because they are accepted only if authenticated. */
    long unauthenticatedChunks();

    long retransmissionTimeouts();

    /** Returns how often the last chunk was sent again because nothing was heard of it for two round-trip times. */
    long tailProbes();
}
