package io.sctp.kernel;

import io.sctp.SendInfo;
import io.sctp.jni.Syscalls;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct memory with the send parameters of a message, for C; for one send at a time. */
final class SendDescriptor {
    private static final MessageAccess ACCESS = MessageAccess.get();

    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(MessageDescriptor.EXTENDED_SIZE).order(ByteOrder.nativeOrder());
    private final long address = Syscalls.address(memory);

    /** Copies the parameters; returns the address of the copy. */
    long addressOf(final SendInfo info) {
        memory.put(0, ACCESS.memory(info), 0, MessageDescriptor.EXTENDED_SIZE);
        return address;
    }
}
