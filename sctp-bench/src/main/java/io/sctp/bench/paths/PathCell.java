package io.sctp.bench.paths;

import io.sctp.engine.config.CongestionControl;

/**
 * One path and its load.
 *
 * @param controller the sender's congestion controller
 * @param capacityMbit the path's bandwidth in Mbit/s, including IPv4 and UDP headers
 * @param rttMs the round-trip time of an empty path, in milliseconds
 * @param loss the probability of random packet loss; in both directions if {@code loseSacks} is set, otherwise only of
 *     packets with data
 * @param loseSacks whether packets of the receiver are lost too
 * @param size the length of each message in bytes
 * @param mtu the largest IP packet
 * @param rate messages per second; 0 for as many as the send buffer accepts
 */
public record PathCell(
        CongestionControl controller,
        int capacityMbit,
        int rttMs,
        double loss,
        boolean loseSacks,
        int size,
        int mtu,
        int rate) {
    private static final int MIN_QUEUE_PACKETS = 32;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Returns a path that is saturated with messages of 1,200 bytes. */
    public static PathCell bulk(
            final CongestionControl controller, final int capacityMbit, final int rttMs, final double loss) {
        return new PathCell(controller, capacityMbit, rttMs, loss, false, 1200, 1500, 0);
    }

    long rttNs() {
        return rttMs * NANOS_PER_MILLI;
    }

    /** Returns the time that one byte takes at the bottleneck. */
    double nanosPerByte() {
        return 8000.0 / capacityMbit;
    }

    /** Returns the bandwidth-delay product, in bytes. */
    long bandwidthDelayBytes() {
        return (long) (rttNs() / nanosPerByte());
    }

    /** Returns the size of the queue before the bottleneck: one bandwidth-delay product, but at least 32 packets. */
    long queueBytes() {
        return Math.max((long) MIN_QUEUE_PACKETS * mtu, bandwidthDelayBytes());
    }
}
