package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Direct memory through which bytes pass whose own memory C may not be given: those of heap buffers, and of buffers
 * whose memory can be freed. Buffers are kept for the next call, as many as threads have used at the same time, up to a
 * limit; so that calls allocate none. Safe for use by several threads at once.
 */
final class Staging {
    private static final int MIN_BYTES = 4 * 1024;
    private static final int PLACES = 64;
    private static final long MAX_KEPT_BYTES = 64L << 20;

    private final AtomicReferenceArray<ByteBuffer> kept = new AtomicReferenceArray<>(PLACES);
    private final AtomicLong keptBytes = new AtomicLong();

    /** A direct buffer for the caller alone, with room for so many bytes from its start on. */
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
        // Powers of two, so that messages that grow little by little do not each need another one.
        final int roomy = Integer.highestOneBit(Math.max(MIN_BYTES, bytes) - 1) << 1;
        return ByteBuffer.allocateDirect(Math.max(roomy, bytes));
    }

    /** Gives it back. */
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

    /** Where a thread begins to look: most often it finds the one it has used last. */
    private static int firstPlace() {
        return (int) (Thread.currentThread().getId() % PLACES);
    }
}
