package io.sctp.engine.send;

import java.util.Arrays;

/** The next sequence number of each stream of one direction; memory grows with the highest stream used. */
public final class StreamNumbers {
    private static final char[] EMPTY = new char[0];
    private static final int INITIAL_CAPACITY = 8;

    private char[] next = EMPTY;

    /** The number of a stream's first message (RFC 9260 section 6.5). */
    public static int first() {
        return 0;
    }

    public int next(final int stream) {
        return stream < next.length ? next[stream] : first();
    }

    public void advance(final int stream) {
        reserve(stream);
        next[stream]++;
    }

    /** Skips to a number. */
    public void set(final int stream, final int number) {
        reserve(stream);
        next[stream] = (char) number;
    }

    private void reserve(final int stream) {
        if (stream >= next.length) {
            final int used = next.length;
            next = Arrays.copyOf(next, Math.max(INITIAL_CAPACITY, Integer.highestOneBit(stream) * 2));
            Arrays.fill(next, used, next.length, (char) first());
        }
    }

    /** Begins one stream again at the first number. */
    public void reset(final int stream) {
        if (stream < next.length) {
            next[stream] = (char) first();
        }
    }

    public void reset() {
        next = EMPTY;
    }
}
