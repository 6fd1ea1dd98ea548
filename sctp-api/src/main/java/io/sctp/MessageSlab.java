package io.sctp;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Direct memory cut into slots of one size, each for the payload of one message, with a view of every slot made in
 * advance. Batches take their slots from a slab: a message that is to outlive its batch stays where it is, and the
 * batch gets another slot ({@link MessageBatch#slot(int, int)}).
 *
 * <p>Slots begin at multiples of {@value #ALIGNMENT} bytes, so that threads working on neighbouring ones do not slow
 * each other down. Immutable but for the bytes; who may use which slot at a time is for the slab's owner to decide.
 */
public final class MessageSlab {
    /** The bytes of a cache line, at whose borders slots begin. */
    public static final int ALIGNMENT = 64;

    private final int slotBytes;
    private final int strideBytes;
    private final ByteBuffer memory;
    private final ByteBuffer[] views;
    private volatile long memoryAddress;

    /**
     * Takes the memory.
     *
     * @param slots how many, at least 1
     * @param slotBytes the largest payload of one slot, at least 1
     * @throws IllegalArgumentException if that is more than the 2 GiB that one buffer can hold
     */
    public MessageSlab(final int slots, final int slotBytes) {
        this(slots, slotBytes, 0);
    }

    /** A slab with so many aligned bytes in front that belong to its batch. */
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

    /** How many slots there are. */
    public int slots() {
        return views.length;
    }

    /** The largest payload of one slot, in bytes. */
    public int slotBytes() {
        return slotBytes;
    }

    /** The one view of a slot: always the same object, with whatever position and limit it was left with. */
    public ByteBuffer view(final int slot) {
        return views[Objects.checkIndex(slot, views.length)];
    }

    /**
     * The memory that all slots are in; of a batch's own slab, with the batch's descriptors in front.
     */
    ByteBuffer memory() {
        return memory;
    }

    /** Where a slot begins. */
    long slotAddress(final int slot, final ToLongFunction<ByteBuffer> addressOf) {
        return memoryAddress(addressOf) + memory.capacity() - (long) (views.length - slot) * strideBytes;
    }

    /** The address of {@link #memory()}, asked for once. */
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
