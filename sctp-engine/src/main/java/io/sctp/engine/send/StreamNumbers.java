package io.sctp.engine.send;

import java.util.Arrays;

/** The next sequence number of each stream of one direction; memory grows with the highest stream used. */
public final class StreamNumbers {
    private static final char[] EMPTY = new char[0];
    private static final int INITIAL_CAPACITY = 8;

    private char[] next = EMPTY;

    public int next(final int stream) {
        return stream < next.length ? next[stream] : 0;
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
            next = Arrays.copyOf(next, Math.max(INITIAL_CAPACITY, Integer.highestOneBit(stream) * 2));
        }
    }

    /** Begins one stream again at 0. */
    public void reset(final int stream) {
        if (stream < next.length) {
            next[stream] = 0;
        }
    }

    public void reset() {
        next = EMPTY;
    }
}
