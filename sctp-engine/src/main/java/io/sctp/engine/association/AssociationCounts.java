package io.sctp.engine.association;

import io.sctp.engine.AssociationCounters;
import io.sctp.engine.send.Outbound;
import java.util.function.ObjLongConsumer;

/**
 * The packet and chunk counters of one association. Plain fields, read by the engine's thread. {@link Outbound} counts
 * the fate of the data that was sent.
 */
public final class AssociationCounts implements AssociationCounters {
    private static final CounterTable TABLE = new CounterTable(AssociationCounts.class);

    private final Outbound outbound;

    long packetsSent;
    long packetsReceived;
    long sacksSent;
    long sacksReceived;
    long gapReportsReceived;
    long orderedChunksReceived;
    long unorderedChunksReceived;
    long outOfSequenceTsns;
    long duplicateChunks;
    long controlChunksSent;
    long controlChunksReceived;

    AssociationCounts(final Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public void forEach(final ObjLongConsumer<String> visitor) {
        TABLE.forEach(this, visitor);
        visitor.accept("orderedChunksSent", orderedChunksSent());
        visitor.accept("unorderedChunksSent", unorderedChunksSent());
        visitor.accept("retransmittedChunks", retransmittedChunks());
        visitor.accept("missingReports", missingReports());
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
        return outbound.orderedChunksSent();
    }

    @Override
    public long unorderedChunksSent() {
        return outbound.unorderedChunksSent();
    }

    @Override
    public long retransmittedChunks() {
        return outbound.retransmission().retransmittedChunks();
    }

    @Override
    public long missingReports() {
        return outbound.missingReports();
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
