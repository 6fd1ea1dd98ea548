package io.sctp.userspace.channel;

import io.sctp.engine.Association;
import io.sctp.engine.AssociationCounters;
import io.sctp.option.AssociationStatistics;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Converts the counters of an association to the API's form. */
public final class Statistics {
    private Statistics() {}

    static AssociationStatistics of(final Association association, final InetSocketAddress primary) {
        final AssociationCounters counters = association.counters();
        return new AssociationStatistics(
                Duration.ofNanos(association.primaryPath().rtoNs()),
                primary,
                counters.sacksReceived(),
                counters.sacksSent(),
                counters.packetsSent(),
                counters.packetsReceived(),
                counters.retransmittedChunks(),
                counters.outOfSequenceTsns(),
                counters.duplicateChunks(),
                counters.gapReportsReceived(),
                counters.unorderedChunksSent(),
                counters.unorderedChunksReceived(),
                counters.orderedChunksSent(),
                counters.orderedChunksReceived(),
                counters.controlChunksSent(),
                counters.controlChunksReceived());
    }
}
