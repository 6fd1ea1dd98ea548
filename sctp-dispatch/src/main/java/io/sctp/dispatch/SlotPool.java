package io.sctp.dispatch;

import io.sctp.MessageSlab;

/**
 * The slots for received messages. The poller takes free ones. The holder of the last reference to a slot returns it
 * through a ring, from any thread.
 */
final class SlotPool {
    private final MessageSlab slab;
    private final Slot[] slots;
    private final Assemblies assemblies;
    private final int[] free;
    private final SlotRing returned;
    private int available;

    SlotPool(final int count, final int slotBytes, final Assemblies assemblies) {
        slab = new MessageSlab(count, slotBytes);
        slots = new Slot[count];
        free = new int[count];
        this.assemblies = assemblies;
        returned = SlotRing.manyToOne(count, this::reclaim);
        for (int i = 0; i < count; i++) {
            slots[i] = new Slot(i, this, slab.view(i));
            free[available++] = i;
        }
    }

    MessageSlab slab() {
        return slab;
    }

    Slot slot(final int number) {
        return slots[number];
    }

    /** Returns a slot, from any thread. */
    void giveBack(final Slot slot) {
        returned.put(slot.number());
    }

    // ---- For the poller

    /** The number of free slots. */
    int available() {
        return available;
    }

    int size() {
        return slots.length;
    }

    /** Reclaims the returned slots. Returns their number. */
    int reclaim() {
        return returned.drain(slots.length);
    }

    private void reclaim(final int number) {
        free[available++] = number; // first, since the following may fail for lack of memory
        assemblies.recycle(slots[number].takeWhole());
    }

    Slot take() {
        return slots[free[--available]];
    }

    /** Returns a slot that was not published. */
    void putBack(final Slot slot) {
        free[available++] = slot.number();
    }
}
