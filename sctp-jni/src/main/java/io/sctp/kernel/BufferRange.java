package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The range of a buffer's bytes: position and limit, read once and checked. Another thread may change both during a
 * call, so a call uses only the range. It is encoded as a {@code long}, so that nothing is allocated.
 */
final class BufferRange {
    private BufferRange() {}

    /** Returns the range from the position to the limit; empty if the position is behind the limit. */
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
     * Copies bytes, regardless of the buffers' position and limit. Like every access by Java, it throws
     * {@link IllegalStateException} if the memory has been freed, and {@code WrongThreadException} if only another
     * thread may access it.
     */
    static void copy(final ByteBuffer from, final int start, final ByteBuffer to, final int at, final int length) {
        if (start + length <= from.limit() && at + length <= to.limit()) {
            try {
                to.put(at, from, start, length);
                return;
            } catch (final IndexOutOfBoundsException e) {
                // Another thread has reduced a limit meanwhile.
            }
        }
        to.duplicate().clear().put(at, from.duplicate().clear(), start, length);
    }
}
