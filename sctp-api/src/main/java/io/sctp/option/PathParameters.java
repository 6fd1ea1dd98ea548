package io.sctp.option;

import java.time.Duration;

/**
 * How a path is watched and used (SCTP_PEER_ADDR_PARAMS; RFC 6458 section 8.1.12). A null when set leaves that setting
 * as it is. A time or size counts only with its switch: {@code heartbeatInterval} with {@code heartbeat} true,
 * {@code pathMtu} with {@code pathMtuDiscovery} false, {@code sackDelay} with {@code delayedSack} true. With the switch
 * set the other way it stays as it was, so that what was read can be set again; without the switch it is refused. For
 * associations and paths Linux rounds durations up to its clock's tick, such as 4 ms.
 *
 * @param heartbeat whether heartbeats are sent
 * @param heartbeatInterval the time between two; zero for one every RTO
 * @param maxRetransmissions unanswered ones in a row before the path is given up; 0 when set leaves it
 * @param pathMtuDiscovery whether the path MTU is discovered; if not, {@code pathMtu} holds
 * @param pathMtu the path MTU in bytes, 512 to 65535, all headers from IP on counted; 0 when set leaves it, and for an
 *     endpoint means that none is fixed
 * @param delayedSack whether SACKs are delayed
 * @param sackDelay for how long, at most 500 ms
 * @param ipv6FlowLabel the flow label, 20 bits, null if none was set; for IPv6 paths, the others of an association ignore it
 * @param dscp the differentiated services code point, 0 to 63, such as 46 for expedited forwarding: the six high bits
 *     of the TOS byte; null if none was set, so that {@code IP_TOS} counts
 */
public record PathParameters(
        Boolean heartbeat,
        Duration heartbeatInterval,
        int maxRetransmissions,
        Boolean pathMtuDiscovery,
        int pathMtu,
        Boolean delayedSack,
        Duration sackDelay,
        Integer ipv6FlowLabel,
        Integer dscp) {
    /** Changes nothing; the start of a chain of {@code with...} calls. */
    public static final PathParameters UNCHANGED = new PathParameters(null, null, 0, null, 0, null, null, null, null);

    /** Switches heartbeats on, this far apart. */
    public PathParameters withHeartbeat(final Duration interval) {
        return new PathParameters(
                true,
                interval,
                maxRetransmissions,
                pathMtuDiscovery,
                pathMtu,
                delayedSack,
                sackDelay,
                ipv6FlowLabel,
                dscp);
    }

    /** Switches heartbeats off. */
    public PathParameters withoutHeartbeat() {
        return new PathParameters(
                false,
                null,
                maxRetransmissions,
                pathMtuDiscovery,
                pathMtu,
                delayedSack,
                sackDelay,
                ipv6FlowLabel,
                dscp);
    }

    /** Gives the path up after this many unanswered retransmissions or heartbeats in a row. */
    public PathParameters withMaxRetransmissions(final int max) {
        return new PathParameters(
                heartbeat,
                heartbeatInterval,
                max,
                pathMtuDiscovery,
                pathMtu,
                delayedSack,
                sackDelay,
                ipv6FlowLabel,
                dscp);
    }

    /** Fixes the path MTU and switches its discovery off. */
    public PathParameters withFixedMtu(final int mtu) {
        return new PathParameters(
                heartbeat,
                heartbeatInterval,
                maxRetransmissions,
                false,
                mtu,
                delayedSack,
                sackDelay,
                ipv6FlowLabel,
                dscp);
    }

    /** Discovers the path MTU. */
    public PathParameters withMtuDiscovery() {
        return new PathParameters(
                heartbeat, heartbeatInterval, maxRetransmissions, true, 0, delayedSack, sackDelay, ipv6FlowLabel, dscp);
    }

    /** Delays SACKs by at most this. */
    public PathParameters withSackDelay(final Duration delay) {
        return new PathParameters(
                heartbeat,
                heartbeatInterval,
                maxRetransmissions,
                pathMtuDiscovery,
                pathMtu,
                true,
                delay,
                ipv6FlowLabel,
                dscp);
    }

    /** Acknowledges at once. */
    public PathParameters withoutSackDelay() {
        return new PathParameters(
                heartbeat,
                heartbeatInterval,
                maxRetransmissions,
                pathMtuDiscovery,
                pathMtu,
                false,
                null,
                ipv6FlowLabel,
                dscp);
    }

    /** Marks packets with this code point, 0 to 63 (the six high bits of the TOS byte). */
    public PathParameters withDscp(final int newDscp) {
        return new PathParameters(
                heartbeat,
                heartbeatInterval,
                maxRetransmissions,
                pathMtuDiscovery,
                pathMtu,
                delayedSack,
                sackDelay,
                ipv6FlowLabel,
                newDscp);
    }

    /** Marks IPv6 packets with this flow label. */
    public PathParameters withIpv6FlowLabel(final int label) {
        return new PathParameters(
                heartbeat,
                heartbeatInterval,
                maxRetransmissions,
                pathMtuDiscovery,
                pathMtu,
                delayedSack,
                sackDelay,
                label,
                dscp);
    }
}
