package io.sctp.userspace;

import java.time.Duration;

/** The time by which a call must have been done. Immutable; those that need no clock are shared. */
final class Deadline {
    /** Waits without end. */
    static final Deadline NEVER = new Deadline(false, 0);

    /** At once; for who polls in a loop. */
    private static final Deadline PASSED = new Deadline(true, System.nanoTime());

    /** More than a clock of nanoseconds can tell. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final boolean limited;
    private final long atNs;

    private Deadline(final boolean limited, final long atNs) {
        this.limited = limited;
        this.atNs = atNs;
    }

    /** So much from now. */
    static Deadline in(final Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative");
        }
        if (timeout.isZero()) {
            return PASSED;
        }
        return timeout.compareTo(LONGEST) > 0 ? NEVER : new Deadline(true, System.nanoTime() + timeout.toNanos());
    }

    boolean expired() {
        return limited && atNs - System.nanoTime() <= 0;
    }

    /** Nanoseconds left, at least 0; very many for {@link #NEVER}. */
    long remainingNs() {
        return limited ? Math.max(0, atNs - System.nanoTime()) : Long.MAX_VALUE;
    }
}
