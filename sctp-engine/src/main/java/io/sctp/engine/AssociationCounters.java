package io.sctp.engine;

import java.util.function.ObjLongConsumer;

/** Counters of one association; read by the thread that runs the engine. */
public interface AssociationCounters {
    /** Visits all counters by name; not for hot code. */
    void forEach(ObjLongConsumer<String> visitor);

    long packetsSent();

    long packetsReceived();

    long sacksSent();

    long sacksReceived();

    long gapReportsReceived();

    long orderedChunksSent();

    long unorderedChunksSent();

    long retransmittedChunks();

    /** Returns the number of missing reports counted against chunks (RFC 9260 section 7.2.4). */
    long missingReports();

    long orderedChunksReceived();

    long unorderedChunksReceived();

    /** Returns the number of chunks received above the next expected TSN. */
    long outOfSequenceTsns();

    long duplicateChunks();

    /** Returns the number of chunks sent other than DATA and SACK. */
    long controlChunksSent();

    /** Returns the number of chunks received other than DATA and SACK. */
    long controlChunksReceived();
}
