package io.sctp.dispatch;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.agrona.BitUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A ring of slot numbers: records without content, whose type is the number. It has capacity for all slots that can be
 * in it, so adding one never fails. What was written to a slot before it is added is visible to the thread that takes
 * it.
 */
final class SlotRing {
    private final RingBuffer ring;
    private final MessageHandler handler;

    private SlotRing(final RingBuffer ring, final IntConsumer consumer) {
        this.ring = ring;
        this.handler = (type, buffer, index, length) -> consumer.accept(type - 1);
    }

    /**
     * A ring filled by one thread and emptied by one, which may release slots for reuse while it drains the ring. A
     * record's space is free again only at the end of the drain, so the ring has additional capacity for one drain.
     */
    static SlotRing oneToOne(final int slots, final int drainLimit, final IntConsumer consumer) {
        return new SlotRing(new OneToOneRingBuffer(memory(slots + drainLimit)), consumer);
    }

    /** A ring filled by many threads and emptied by one, which keeps the slots until it has taken all. */
    static SlotRing manyToOne(final int slots, final IntConsumer consumer) {
        return new SlotRing(new ManyToOneRingBuffer(memory(slots)), consumer);
    }

    private static UnsafeBuffer memory(final int entries) {
        final int records = BitUtil.findNextPositivePowerOfTwo(entries + 1) * RecordDescriptor.ALIGNMENT;
        return new UnsafeBuffer(ByteBuffer.allocateDirect(records + RingBufferDescriptor.TRAILER_LENGTH));
    }

    void put(final int slot) {
        final int index = ring.tryClaim(slot + 1, 0);
        if (index < 0) {
            throw new IllegalStateException("a ring with room for everything has none for slot " + slot);
        }
        ring.commit(index);
    }

    /** Passes at most this many slots to the consumer. Returns their number. */
    int drain(final int limit) {
        return ring.read(handler, limit);
    }

    /** The number of slots in the ring or being handled. For any thread. */
    int depth() {
        return ring.size() / RecordDescriptor.ALIGNMENT;
    }

    boolean isEmpty() {
        return ring.size() == 0;
    }
}
