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
 * A ring of slot numbers: records without content, whose type is the number. It has room for all that can be in it at
 * once, so that putting one in never fails. What was written to a slot before it is put in is seen by who takes it out.
 */
final class SlotRing {
    private final RingBuffer ring;
    private final MessageHandler handler;

    private SlotRing(final RingBuffer ring, final IntConsumer consumer) {
        this.ring = ring;
        this.handler = (type, buffer, index, length) -> consumer.accept(type - 1);
    }

    /**
     * A ring that one thread fills and one empties, which may give slots up for use again while it empties the ring. A
     * record's place is free again only when the drain that took it ends, so as many more places are needed as one
     * drain takes.
     */
    static SlotRing oneToOne(final int slots, final int drainLimit, final IntConsumer consumer) {
        return new SlotRing(new OneToOneRingBuffer(memory(slots + drainLimit)), consumer);
    }

    /** A ring that many threads fill and one empties, which keeps the slots it takes until it has taken all. */
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

    /** Hands at most so many slots to the consumer; returns how many. */
    int drain(final int limit) {
        return ring.read(handler, limit);
    }

    /** How many slots are in it, or being handled; any thread may ask. */
    int depth() {
        return ring.size() / RecordDescriptor.ALIGNMENT;
    }

    boolean isEmpty() {
        return ring.size() == 0;
    }
}
