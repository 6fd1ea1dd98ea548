package io.sctp.bench.schedule;

import java.util.Arrays;

/** The times of recorded messages, which are repeated after the last one. Immutable. */
public final class Recording {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] timesNs;
    private final long periodNs;

    /**
     * Takes the times of at least two messages. The first one is sent again as long after the last one as messages are
     * apart on average.
     *
     * @param timesNs in nanoseconds after the first message, each not before the one before
     * @throws IllegalArgumentException if they are not
     */
    public Recording(final long[] timesNs) {
        this.timesNs = timesNs.clone();
        for (int i = 1; i < timesNs.length; i++) {
            if (timesNs[i] < timesNs[i - 1]) {
                throw new IllegalArgumentException(
                        "message " + (i + 1) + " is before message " + i + ": the times are those of one capture");
            }
        }
        if (timesNs.length < 2 || timesNs[timesNs.length - 1] == timesNs[0]) {
            throw new IllegalArgumentException("a rate needs messages at two different times");
        }
        final long spanNs = timesNs[timesNs.length - 1];
        this.periodNs = spanNs + Math.max(1, spanNs / (timesNs.length - 1));
    }

    /** Messages per second, on average. */
    public double meanRate() {
        return timesNs.length * NANOS_PER_SECOND / periodNs;
    }

    /** The time of a message, from 0, in nanoseconds after the first one. */
    long timeNs(final long number) {
        return number / timesNs.length * periodNs + timesNs[(int) (number % timesNs.length)];
    }

    /** How many messages are before a time. */
    long countBefore(final long timeNs) {
        if (timeNs <= 0) {
            return 0;
        }
        final int found = Arrays.binarySearch(timesNs, timeNs % periodNs);
        int before = found < 0 ? -found - 1 : found;
        while (before > 0 && timesNs[before - 1] == timeNs % periodNs) {
            before--;
        }
        return timeNs / periodNs * timesNs.length + before;
    }
}
