package io.sctp.option;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Counters of an association since its start (SCTP_GET_ASSOC_STATS, a Linux extension).
 *
 * @param maxRto the largest RTO since the counters were last read; zero if it did not change
 * @param maxRtoAddress the path with that RTO, or null
 * @param sacksReceived SACK chunks received
 * @param sacksSent SACK chunks sent
 * @param packetsSent packets sent
 * @param packetsReceived packets received
 * @param retransmittedChunks DATA chunks retransmitted
 * @param outOfSequenceTsns DATA chunks received above the next expected TSN
 * @param duplicateChunks DATA chunks received twice
 * @param gapAcksReceived gap ack blocks received
 * @param unorderedChunksSent unordered DATA chunks sent
 * @param unorderedChunksReceived unordered DATA chunks received
 * @param orderedChunksSent ordered DATA chunks sent
 * @param orderedChunksReceived ordered DATA chunks received
 * @param controlChunksSent control chunks sent
 * @param controlChunksReceived control chunks received
 */
public record AssociationStatistics(
        Duration maxRto,
        InetSocketAddress maxRtoAddress,
        long sacksReceived,
        long sacksSent,
        long packetsSent,
        long packetsReceived,
        long retransmittedChunks,
        long outOfSequenceTsns,
        long duplicateChunks,
        long gapAcksReceived,
        long unorderedChunksSent,
        long unorderedChunksReceived,
        long orderedChunksSent,
        long orderedChunksReceived,
        long controlChunksSent,
        long controlChunksReceived) {}
