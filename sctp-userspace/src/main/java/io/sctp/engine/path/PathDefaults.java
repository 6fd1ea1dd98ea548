package io.sctp.engine.path;

/**
 * What a new path begins with.
 *
 * @param maxPacketSize largest SCTP packet in bytes
 * @param rtoInitialNs RTO.Initial
 * @param rtoMinNs RTO.Min
 * @param rtoMaxNs RTO.Max
 * @param heartbeatIntervalNs HB.interval, or 0
 * @param maxRetransmissions Path.Max.Retrans
 * @param sackDelayNs how long the acknowledgement of data that came over it may wait
 * @param trafficClass the mark of its packets
 */
public record PathDefaults(
        int maxPacketSize,
        long rtoInitialNs,
        long rtoMinNs,
        long rtoMaxNs,
        long heartbeatIntervalNs,
        int maxRetransmissions,
        long sackDelayNs,
        int trafficClass) {}
