package io.sctp.engine.path;

import io.sctp.engine.config.CongestionControl;

/**
 * What a new path begins with.
 *
 * @param maxPacketSize largest SCTP packet in bytes over IPv4
 * @param maxPacketSizeIpv6 largest SCTP packet in bytes over IPv6
 * @param rtoInitialNs RTO.Initial
 * @param rtoMinNs RTO.Min
 * @param rtoMaxNs RTO.Max
 * @param heartbeatIntervalNs HB.interval, or 0
 * @param maxRetransmissions Path.Max.Retrans
 * @param potentiallyFailedRetransmissions Potentially.Failed.Max.Retrans
 * @param primarySwitchoverRetransmissions Primary.Switchover.Max.Retrans
 * @param sackDelayNs how long the acknowledgement of data that came over it may wait
 * @param trafficClass the mark of its packets
 * @param congestionControl how its congestion window grows and shrinks
 */
public record PathDefaults(
        int maxPacketSize,
        int maxPacketSizeIpv6,
        long rtoInitialNs,
        long rtoMinNs,
        long rtoMaxNs,
        long heartbeatIntervalNs,
        int maxRetransmissions,
        int potentiallyFailedRetransmissions,
        int primarySwitchoverRetransmissions,
        long sackDelayNs,
        int trafficClass,
        CongestionControl congestionControl) {}
