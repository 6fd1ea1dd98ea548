package io.sctp.bench.schedule;

import java.util.SplittableRandom;

/**
 * A Poisson process: messages are independent of each other, as those of many subscribers are, and the time between two
 * is exponentially distributed. Several such schedules together are again one.
 */
public final class PoissonSchedule implements Schedule {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Up to this many remaining messages are counted; more are estimated, which is accurate enough. */
    private static final int MAX_COUNTED = 100_000;

    private final double meanNs;
    private final SplittableRandom random;
    private double timeNs;

    /**
     * Begins at time zero.
     *
     * @param ratePerSecond messages per second on average, above 0
     * @param seed the same seed makes the same schedule
     */
    public PoissonSchedule(final double ratePerSecond, final long seed) {
        if (!(ratePerSecond > 0)) {
            throw new IllegalArgumentException("rate " + ratePerSecond + " is not above 0");
        }
        meanNs = NANOS_PER_SECOND / ratePerSecond;
        random = new SplittableRandom(seed);
    }

    @Override
    public long nextNs() {
        timeNs -= meanNs * Math.log1p(-random.nextDouble());
        return Math.round(timeNs);
    }

    @Override
    public long remaining(final long fromNs, final long untilNs) {
        long count = 0;
        for (long i = 0; i < MAX_COUNTED; i++) {
            final long nextNs = nextNs();
            if (nextNs >= untilNs) {
                return count;
            }
            count += nextNs < fromNs ? 0 : 1;
        }
        return count + Math.round(((double) untilNs - Math.max((double) fromNs, timeNs)) / meanNs);
    }
}
