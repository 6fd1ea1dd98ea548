package io.sctp.engine.association;

import io.sctp.engine.EngineCounters;
import java.util.function.ObjLongConsumer;

/** The counters of an engine. Plain fields, read by the engine's thread. */
public final class Counters implements EngineCounters {
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
    long tailProbes;
    long authenticationFailures;
    long unauthenticatedChunks;

    @Override
    public void forEach(final ObjLongConsumer<String> visitor) {
        TABLE.forEach(this, visitor);
    }

    @Override
    public long packetsReceived() {
        return packetsReceived;
    }

    @Override
    public long packetsSent() {
        return packetsSent;
    }

    @Override
    public long badChecksums() {
        return badChecksums;
    }

    @Override
    public long malformedPackets() {
        return malformedPackets;
    }

    @Override
    public long outOfTheBlue() {
        return outOfTheBlue;
    }

    @Override
    public long wrongTags() {
        return wrongTags;
    }

    @Override
    public long badCookies() {
        return badCookies;
    }

    @Override
    public long staleCookies() {
        return staleCookies;
    }

    @Override
    public long initsRefused() {
        return initsRefused;
    }

    @Override
    public long repliesDropped() {
        return repliesDropped;
    }

    @Override
    public long controlChunksDropped() {
        return controlChunksDropped;
    }

    @Override
    public long dataDropped() {
        return dataDropped;
    }

    @Override
    public long associationsEvicted() {
        return associationsEvicted;
    }

    @Override
    public long reassemblyTimeouts() {
        return reassemblyTimeouts;
    }

    @Override
    public long duplicates() {
        return duplicates;
    }

    @Override
    public long authenticationFailures() {
        return authenticationFailures;
    }

    @Override
    public long unauthenticatedChunks() {
        return unauthenticatedChunks;
    }

    @Override
    public long retransmissionTimeouts() {
        return retransmissionTimeouts;
    }

    @Override
    public long tailProbes() {
        return tailProbes;
    }
}
