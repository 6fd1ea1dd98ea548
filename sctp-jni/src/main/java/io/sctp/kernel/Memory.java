package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory for the structs of infrequent system calls. */
final class Memory {
    /** A cache; its content is meaningless between calls. */
    private static final Staging STAGING = new Staging();

    private Memory() {}

    /** Returns zeroed direct memory in native order for a call into C. The caller must return it. */
    static ByteBuffer borrow(final int size) {
        return STAGING.take(size).order(ByteOrder.nativeOrder());
    }

    /** Returns borrowed memory. The used bytes are overwritten, as they may be secret. */
    static void giveBack(final ByteBuffer borrowed, final int size) {
        for (int i = 0; i < size; i++) {
            borrowed.put(i, (byte) 0);
        }
        STAGING.give(borrowed);
    }

    /** Returns zeroed heap memory in native order; calls {@link #borrow} the direct memory for C. */
    static ByteBuffer allocate(final int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /** Overwrites all of it, as it held a secret. */
    static void wipe(final ByteBuffer memory) {
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) 0);
        }
    }
}
