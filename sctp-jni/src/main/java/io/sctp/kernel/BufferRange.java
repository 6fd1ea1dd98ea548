package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Where the bytes of a buffer begin, and how many there are: its position and limit, read once and checked. Another
 * thread may move both while a call runs, so everything a call does with a buffer goes by its range. A range is a
 * {@code long}, so that none is allocated.
 */
final class BufferRange {
    private BufferRange() {}

    /** From the position to the limit; empty if the one is behind the other. */
    static long of(final ByteBuffer buffer) {
        final int start = buffer.position();
        final int length = Math.max(0, buffer.limit() - start);
        Objects.checkFromIndexSize(start, length, buffer.capacity());
        return (long) start << Integer.SIZE | length;
    }

    static int start(final long range) {
        return (int) (range >>> Integer.SIZE);
    }

    static int length(final long range) {
        return (int) range;
    }

    /**
     * Copies bytes from one place to another, wherever position and limit of the buffers are. As every access by Java,
     * it throws {@link IllegalStateException} where the memory has been freed, and {@code WrongThreadException} where
     * it is another thread's alone.
     */
    static void copy(final ByteBuffer from, final int start, final ByteBuffer to, final int at, final int length) {
        if (start + length <= from.limit() && at + length <= to.limit()) {
            try {
                to.put(at, from, start, length);
                return;
            } catch (final IndexOutOfBoundsException e) {
                // Another thread has made a limit smaller since.
            }
        }
        to.duplicate().clear().put(at, from.duplicate().clear(), start, length);
    }
}
