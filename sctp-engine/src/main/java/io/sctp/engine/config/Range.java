package io.sctp.engine.config;

/** Refuses numbers out of range, and names the parameter. */
final class Range {
    private Range() {}

    static long inRange(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not in " + min + " to " + max);
        }
        return value;
    }
}
