package io.sctp.kernel;

import io.sctp.SendInfo;
import io.sctp.jni.Syscalls;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct memory from which C reads how a message is to be sent; for one send at a time. */
final class SendDescriptor {
    private static final MessageAccess ACCESS = MessageAccess.get();

    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(MessageDescriptor.EXTENDED_SIZE).order(ByteOrder.nativeOrder());
    private final long address = Syscalls.address(memory);

    /** Copies what the info says; returns where it is. */
    long addressOf(final SendInfo info) {
        memory.put(0, ACCESS.memory(info), 0, MessageDescriptor.EXTENDED_SIZE);
        return address;
    }
}
