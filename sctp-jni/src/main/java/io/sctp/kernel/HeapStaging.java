package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Direct memory through which the bytes of heap buffers pass. One buffer is kept for the next call, so that a single
 * thread allocates none once it is large enough. Safe for use by several threads at once.
 */
final class HeapStaging {
    private static final int MIN_BYTES = 4 * 1024;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final AtomicReference<ByteBuffer> kept = new AtomicReference<>();

    /** A direct buffer for the caller alone, with room for so many bytes from its start on. */
    ByteBuffer take(final int bytes) {
        final ByteBuffer buffer = kept.getAndSet(null);
        if (buffer != null && buffer.capacity() >= bytes) {
            return buffer.clear();
        }
        return ByteBuffer.allocateDirect(Math.max(MIN_BYTES, bytes));
    }

    /** Gives it back. */
    void give(final ByteBuffer buffer) {
        if (buffer.capacity() <= MAX_KEPT_BYTES) {
            kept.set(buffer);
        }
    }
}
