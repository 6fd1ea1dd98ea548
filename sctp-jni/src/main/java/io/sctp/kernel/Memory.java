package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory for the structs of rare system calls. */
final class Memory {
    private Memory() {}

    /** Zeroed direct memory in native order. */
    static ByteBuffer allocate(final int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /** Overwrites all of it, after it held a secret. */
    static void wipe(final ByteBuffer memory) {
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) 0);
        }
    }
}
