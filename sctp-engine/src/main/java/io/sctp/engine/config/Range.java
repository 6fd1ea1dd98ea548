package io.sctp.engine.config;

/** Refuses numbers out of range, and names the parameter. */
final class Range {
    /** The longest time, in nanoseconds: 2^31 - 1 ms, as much as the options of Linux take. */
    static final long MAX_TIME_NS = Integer.MAX_VALUE * 1_000_000L;

    private Range() {}

    static long inRange(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not in " + min + " to " + max);
        }
        return value;
    }
}
