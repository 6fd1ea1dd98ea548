package io.sctp.kernel;

import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.jni.Syscalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Collects a notification, which comes in parts where the caller's buffer is small, and decodes it. For one thread at a
 * time.
 */
final class NotificationReader {
    private static final int INITIAL_BYTES = 1024;

    private ByteBuffer whole = ByteBuffer.allocate(0);

    /**
     * Reads the rest of a notification, and decodes it.
     *
     * @param memory where its first bytes are
     * @param start their offset
     * @param length their number
     * @param info what came with them; overwritten if there is a rest
     */
    SctpNotification read(
            final int fd, final ByteBuffer memory, final int start, final int length, final ReceiveInfo info)
            throws SctpException {
        if (!whole.isDirect()) {
            whole = allocate(INITIAL_BYTES);
        }
        whole.clear();
        makeRoom(length);
        whole.put(0, memory, start, length);
        int total = length;
        while (!info.complete()) {
            makeRoom(total + 1);
            final int more = Syscalls.receive(
                    fd,
                    Syscalls.address(whole) + total,
                    whole.capacity() - total,
                    info.memoryAddress(Syscalls::address));
            if (more <= 0) {
                throw SctpException.of("receive the rest of a notification", -more, null, null);
            }
            total += more;
        }
        return NotificationDecoder.decode(whole, total);
    }

    private void makeRoom(final int bytes) {
        if (bytes > whole.capacity()) {
            final ByteBuffer larger = allocate(Math.max(bytes, 2 * whole.capacity()));
            larger.put(0, whole, 0, whole.capacity());
            whole = larger;
        }
    }

    private static ByteBuffer allocate(final int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
