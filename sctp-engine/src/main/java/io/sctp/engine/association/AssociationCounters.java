package io.sctp.engine.association;

import java.util.function.ObjLongConsumer;

/** What one association has sent and received; plain fields, read by the thread that runs the engine. */
public final class AssociationCounters {
    private static final CounterTable TABLE = new CounterTable(AssociationCounters.class);

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

    /** Visits all by their names; not for hot code. */
    public void forEach(final ObjLongConsumer<String> visitor) {
        TABLE.forEach(this, visitor);
    }

    public long packetsSent() {
        return packetsSent;
    }

    public long packetsReceived() {
        return packetsReceived;
    }

    public long sacksSent() {
        return sacksSent;
    }

    public long sacksReceived() {
        return sacksReceived;
    }

    public long gapReportsReceived() {
        return gapReportsReceived;
    }

    public long orderedChunksSent() {
        return orderedChunksSent;
    }

    public long unorderedChunksSent() {
        return unorderedChunksSent;
    }

    public long retransmittedChunks() {
        return retransmittedChunks;
    }

    /** Returns how many missing reports counted against chunks (RFC 9260 section 7.2.4). */
    public long missingReports() {
        return missingReports;
    }

    public long orderedChunksReceived() {
        return orderedChunksReceived;
    }

    public long unorderedChunksReceived() {
        return unorderedChunksReceived;
    }

    /** Returns the chunks that arrived with a gap before them. */
    public long outOfSequenceTsns() {
        return outOfSequenceTsns;
    }

    public long duplicateChunks() {
        return duplicateChunks;
    }

    /** Returns chunks sent that are neither DATA nor SACK. */
    public long controlChunksSent() {
        return controlChunksSent;
    }

    /** Returns chunks received that are neither DATA nor SACK. */
    public long controlChunksReceived() {
        return controlChunksReceived;
    }
}
