package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Direct memory for copies of bytes that C cannot access in place: those of heap buffers, and of buffers whose memory
 * can be freed. Buffers are kept for later calls, as many as threads have used at the same time, up to a limit, so that
 * calls do not allocate. Thread-safe.
 */
final class Staging {
    private static final int MIN_BYTES = 4 * 1024;
    private static final int PLACES = 64;
    private static final long MAX_KEPT_BYTES = 64L << 20;

    private final AtomicReferenceArray<ByteBuffer> kept = new AtomicReferenceArray<>(PLACES);
    private final AtomicLong keptBytes = new AtomicLong();

    /** Returns a direct buffer of at least this size, for the caller's exclusive use. */
    ByteBuffer take(final int bytes) {
        final int first = firstPlace();
        for (int i = 0; i < PLACES; i++) {
            final int place = (first + i) % PLACES;
            final ByteBuffer buffer = kept.get(place);
            if (buffer != null && buffer.capacity() >= bytes && kept.compareAndSet(place, buffer, null)) {
                keptBytes.addAndGet(-buffer.capacity());
                return buffer.clear();
            }
        }
        // Sizes are powers of two, so that slowly growing messages do not need a new buffer each time.
        final int roomy = Integer.highestOneBit(Math.max(MIN_BYTES, bytes) - 1) << 1;
        return ByteBuffer.allocateDirect(Math.max(roomy, bytes));
    }

    /** Returns a buffer. */
    void give(final ByteBuffer buffer) {
        if (keptBytes.addAndGet(buffer.capacity()) <= MAX_KEPT_BYTES) {
            final int first = firstPlace();
            for (int i = 0; i < PLACES; i++) {
                if (kept.compareAndSet((first + i) % PLACES, null, buffer)) {
                    return;
                }
            }
        }
        keptBytes.addAndGet(-buffer.capacity()); // dropped
    }

    /** The start of a thread's search, so that it usually finds the buffer that it used last. */
    private static int firstPlace() {
        return (int) (Thread.currentThread().getId() % PLACES);
    }
}
