package io.sctp.kernel;

import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import java.nio.ByteBuffer;

/** getsockopt and setsockopt with a complete buffer. They return a negative error number on failure. */
final class OptionCalls {
    private OptionCalls() {}

    /** Reads an SCTP option; returns the length of its value. */
    static int get(final int fd, final int number, final ByteBuffer memory) {
        return get(fd, Abi.Socket.SOL_SCTP, number, memory);
    }

    /** Reads an option of any level; returns the length of its value. */
    static int get(final int fd, final int level, final int number, final ByteBuffer memory) {
        final int length = memory.capacity();
        final ByteBuffer direct = Memory.borrow(length);
        try {
            BufferRange.copy(memory, 0, direct, 0, length);
            final int result = Syscalls.getsockopt(fd, level, number, Syscalls.address(direct), length);
            if (result >= 0) {
                BufferRange.copy(direct, 0, memory, 0, length);
            }
            return result;
        } finally {
            Memory.giveBack(direct, length);
        }
    }

    /** Sets an SCTP option. */
    static int set(final int fd, final int number, final ByteBuffer memory) {
        return set(fd, Abi.Socket.SOL_SCTP, number, memory);
    }

    /** Sets an option of any level. */
    static int set(final int fd, final int level, final int number, final ByteBuffer memory) {
        final int length = memory.capacity();
        final ByteBuffer direct = Memory.borrow(length);
        try {
            BufferRange.copy(memory, 0, direct, 0, length);
            return Syscalls.setsockopt(fd, level, number, Syscalls.address(direct), length);
        } finally {
            Memory.giveBack(direct, length);
        }
    }
}
