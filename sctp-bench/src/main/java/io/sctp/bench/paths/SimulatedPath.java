package io.sctp.bench.paths;

/**
 * A path between two engines: the same in both directions.
 *
 * @param capacityMbit the bandwidth in Mbit/s, including IPv4 and UDP headers
 * @param rttMs the round-trip time of an empty path, in milliseconds
 * @param loss the probability of random packet loss; in both directions if {@code loseSacks} is set, otherwise only of
 *     packets with data
 * @param loseSacks whether packets of the receiver are lost too
 * @param mtu the largest IP packet
 * @param queue the size of the queue before the bottleneck, in bandwidth-delay products; it has room for 32 packets
 *     always
 */
public record SimulatedPath(int capacityMbit, int rttMs, double loss, boolean loseSacks, int mtu, int queue) {
    /** The MTU of a path unless told otherwise. */
    public static final int USUAL_MTU = 1500;

    private static final int MIN_QUEUE_PACKETS = 32;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Returns a path with a queue of one bandwidth-delay product that loses packets with data only. */
    public static SimulatedPath of(final int capacityMbit, final int rttMs, final double loss) {
        return new SimulatedPath(capacityMbit, rttMs, loss, false, USUAL_MTU, 1);
    }

    SimulatedPath losingSacks() {
        return new SimulatedPath(capacityMbit, rttMs, loss, true, mtu, queue);
    }

    SimulatedPath withMtu(final int bytes) {
        return new SimulatedPath(capacityMbit, rttMs, loss, loseSacks, bytes, queue);
    }

    SimulatedPath withQueue(final int delayProducts) {
        return new SimulatedPath(capacityMbit, rttMs, loss, loseSacks, mtu, delayProducts);
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

    long queueBytes() {
        return Math.max((long) MIN_QUEUE_PACKETS * mtu, queue * bandwidthDelayBytes());
    }
}
