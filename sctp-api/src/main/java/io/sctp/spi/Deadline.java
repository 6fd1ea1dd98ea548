package io.sctp.spi;

import java.time.Duration;

/**
 * The time by which a blocking call must have been done: what providers make of the timeouts that they are given.
 *
 * <p>Immutable; those that need no clock are shared, so that a program that polls in a loop allocates none.
 */
public final class Deadline {
    /** Waits without end. */
    public static final Deadline NEVER = new Deadline(false, 0);

    /** At once; for who polls in a loop. */
    private static final Deadline PASSED = new Deadline(true, System.nanoTime());

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** More than a clock of nanoseconds can tell. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final boolean limited;
    private final long atNs;

    private Deadline(final boolean limited, final long atNs) {
        this.limited = limited;
        this.atNs = atNs;
    }

    /**
     * So much from now.
     *
     * @throws IllegalArgumentException if the timeout is negative
     */
    public static Deadline in(final Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative");
        }
        if (timeout.isZero()) {
            return PASSED;
        }
        return timeout.compareTo(LONGEST) > 0 ? NEVER : new Deadline(true, System.nanoTime() + timeout.toNanos());
    }

    /** The sooner of this and so many nanoseconds from now. */
    public Deadline orIn(final long nanos) {
        return limited && remainingNanos() <= nanos ? this : new Deadline(true, System.nanoTime() + nanos);
    }

    /** Says whether this one never passes. */
    public boolean isNever() {
        return !limited;
    }

    /** Says whether nothing was ever to be waited for. */
    public boolean isAtOnce() {
        return equals(PASSED);
    }

    /** Says whether the time has come. */
    public boolean expired() {
        return limited && atNs - System.nanoTime() <= 0;
    }

    /** Returns the nanoseconds left, at least 0; {@link Long#MAX_VALUE} for {@link #NEVER}. */
    public long remainingNanos() {
        return limited ? Math.max(0, atNs - System.nanoTime()) : Long.MAX_VALUE;
    }

    /** Returns what poll(2) takes: milliseconds left, rounded up; -1 for {@link #NEVER}. */
    public int remainingMillis() {
        if (!limited) {
            return -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, (remainingNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }
}
