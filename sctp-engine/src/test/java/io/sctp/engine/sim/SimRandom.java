package io.sctp.engine.sim;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Numbers from a seed; now and then small negative ones, so that tags and TSNs near their wrap are common. */
final class SimRandom implements RandomGenerator {
    private final SplittableRandom source;

    SimRandom(final long seed) {
        source = new SplittableRandom(seed);
    }

    @Override
    public long nextLong() {
        return source.nextLong();
    }

    @Override
    public int nextInt() {
        final int pick = source.nextInt(8);
        if ((pick & 3) == 0) {
            return -1 - source.nextInt(300);
        }
        return pick == 1 ? Integer.MAX_VALUE - source.nextInt(300) : source.nextInt();
    }

    boolean chance(final double probability) {
        return source.nextDouble() < probability;
    }

    int between(final int low, final int high) {
        return low + source.nextInt(high - low + 1);
    }

    long between(final long low, final long high) {
        return low + source.nextLong(high - low + 1);
    }
}
