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
 * Sends batches of which some messages are in buffers of the caller's own. Those may be of any length, be taken out of
 * the batch by another thread, and their memory be freed, all while C reads them. So C gets descriptors that no other
 * thread can write to, with the place of each message checked against its buffer, which is held on to; and a copy of
 * what can be freed.
 *
 * <p>For one thread at a time.
 */
final class ReferenceSend {
    private static final MessageAccess ACCESS = MessageAccess.get();
    private static final int MAX_MESSAGES = 1024;

    /** Of what is copied in one call, unless a single message is longer. */
    private static final int MAX_COPIED_BYTES = 1 << 20;

    private final AddressCache addresses;
    private final Staging staging;
    private ByteBuffer descriptors = ByteBuffer.allocateDirect(0);
    private ByteBuffer[] held = {};

    ReferenceSend(final AddressCache addresses, final Staging staging) {
        this.addresses = addresses;
        this.staging = staging;
    }

    /** As {@link Syscalls#sendBatch}, of so many entries of the batch from the first on, or fewer. */
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

    /** Takes an entry over; returns how many bytes of it must be copied: none where C can read them in place. */
    private int place(final MessageBatch batch, final int entry, final int index) {
        final int descriptor = index * MessageDescriptor.SIZE;
        descriptors.put(descriptor, ACCESS.descriptors(batch), entry * MessageDescriptor.SIZE, MessageDescriptor.SIZE);
        final ByteBuffer source = ACCESS.source(batch, entry);
        final int offset = ACCESS.sourceOffset(batch, entry);
        final int length = descriptors.getInt(descriptor + MessageDescriptor.LENGTH_OFFSET);
        Objects.checkFromIndexSize(offset, length, source.capacity());
        held[index] = source;
        final long address = addresses.of(source);
        // Where it is copied, its offset takes the address's place until then.
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
