package io.sctp.option;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One path to the peer (SCTP_GET_PEER_ADDR_INFO; RFC 6458, section 8.2.2).
 *
 * @param address the peer's address
 * @param state how it is doing
 * @param congestionWindow bytes that may be on their way on this path
 * @param smoothedRtt smoothed round-trip time, to the millisecond
 * @param rto the retransmission time-out now
 * @param mtu path MTU in bytes
 */
public record PathStatus(
        InetSocketAddress address,
        PathState state,
        long congestionWindow,
        Duration smoothedRtt,
        Duration rto,
        int mtu) {}
