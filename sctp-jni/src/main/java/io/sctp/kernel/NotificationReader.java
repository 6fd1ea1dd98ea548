package io.sctp.kernel;

import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.jni.Syscalls;
import io.sctp.spi.MessageAccess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Assembles and decodes a notification, which arrives in parts if the caller's buffer is small. Not thread-safe. */
final class NotificationReader {
    private static final MessageAccess ACCESS = MessageAccess.get();
    private static final int INITIAL_BYTES = 1024;

    private ByteBuffer whole = ByteBuffer.allocate(0);
    private int total;

    /** Adds the first or further bytes of a notification. */
    void append(final ByteBuffer memory, final int start, final int length) {
        makeRoom(total + length);
        BufferRange.copy(memory, start, whole, total, length);
        total += length;
    }

    /**
     * Receives the rest of a notification, and decodes it.
     *
     * @param complete whether it is already complete
     * @param info overwritten if it is not
     */
    SctpNotification finish(final int fd, final boolean complete, final ReceiveInfo info) throws SctpException {
        try {
            if (!complete) {
                receiveRest(fd, info);
            }
            return NotificationDecoder.decode(whole, total);
        } finally {
            total = 0;
        }
    }

    private void receiveRest(final int fd, final ReceiveInfo info) throws SctpException {
        do {
            makeRoom(total + 1);
            final int more = Syscalls.receive(
                    fd,
                    Syscalls.address(whole) + total,
                    whole.capacity() - total,
                    ACCESS.memoryAddress(info, Syscalls::address),
                    0);
            if (more <= 0) {
                throw SctpException.of("receive the rest of a notification", -more, null, null);
            }
            total += more;
        } while (!info.complete());
    }

    private void makeRoom(final int bytes) {
        if (bytes > whole.capacity()) {
            final ByteBuffer larger = allocate(Math.max(Math.max(bytes, INITIAL_BYTES), 2 * whole.capacity()));
            larger.put(0, whole, 0, total);
            whole = larger;
        }
    }

    private static ByteBuffer allocate(final int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
