package io.sctp.kernel;

import io.sctp.jni.Abi;
import io.sctp.jni.Syscalls;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** getsockopt and setsockopt with all of a buffer; they return a negative error number if they fail. */
final class OptionCalls {
    private OptionCalls() {}

    /** Asks for an SCTP option; the length of the answer. */
    static int get(final int fd, final int number, final ByteBuffer memory) {
        return get(fd, Abi.Socket.SOL_SCTP, number, memory);
    }

    /** Asks for an option of any level; the length of the answer. */
    static int get(final int fd, final int level, final int number, final ByteBuffer memory) {
        try {
            return Syscalls.getsockopt(fd, level, number, Syscalls.address(memory), memory.capacity());
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /** Sets an SCTP option. */
    static int set(final int fd, final int number, final ByteBuffer memory) {
        return set(fd, Abi.Socket.SOL_SCTP, number, memory);
    }

    /** Sets an option of any level. */
    static int set(final int fd, final int level, final int number, final ByteBuffer memory) {
        try {
            return Syscalls.setsockopt(fd, level, number, Syscalls.address(memory), memory.capacity());
        } finally {
            Reference.reachabilityFence(memory);
        }
    }
}
