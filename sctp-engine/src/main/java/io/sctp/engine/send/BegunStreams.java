package io.sctp.engine.send;

import java.util.Arrays;

/**
 * The streams whose message is begun, in a row in which they take turns while another one must wait. One whose message
 * has ended stays until it comes to be the first, so that all takes the same time however many there are.
 */
final class BegunStreams {
    static final int NONE = SendQueue.NONE;

    /** Follows the last of the row; what follows a stream that is not in it is {@link #NONE}. */
    private static final int END = -2;

    private static final int INITIAL_CAPACITY = 8;
    private static final int[] EMPTY = {};

    private int[] next = EMPTY;
    private int first = NONE;
    private int last = NONE;

    /** Returns the first; {@link #NONE} if there is none. */
    int first() {
        return first;
    }

    boolean isSingle() {
        return first == last;
    }

    /** Puts a stream at the end of the row unless it is in it. */
    void add(final int stream) {
        if (stream >= next.length) {
            final int old = next.length;
            next = Arrays.copyOf(next, Math.max(INITIAL_CAPACITY, Integer.highestOneBit(stream) * 2));
            Arrays.fill(next, old, next.length, NONE);
        }
        if (next[stream] != NONE) {
            return;
        }
        if (first == NONE) {
            first = stream;
        } else {
            next[last] = stream;
        }
        next[stream] = END;
        last = stream;
    }

    /** Takes the first out. */
    void removeFirst() {
        final int gone = first;
        first = next[gone] == END ? NONE : next[gone];
        next[gone] = NONE;
    }

    /** Puts the first at the end. */
    void rotate() {
        final int stream = first;
        removeFirst();
        add(stream);
    }

    void clear() {
        next = EMPTY;
        first = NONE;
    }
}
