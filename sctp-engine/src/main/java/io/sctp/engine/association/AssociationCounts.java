package io.sctp.engine.association;

import io.sctp.engine.AssociationCounters;
import java.util.function.ObjLongConsumer;

/** What one association has sent and received; plain fields, read by the thread that runs the engine. */
public final class AssociationCounts implements AssociationCounters {
    private static final CounterTable TABLE = new CounterTable(AssociationCounts.class);

    long packetsSent;
    long packetsReceived;
    long sacksSent;
    long sacksReceived;
    long gapReportsReceived;
    long orderedChunksSent;
    long unorderedChunksSent;
    long retransmittedChunks;
    long missingReports;
    long orderedChunksReceived;
    long unorderedChunksReceived;
    long outOfSequenceTsns;
    long duplicateChunks;
    long controlChunksSent;
    long controlChunksReceived;

    @Override
    public void forEach(final ObjLongConsumer<String> visitor) {
        TABLE.forEach(this, visitor);
    }

    @Override
    public long packetsSent() {
        return packetsSent;
    }

    @Override
    public long packetsReceived() {
        return packetsReceived;
    }

    @Override
    public long sacksSent() {
        return sacksSent;
    }

    @Override
    public long sacksReceived() {
        return sacksReceived;
    }

    @Override
    public long gapReportsReceived() {
        return gapReportsReceived;
    }

    @Override
    public long orderedChunksSent() {
        return orderedChunksSent;
    }

    @Override
    public long unorderedChunksSent() {
        return unorderedChunksSent;
    }

    @Override
    public long retransmittedChunks() {
        return retransmittedChunks;
    }

    @Override
    public long missingReports() {
        return missingReports;
    }

    @Override
    public long orderedChunksReceived() {
        return orderedChunksReceived;
    }

    @Override
    public long unorderedChunksReceived() {
        return unorderedChunksReceived;
    }

    @Override
    public long outOfSequenceTsns() {
        return outOfSequenceTsns;
    }

    @Override
    public long duplicateChunks() {
        return duplicateChunks;
    }

    @Override
    public long controlChunksSent() {
        return controlChunksSent;
    }

    @Override
    public long controlChunksReceived() {
        return controlChunksReceived;
    }
}
