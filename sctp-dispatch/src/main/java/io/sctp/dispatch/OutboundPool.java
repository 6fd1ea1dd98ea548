package io.sctp.dispatch;

import io.sctp.MessageSlab;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/**
 * The slots for offered messages: taken by any thread, returned by the poller and the workers. A message larger than a
 * slot has its own buffer; the bytes of these buffers are counted and limited.
 */
final class OutboundPool {
    private final MessageSlab slab;
    private final OutboundSlot[] slots;
    private final ManyToManyConcurrentArrayQueue<OutboundSlot> free;
    private final long limitBytes;
    private final AtomicLong largeBytes = new AtomicLong();

    OutboundPool(final int count, final int slotBytes, final long limitBytes) {
        this.limitBytes = limitBytes;
        slab = new MessageSlab(count, slotBytes);
        slots = new OutboundSlot[count];
        free = new ManyToManyConcurrentArrayQueue<>(Math.max(2, count));
        for (int i = 0; i < count; i++) {
            slots[i] = new OutboundSlot(i, slab.view(i));
            free.offer(slots[i]);
        }
    }

    MessageSlab slab() {
        return slab;
    }

    OutboundSlot slot(final int number) {
        return slots[number];
    }

    /** A free slot for a message of this length, or null. */
    OutboundSlot take(final int length) {
        final boolean large = length > slab.slotBytes();
        if (large && !takeBytes(length)) {
            return null;
        }
        final OutboundSlot slot = free.poll();
        if (slot == null && large) {
            largeBytes.addAndGet(-length);
        } else if (large && !enlarge(slot, length)) {
            largeBytes.addAndGet(-length);
            giveBack(slot);
            return null;
        }
        return slot;
    }

    /** If the system refuses memory, the offer is refused as without a free slot; there may be memory later. */
    private static boolean enlarge(final OutboundSlot slot, final int length) {
        try {
            slot.enlarge(length);
            return true;
        } catch (final OutOfMemoryError e) {
            return false;
        }
    }

    /** One message always fits, whatever its size. */
    private boolean takeBytes(final int length) {
        final long before = largeBytes.getAndAdd(length);
        if (before > 0 && before + length > limitBytes) {
            largeBytes.addAndGet(-length);
            return false;
        }
        return true;
    }

    /** Whether enough is free to notify the threads that wait for it. */
    boolean hasRoom() {
        return free.size() > slots.length / 8 && largeBytes.get() <= limitBytes / 2;
    }

    int inUse() {
        return slots.length - free.size();
    }

    void giveBack(final OutboundSlot slot) {
        final int large = slot.largeBytes();
        if (large > 0) {
            largeBytes.addAndGet(-large);
        }
        slot.clear();
        // The queue also refuses while a thread that was preempted during a take occupies the next position.
        while (!free.offer(slot)) {
            LockSupport.parkNanos(1);
        }
    }
}
