package io.sctp;

import java.time.Duration;

/** Rounding of durations to what the wire and the system calls count in. */
final class Durations {
    private Durations() {}

    /** Whole milliseconds, rounded up, so that a short wait never becomes none. */
    static long toMillisCeiling(final Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration " + duration + " is negative");
        }
        return duration.plusNanos(999_999).toMillis();
    }
}
