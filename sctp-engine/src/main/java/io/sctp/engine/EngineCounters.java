package io.sctp.engine;

import java.util.function.ObjLongConsumer;

/** What an engine has seen; read by the thread that runs the engine. */
public interface EngineCounters {
    /** Visits all by their names; not for hot code. */
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
     * Returns the INITs and COOKIE ECHOs that were not answered as asked: too many in a second, too many associations,
     * or an INIT so short that its answer would be more than three times as long.
     */
    long initsRefused();

    long repliesDropped();

    long controlChunksDropped();

    long dataDropped();

    /**
     * Returns the associations ended, or freed of what was left unread, because they held most when memory was used up.
     */
    long associationsEvicted();

    /** Returns the associations ended because their peers did not go on with messages that they had begun. */
    long reassemblyTimeouts();

    long duplicates();

    /** Returns the AUTH chunks that were wrong, and the COOKIE ECHOs that lacked one. */
    long authenticationFailures();

    /** Returns the chunks dropped because they are taken only behind AUTH. */
    long unauthenticatedChunks();

    long retransmissionTimeouts();
}
