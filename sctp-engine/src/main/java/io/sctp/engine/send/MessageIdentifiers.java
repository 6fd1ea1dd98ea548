package io.sctp.engine.send;

import java.util.Arrays;

/**
 * The next message identifier of each stream of one direction, for ordered and for unordered messages apart (RFC 8260
 * section 2.1); memory grows with the highest stream used.
 */
public final class MessageIdentifiers {
    private static final int[] EMPTY = {};
    private static final int INITIAL_CAPACITY = 16;

    private int[] next = EMPTY;

    /** The identifier of a stream's first message (RFC 8260 section 2.1). */
    public static int first() {
        return 0;
    }

    public int next(final int stream, final boolean unordered) {
        final int index = index(stream, unordered);
        return index < next.length ? next[index] : first();
    }

    public void advance(final int stream, final boolean unordered) {
        set(stream, unordered, next(stream, unordered) + 1);
    }

    /** Skips to an identifier. */
    public void set(final int stream, final boolean unordered, final int mid) {
        final int index = index(stream, unordered);
        if (index >= next.length) {
            final int used = next.length;
            next = Arrays.copyOf(next, Math.max(INITIAL_CAPACITY, Integer.highestOneBit(index) * 2));
            Arrays.fill(next, used, next.length, first());
        }
        next[index] = mid;
    }

    /** Begins these streams again at the first identifier; none means all. */
    public void reset(final int... streams) {
        if (streams.length == 0) {
            next = EMPTY;
        }
        for (final int stream : streams) {
            if (index(stream, true) < next.length) {
                next[index(stream, false)] = first();
                next[index(stream, true)] = first();
            }
        }
    }

    private static int index(final int stream, final boolean unordered) {
        return stream << 1 | (unordered ? 1 : 0);
    }
}
