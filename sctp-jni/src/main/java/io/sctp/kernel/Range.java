package io.sctp.kernel;

import java.time.Duration;

/** Checks that a value fits into what the kernel counts in; each answers with the value in that form. */
final class Range {
    static final int MAX_U16 = 0xFFFF;
    static final long MAX_U32 = 0xFFFF_FFFFL;

    private static final int NANOS_PER_MILLI = 1_000_000;

    private Range() {}

    static int check(final String what, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " " + value + " is not between " + min + " and " + max);
        }
        return value;
    }

    static short u16(final String what, final int value) {
        return (short) check(what, value, 0, MAX_U16);
    }

    static int notNegative(final String what, final int value) {
        return check(what, value, 0, Integer.MAX_VALUE);
    }

    static int u32(final String what, final long value) {
        if (value < 0 || value > MAX_U32) {
            throw new IllegalArgumentException(what + " " + value + " is not between 0 and " + MAX_U32);
        }
        return (int) value;
    }

    /** Whole milliseconds; a part of one would be lost, and is refused. */
    static int millis(final String what, final Duration duration, final long maxMillis) {
        present(what, duration);
        if (duration.isNegative() || duration.compareTo(Duration.ofMillis(maxMillis)) > 0) {
            throw new IllegalArgumentException(what + " " + duration + " is not between 0 and " + maxMillis + " ms");
        }
        if (duration.toNanosPart() % NANOS_PER_MILLI != 0) {
            throw new IllegalArgumentException(what + " " + duration + " is not a whole number of milliseconds");
        }
        return (int) duration.toMillis();
    }

    /** Whole seconds; a part of one would be lost, and is refused. */
    static int seconds(final String what, final Duration duration) {
        present(what, duration);
        if (duration.isNegative() || duration.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    what + " " + duration + " is not between 0 and " + Integer.MAX_VALUE + " s");
        }
        if (duration.toNanosPart() != 0) {
            throw new IllegalArgumentException(what + " " + duration + " is not a whole number of seconds");
        }
        return (int) duration.toSeconds();
    }

    static <T> T present(final String what, final T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is null");
        }
        return value;
    }
}
