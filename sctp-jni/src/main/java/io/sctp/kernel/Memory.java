package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory for the structs of rare system calls. */
final class Memory {
    private Memory() {}

    /** Zeroed memory in native order, of the heap: {@link OptionCalls} has the direct memory that C needs. */
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
