package io.sctp.kernel;

import io.sctp.jni.Syscalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Caches the address of the last direct buffer used. A query to the JVM takes as long as a small system call, and most
 * programs use the same buffer repeatedly. The cache keeps that buffer reachable. Thread-safe; allocates nothing.
 */
final class AddressCache {
    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(AddressCache.class, "version", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ByteBuffer buffer;
    private long address;

    /**
     * A sequence lock: odd while a thread writes the two fields above. A reader that sees the same even number before
     * and after has a consistent pair.
     */
    private volatile int version;

    /**
     * Returns the address of a buffer's first byte, valid while the caller keeps the buffer reachable. Returns 0 for a
     * heap buffer, and for one whose memory can be freed nevertheless ({@link ForeignMemory}).
     */
    @SuppressWarnings("ReferenceEquality") // compared by identity: equal content may be at another address
    long of(final ByteBuffer wanted) {
        final int before = version;
        if (buffer == wanted) {
            final long found = address;
            VarHandle.loadLoadFence();
            if (version == before && (before & 1) == 0) {
                return found;
            }
        }
        return learn(wanted, before);
    }

    private long learn(final ByteBuffer wanted, final int before) {
        if (!wanted.isDirect() || ForeignMemory.mayBeFreed(wanted)) {
            return 0;
        }
        final long found = Syscalls.address(wanted);
        if ((before & 1) == 0 && VERSION.compareAndSet(this, before, before + 1)) { // else another thread updates it
            // The odd number must be visible before the following writes, which compareAndSet does not guarantee on
            // every processor.
            VarHandle.storeStoreFence();
            buffer = wanted;
            address = found;
            version = before + 2;
        }
        return found;
    }
}
