package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory for the structs of rare system calls. */
final class Memory {
    /** A cache, whose content is nobody's between calls. */
    private static final Staging STAGING = new Staging();

    private Memory() {}

    /** Zeroed direct memory in native order, as C needs it for a call; the caller gives it back. */
    static ByteBuffer borrow(final int size) {
        return STAGING.take(size).order(ByteOrder.nativeOrder());
    }

    /** Gives borrowed memory back. The bytes that were used are overwritten: they may be a secret. */
    static void giveBack(final ByteBuffer borrowed, final int size) {
        for (int i = 0; i < size; i++) {
            borrowed.put(i, (byte) 0);
        }
        STAGING.give(borrowed);
    }

    /** Zeroed memory in native order, of the heap: calls {@link #borrow} the direct memory that C needs. */
    static ByteBuffer allocate(final int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /** Overwrites all of it, after it held a secret. */
    static void wipe(final ByteBuffer memory) {
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) 0);
        }
    }
}
