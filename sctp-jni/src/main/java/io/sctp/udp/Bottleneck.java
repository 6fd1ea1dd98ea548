package io.sctp.udp;

import java.util.random.RandomGenerator;

/**
 * Decides what becomes of each packet of one direction of a path: a queue with a rate, random loss behind it, and a
 * delay. Packets stay in order. It has no clock and keeps no packets. Not thread-safe.
 */
public final class Bottleneck {
    /** Bytes of the IPv4 and UDP headers of each packet. */
    public static final int OVERHEAD = 28;

    /** The packet is dropped, as the queue is full. */
    public static final long QUEUE_FULL = -1;

    /** The packet is lost at random. */
    public static final long LOST = -2;

    private final double nanosPerByte;
    private final long delayNs;
    private final long queueNs;
    private final double loss;
    private final RandomGenerator random;
    private double freeAtNs;

    /**
     * Creates an empty path.
     *
     * @param nanosPerByte the time that a byte takes; 0 for no limit
     * @param delayNs the delay behind the queue
     * @param queueBytes the length of the queue
     * @param loss the probability of a packet's loss
     * @param random decides on losses; the same numbers lose the same packets
     */
    public Bottleneck(
            final double nanosPerByte,
            final long delayNs,
            final long queueBytes,
            final double loss,
            final RandomGenerator random) {
        this.nanosPerByte = nanosPerByte;
        this.delayNs = delayNs;
        queueNs = (long) (queueBytes * nanosPerByte);
        this.loss = loss;
        this.random = random;
    }

    /**
     * Takes a packet.
     *
     * @param nowNs the time, not below 0 and not before that of the packet before
     * @param length the length of its UDP payload
     * @return the time at which it arrives, not before that of the packet before; {@link #QUEUE_FULL}; {@link #LOST}
     */
    public long arrivalNs(final long nowNs, final int length) {
        final double begin = Math.max((double) nowNs, freeAtNs);
        if (begin - nowNs > queueNs) {
            return QUEUE_FULL;
        }
        freeAtNs = begin + (length + OVERHEAD) * nanosPerByte;
        if (loss > 0 && random.nextDouble() < loss) {
            return LOST;
        }
        return (long) freeAtNs + delayNs;
    }
}
