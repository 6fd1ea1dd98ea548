package io.sctp;

import java.time.Duration;

/** Rounds durations to the units of the wire and of system calls. */
final class Durations {
    private Durations() {}

    /** Whole milliseconds, rounded up, so that a short wait never becomes zero. */
    static long toMillisCeiling(final Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration " + duration + " is negative");
        }
        return duration.plusNanos(999_999).toMillis();
    }
}
