package io.sctp.kernel;

/** Checks that a value fits into the kernel's type; each method returns the converted value. */
final class Range {
    static final int MAX_U16 = 0xFFFF;

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
}
