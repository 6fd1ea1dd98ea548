package io.sctp;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Direct memory divided into slots of equal size, each for one message's payload, with a view of each slot made in
 * advance. Batches take their slots from a slab. To keep a message beyond its batch, leave it in its slot and give the
 * batch another one ({@link MessageBatch#slot(int, int)}).
 *
 * <p>Slots start at multiples of {@value #ALIGNMENT} bytes, which avoids false sharing between threads. The slab is
 * immutable except for its bytes. Its owner decides who uses which slot.
 */
public final class MessageSlab {
    /** The alignment of slots in bytes: a cache line. */
    public static final int ALIGNMENT = 64;

    private final int slotBytes;
    private final int strideBytes;
    private final ByteBuffer memory;
    private final ByteBuffer[] views;
    private volatile long memoryAddress;

    /**
     * Allocates the memory.
     *
     * @param slots number of slots, at least 1
     * @param slotBytes largest payload of a slot in bytes, at least 1
     * @throws IllegalArgumentException if the total exceeds the 2 GiB limit of one buffer
     */
    public MessageSlab(final int slots, final int slotBytes) {
        this(slots, slotBytes, 0);
    }

    /** A slab with this many aligned bytes in front for its batch. */
    MessageSlab(final int slots, final int slotBytes, final int headBytes) {
        if (slots < 1 || slotBytes < 1) {
            throw new IllegalArgumentException(slots + " slots of " + slotBytes + " bytes: both must be at least 1");
        }
        final long stride = (slotBytes + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
        final long bytes = headBytes + slots * stride;
        if (bytes > Integer.MAX_VALUE - ALIGNMENT) {
            throw new IllegalArgumentException(
                    slots + " slots of " + slotBytes + " bytes are more than the 2 GiB that one buffer can hold");
        }
        this.slotBytes = slotBytes;
        this.strideBytes = (int) stride;
        final ByteBuffer whole =
                ByteBuffer.allocateDirect((int) bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
        this.memory = whole.slice(0, (int) bytes);
        this.views = new ByteBuffer[slots];
        for (int slot = 0; slot < slots; slot++) {
            views[slot] = memory.slice(headBytes + slot * strideBytes, slotBytes);
        }
    }

    /** The number of slots. */
    public int slots() {
        return views.length;
    }

    /** The largest payload of one slot, in bytes. */
    public int slotBytes() {
        return slotBytes;
    }

    /** The view of a slot: always the same object, with the position and limit of its last use. */
    public ByteBuffer view(final int slot) {
        return views[Objects.checkIndex(slot, views.length)];
    }

    /** The memory of all slots; for a batch's own slab, with the batch's descriptors in front. */
    ByteBuffer memory() {
        return memory;
    }

    /** The address of a slot. */
    long slotAddress(final int slot, final ToLongFunction<ByteBuffer> addressOf) {
        return memoryAddress(addressOf) + memory.capacity() - (long) (views.length - slot) * strideBytes;
    }

    /** The address of {@link #memory()}, computed once. */
    long memoryAddress(final ToLongFunction<ByteBuffer> addressOf) {
        long address = memoryAddress;
        if (address == 0) {
            address = addressOf.applyAsLong(memory);
            memoryAddress = address;
        }
        return address;
    }

    @Override
    public String toString() {
        return "MessageSlab[slots=" + views.length + ", slotBytes=" + slotBytes + "]";
    }
}
