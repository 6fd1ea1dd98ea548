package io.sctp.engine.packet;

/** Serial number arithmetic for TSNs and stream sequence numbers (RFC 1982, RFC 9260 section 1.6). */
public final class Serial {
    private Serial() {}

    /** Whether TSN {@code a} comes before TSN {@code b}. */
    public static boolean before(final int a, final int b) {
        return a - b < 0;
    }

    /** Whether TSN {@code a} comes after TSN {@code b}. */
    public static boolean after(final int a, final int b) {
        return a - b > 0;
    }

    /** Returns the one of two TSNs that comes later. */
    public static int later(final int a, final int b) {
        return after(a, b) ? a : b;
    }

    /** Returns the one of two TSNs that comes earlier. */
    public static int earlier(final int a, final int b) {
        return before(a, b) ? a : b;
    }

    /** Whether stream sequence number {@code a} comes before {@code b}. */
    public static boolean ssnBefore(final int a, final int b) {
        return (short) (a - b) < 0;
    }
}
