package io.sctp.dispatch;

import io.sctp.MessageSlab;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/**
 * The slots that messages are offered in: taken by any thread, given back by the poller and the workers. Messages
 * larger than a slot have buffers of their own, whose bytes are counted and limited.
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

    /** Memory that the system refuses is like memory that others have: there may be some later. */
    private static boolean enlarge(final OutboundSlot slot, final int length) {
        try {
            slot.enlarge(length);
            return true;
        } catch (final OutOfMemoryError e) {
            return false;
        }
    }

    /** One message always fits, however large. */
    private boolean takeBytes(final int length) {
        final long before = largeBytes.getAndAdd(length);
        if (before > 0 && before + length > limitBytes) {
            largeBytes.addAndGet(-length);
            return false;
        }
        return true;
    }

    /** Whether enough is free that it is worth telling who waits for it. */
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
        // The queue also refuses while a thread that was preempted in the middle of taking holds the place that comes
        // next.
        while (!free.offer(slot)) {
            LockSupport.parkNanos(1);
        }
    }
}
