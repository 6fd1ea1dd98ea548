package io.sctp.kernel;

import io.sctp.jni.Syscalls;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers where the direct buffer is that was asked for last: asking the JVM takes as long as a small system call, and
 * most programs use one buffer again and again. It keeps that buffer reachable. Safe for use by several threads at once;
 * allocates nothing.
 */
final class AddressCache {
    private final AtomicReference<Entry> kept = new AtomicReference<>(new Entry());

    /** A buffer and its address; of the thread that has taken it out. */
    private static final class Entry {
        private ByteBuffer buffer;
        private long address;
    }

    /** The address of a direct buffer's first byte. */
    @SuppressWarnings("ReferenceEquality") // equal content is elsewhere
    long of(final ByteBuffer buffer) {
        final Entry entry = kept.getAndSet(null);
        if (entry == null) {
            return Syscalls.address(buffer);
        }
        if (entry.buffer != buffer) {
            entry.address = Syscalls.address(buffer);
            entry.buffer = buffer;
        }
        final long address = entry.address;
        kept.setRelease(entry);
        return address;
    }
}
