package io.sctp.spi;

import java.time.Duration;

/**
 * The time at which the timeout of a blocking call expires.
 *
 * <p>Immutable. Instances that need no clock are shared, so a program that polls in a loop allocates none.
 */
public final class Deadline {
    /** Waits without end. */
    public static final Deadline NEVER = new Deadline(false, 0);

    /** Already passed; for programs that poll in a loop. */
    private static final Deadline PASSED = new Deadline(true, System.nanoTime());

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** More than a nanosecond clock can represent. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final boolean limited;
    private final long atNs;

    private Deadline(final boolean limited, final long atNs) {
        this.limited = limited;
        this.atNs = atNs;
    }

    /**
     * The deadline after this timeout, starting now.
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

    /** The deadline of a call without timeout: {@link #NEVER} in blocking mode, null if the call must not wait. */
    static Deadline ofMode(final boolean blocking) {
        return blocking ? NEVER : null;
    }

    /** The earlier of this deadline and this many nanoseconds from now. */
    public Deadline orIn(final long nanos) {
        return limited && remainingNanos() <= nanos ? this : new Deadline(true, System.nanoTime() + nanos);
    }

    /** Whether it never passes. */
    public boolean isNever() {
        return !limited;
    }

    /** Whether the call must not wait at all. */
    public boolean isAtOnce() {
        return equals(PASSED);
    }

    /** Whether it has passed. */
    public boolean expired() {
        return limited && atNs - System.nanoTime() <= 0;
    }

    /** The remaining nanoseconds, at least 0; {@link Long#MAX_VALUE} for {@link #NEVER}. */
    public long remainingNanos() {
        return limited ? Math.max(0, atNs - System.nanoTime()) : Long.MAX_VALUE;
    }

    /** The remaining time for poll(2): milliseconds, rounded up; -1 for {@link #NEVER}. */
    public int remainingMillis() {
        if (!limited) {
            return -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, (remainingNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }
}
