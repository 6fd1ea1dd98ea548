package io.sctp.engine.config;

/** Refuses numbers out of range; the message names the parameter. */
final class Range {
    /** Maximum time in nanoseconds: 2^31 - 1 ms, the maximum of Linux's options. */
    static final long MAX_TIME_NS = Integer.MAX_VALUE * 1_000_000L;

    private Range() {}

    static long inRange(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not in " + min + " to " + max);
        }
        return value;
    }
}
