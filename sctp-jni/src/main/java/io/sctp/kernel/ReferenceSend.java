package io.sctp.kernel;

import io.sctp.MessageBatch;
import io.sctp.jni.Syscalls;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageDescriptor;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Sends batches with messages in the caller's own buffers. Another thread may remove such a buffer from the batch, or
 * free its memory, while C reads it. So C gets descriptors that no other thread can write to; each message's location
 * is checked against its buffer, which is kept reachable; and memory that can be freed is copied first.
 *
 * <p>For one thread at a time.
 */
final class ReferenceSend {
    private static final MessageAccess ACCESS = MessageAccess.get();
    private static final int MAX_MESSAGES = 1024;

    /** The maximum number of bytes copied in one call, unless a single message is longer. */
    private static final int MAX_COPIED_BYTES = 1 << 20;

    private final AddressCache addresses;
    private final Staging staging;
    private ByteBuffer descriptors = ByteBuffer.allocateDirect(0);
    private ByteBuffer[] held = {};

    ReferenceSend(final AddressCache addresses, final Staging staging) {
        this.addresses = addresses;
        this.staging = staging;
    }

    /** Like {@link Syscalls#sendBatch}, for up to {@code count} entries of the batch from the first one. */
    int send(final int fd, final MessageBatch batch, final int first, final int count, final int flags) {
        makeRoom(Math.min(count, MAX_MESSAGES));
        int copiedBytes = 0;
        int taken = 0;
        for (; taken < held.length && taken < count; taken++) {
            final int copied = place(batch, first + taken, taken);
            if (copied > 0 && taken > 0 && copiedBytes + (long) copied > MAX_COPIED_BYTES) {
                break;
            }
            copiedBytes += copied;
        }
        final ByteBuffer copies = copiedBytes > 0 ? staging.take(copiedBytes) : null;
        try {
            if (copies != null) {
                copy(taken, copies);
            }
            return Syscalls.sendBatch(fd, Syscalls.address(descriptors), taken, flags, 0, Long.MAX_VALUE);
        } finally {
            Reference.reachabilityFence(this);
            Reference.reachabilityFence(copies);
            Arrays.fill(held, null);
            if (copies != null) {
                staging.give(copies);
            }
        }
    }

    private void makeRoom(final int messages) {
        if (held.length < messages) {
            descriptors =
                    ByteBuffer.allocateDirect(messages * MessageDescriptor.SIZE).order(ByteOrder.nativeOrder());
            held = new ByteBuffer[messages];
        }
    }

    /** Adds an entry. Returns the number of bytes to be copied; 0 if C can read them in place. */
    private int place(final MessageBatch batch, final int entry, final int index) {
        final int descriptor = index * MessageDescriptor.SIZE;
        descriptors.put(descriptor, ACCESS.descriptors(batch), entry * MessageDescriptor.SIZE, MessageDescriptor.SIZE);
        final ByteBuffer source = ACCESS.source(batch, entry);
        final int offset = ACCESS.sourceOffset(batch, entry);
        final int length = descriptors.getInt(descriptor + MessageDescriptor.LENGTH_OFFSET);
        Objects.checkFromIndexSize(offset, length, source.capacity());
        held[index] = source;
        final long address = addresses.of(source);
        // For a message to be copied, the address field holds its offset until then.
        descriptors.putLong(
                descriptor + MessageDescriptor.PAYLOAD_OFFSET, address == 0 ? -1L - offset : address + offset);
        return address == 0 ? length : 0;
    }

    private void copy(final int count, final ByteBuffer copies) {
        final long start = Syscalls.address(copies);
        int at = 0;
        for (int i = 0; i < count; i++) {
            final int descriptor = i * MessageDescriptor.SIZE;
            final long place = descriptors.getLong(descriptor + MessageDescriptor.PAYLOAD_OFFSET);
            if (place < 0) {
                final int length = descriptors.getInt(descriptor + MessageDescriptor.LENGTH_OFFSET);
                BufferRange.copy(held[i], (int) (-1L - place), copies, at, length);
                descriptors.putLong(descriptor + MessageDescriptor.PAYLOAD_OFFSET, start + at);
                at += length;
            }
        }
    }
}
