package io.sctp.engine.association;

import java.util.function.ObjLongConsumer;

/** What an engine has seen; plain fields, read by the thread that runs the engine. */
public final class Counters {
    private static final CounterTable TABLE = new CounterTable(Counters.class);

    long packetsReceived;
    long packetsSent;
    long badChecksums;
    long malformedPackets;
    long outOfTheBlue;
    long wrongTags;
    long badCookies;
    long staleCookies;
    long initsRefused;
    long repliesDropped;
    long controlChunksDropped;
    long dataDropped;
    long associationsEvicted;
    long reassemblyTimeouts;
    long duplicates;
    long retransmissionTimeouts;
    long authenticationFailures;
    long unauthenticatedChunks;

    /** Visits all by their names; not for hot code. */
    public void forEach(final ObjLongConsumer<String> visitor) {
        TABLE.forEach(this, visitor);
    }

    public long packetsReceived() {
        return packetsReceived;
    }

    public long packetsSent() {
        return packetsSent;
    }

    public long badChecksums() {
        return badChecksums;
    }

    public long malformedPackets() {
        return malformedPackets;
    }

    public long outOfTheBlue() {
        return outOfTheBlue;
    }

    public long wrongTags() {
        return wrongTags;
    }

    public long badCookies() {
        return badCookies;
    }

    public long staleCookies() {
        return staleCookies;
    }

    /**
     * Returns the INITs and COOKIE ECHOs that were not answered as asked: too many in a second, too many associations,
     * or an INIT so short that its answer would be more than three times as long.
     */
    public long initsRefused() {
        return initsRefused;
    }

    public long repliesDropped() {
        return repliesDropped;
    }

    public long controlChunksDropped() {
        return controlChunksDropped;
    }

    public long dataDropped() {
        return dataDropped;
    }

    /**
     * Returns the associations ended, or freed of what was left unread, because they held most when memory was used up.
     */
    public long associationsEvicted() {
        return associationsEvicted;
    }

    /** Returns the associations ended because their peers did not go on with messages that they had begun. */
    public long reassemblyTimeouts() {
        return reassemblyTimeouts;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Returns the AUTH chunks that were wrong, and the COOKIE ECHOs that lacked one. */
    public long authenticationFailures() {
        return authenticationFailures;
    }

    /** Returns the chunks dropped because they are taken only behind AUTH. */
    public long unauthenticatedChunks() {
        return unauthenticatedChunks;
    }

    public long retransmissionTimeouts() {
        return retransmissionTimeouts;
    }
}
