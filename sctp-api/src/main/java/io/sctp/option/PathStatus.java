package io.sctp.option;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The status of a path (SCTP_GET_PEER_ADDR_INFO, RFC 6458 section 8.2.2).
 *
 * @param address the peer's address
 * @param state its state
 * @param congestionWindow congestion window in bytes
 * @param smoothedRtt smoothed round-trip time, in whole milliseconds
 * @param rto current retransmission time-out
 * @param mtu path MTU in bytes
 */
public record PathStatus(
        InetSocketAddress address,
        PathState state,
        long congestionWindow,
        Duration smoothedRtt,
        Duration rto,
        int mtu) {}
