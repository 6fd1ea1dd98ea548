package io.sctp.udp;

import java.time.Duration;

/**
 * One direction of a path through a {@link UdpRelay}.
 *
 * @param delay how long a packet takes, behind the bottleneck
 * @param loss the probability with which a packet is lost at random
 * @param bitsPerSecond the bottleneck's rate, IPv4 and UDP headers included; 0 for no bottleneck
 * @param queueBytes the length of the queue before the bottleneck; packets that find it full are dropped
 */
public record RelayedPath(Duration delay, double loss, long bitsPerSecond, long queueBytes) {
    /** The greatest delay. */
    public static final Duration MAX_DELAY = Duration.ofSeconds(10);

    private static final long MIN_QUEUE_BYTES = 32 * 1500;
    private static final double BITS_PER_BYTE = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    /** What a direction without a bottleneck is expected to carry at most. */
    private static final long FASTEST = 10_000_000_000L;

    private static final long MIN_MEMORY_BYTES = 4 << 20;
    private static final long MAX_MEMORY_BYTES = 256 << 20;

    /** At once, all, and without a bottleneck. */
    public static final RelayedPath DIRECT = of(Duration.ZERO, 0, 0);

    public RelayedPath {
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "a delay of " + delay.toMillis() + " ms is not between 0 and " + MAX_DELAY.toSeconds() + " s");
        }
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("a loss of " + loss + " is not between 0 and 1");
        }
        if (bitsPerSecond < 0 || queueBytes < 0) {
            throw new IllegalArgumentException("the rate and the queue are not below 0");
        }
        final double memory = memoryWanted(delay, bitsPerSecond, queueBytes);
        if (bitsPerSecond > 0 && memory > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("such a path holds " + Math.round(memory / (1 << 20))
                    + " MiB, more than the " + (MAX_MEMORY_BYTES >> 20) + " MiB of a relay");
        }
    }

    /**
     * Returns a direction with a queue of one bandwidth-delay product (of the round trip, if the other direction is
     * like this one), at least 32 packets.
     *
     * @param bitsPerSecond 0 for no bottleneck
     */
    public static RelayedPath of(final Duration delay, final double loss, final long bitsPerSecond) {
        final double roundTripNs = 2.0 * delay.toNanos();
        final double product = bitsPerSecond / BITS_PER_BYTE * roundTripNs / NANOS_PER_SECOND;
        return new RelayedPath(delay, loss, bitsPerSecond, Math.max(MIN_QUEUE_BYTES, (long) product));
    }

    /** Returns the time that a byte takes at the bottleneck. */
    double nanosPerByte() {
        return bitsPerSecond == 0 ? 0 : BITS_PER_BYTE * NANOS_PER_SECOND / bitsPerSecond;
    }

    /** Returns the memory for all packets that can be on their way; without a bottleneck, for 10 Gbit/s. */
    int memoryBytes() {
        final double wanted = memoryWanted(delay, bitsPerSecond, queueBytes);
        return (int) Math.min(MAX_MEMORY_BYTES, Math.max(MIN_MEMORY_BYTES, (long) wanted));
    }

    private static double memoryWanted(final Duration delay, final long bitsPerSecond, final long queueBytes) {
        final double rate = bitsPerSecond == 0 ? FASTEST : bitsPerSecond;
        return rate / BITS_PER_BYTE * delay.toNanos() / NANOS_PER_SECOND + queueBytes;
    }
}
