package io.sctp.option;

import java.time.Duration;

/**
 * Parameters of a path (SCTP_PEER_ADDR_PARAMS, RFC 6458 section 8.1.12). A null leaves the setting unchanged.
 *
 * <p>A time or size needs its switch: {@code heartbeatInterval} needs {@code heartbeat} true, {@code pathMtu} needs
 * {@code pathMtuDiscovery} false, {@code sackDelay} needs {@code delayedSack} true. With the opposite switch it is
 * ignored, so that a value that was read can be set again. Without the switch it is refused. For associations and
 * paths, Linux rounds durations up to its clock tick, such as 4 ms.
 *
 * @param heartbeat whether heartbeats are sent
 * @param heartbeatInterval time between two heartbeats; zero for one per RTO
 * @param maxRetransmissions consecutive unanswered transmissions after which the path is inactive; 0 when set leaves it
 *     unchanged
 * @param pathMtuDiscovery whether the path MTU is discovered; if not, {@code pathMtu} applies
 * @param pathMtu path MTU in bytes including the IP header, 512 to 65535; 0 when set leaves it unchanged, and for an
 *     endpoint means that no MTU is fixed
 * @param delayedSack whether SACKs are delayed
 * @param sackDelay delay of SACKs, at most 500 ms
 * @param ipv6FlowLabel flow label, 20 bits; null if none is set. For IPv6 paths; other paths of an association ignore
 *     it
 * @param dscp differentiated services code point (DSCP), 0 to 63, the six high bits of the TOS byte; 46 is expedited
 *     forwarding. Null if none is set; then {@code IP_TOS} applies
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

    /** With heartbeats at this interval. */
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

    /** Without heartbeats. */
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

    /** With this number of consecutive unanswered transmissions after which the path is inactive. */
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

    /** With a fixed path MTU in bytes, and without discovery. */
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

    /** With path MTU discovery. */
    public PathParameters withMtuDiscovery() {
        return new PathParameters(
                heartbeat, heartbeatInterval, maxRetransmissions, true, 0, delayedSack, sackDelay, ipv6FlowLabel, dscp);
    }

    /** With SACKs delayed by at most this time. */
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

    /** Without delayed SACKs. */
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

    /** With this DSCP, 0 to 63 (the six high bits of the TOS byte). */
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

    /** With this IPv6 flow label. */
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
