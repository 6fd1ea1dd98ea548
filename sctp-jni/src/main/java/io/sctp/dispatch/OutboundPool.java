package io.sctp.dispatch;

import io.sctp.MessageSlab;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/** The slots that messages are offered in: taken by any thread, given back by the poller and the workers. */
final class OutboundPool {
    private final MessageSlab slab;
    private final OutboundSlot[] slots;
    private final ManyToManyConcurrentArrayQueue<OutboundSlot> free;

    OutboundPool(final int count, final int slotBytes) {
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

    /** A free slot, or null. */
    OutboundSlot take() {
        return free.poll();
    }

    /** Whether enough is free that it is worth telling who waits for it. */
    boolean hasRoom() {
        return free.size() > slots.length / 8;
    }

    int inUse() {
        return slots.length - free.size();
    }

    void giveBack(final OutboundSlot slot) {
        slot.clear();
        free.offer(slot);
    }
}
