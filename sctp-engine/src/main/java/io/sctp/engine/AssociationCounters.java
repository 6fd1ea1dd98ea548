package io.sctp.engine;

import java.util.function.ObjLongConsumer;

/** What one association has sent and received; read by the thread that runs the engine. */
public interface AssociationCounters {
    /** Visits all by their names; not for hot code. */
    void forEach(ObjLongConsumer<String> visitor);

    long packetsSent();

    long packetsReceived();

    long sacksSent();

    long sacksReceived();

    long gapReportsReceived();

    long orderedChunksSent();

    long unorderedChunksSent();

    long retransmittedChunks();

    /** Returns how many missing reports counted against chunks (RFC 9260 section 7.2.4). */
    long missingReports();

    long orderedChunksReceived();

    long unorderedChunksReceived();

    /** Returns the chunks that arrived with a gap before them. */
    long outOfSequenceTsns();

    long duplicateChunks();

    /** Returns chunks sent that are neither DATA nor SACK. */
    long controlChunksSent();

    /** Returns chunks received that are neither DATA nor SACK. */
    long controlChunksReceived();
}
