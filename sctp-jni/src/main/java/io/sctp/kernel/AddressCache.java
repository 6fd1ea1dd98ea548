package io.sctp.kernel;

import io.sctp.jni.Syscalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Remembers where the direct buffer is that was asked for last: asking the JVM takes as long as a small system call,
 * and most programs use one buffer again and again. It keeps that buffer reachable. Safe for use by several threads at
 * once; allocates nothing.
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
     * Even; odd while a thread writes the two above. Who reads them between two looks at the same even one has a pair.
     */
    private volatile int version;

    /**
     * The address of a buffer's first byte for C to use while the caller keeps the buffer reachable; 0 if there is
     * none: of a heap buffer, and of one whose memory can be freed all the same ({@link ForeignMemory}).
     */
    @SuppressWarnings("ReferenceEquality") // equal content is elsewhere
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
        if ((before & 1) == 0 && VERSION.compareAndSet(this, before, before + 1)) { // else another thread learns
            // The odd number must be seen before what follows, which a compareAndSet does not promise on every
            // processor.
            VarHandle.storeStoreFence();
            buffer = wanted;
            address = found;
            version = before + 2;
        }
        return found;
    }
}
