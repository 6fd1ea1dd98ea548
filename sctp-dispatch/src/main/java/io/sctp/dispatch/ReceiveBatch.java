package io.sctp.dispatch;

import io.sctp.MessageBatch;

/**
 * The batch used for all receives. Its first entries have free slots. Entries that a receive has filled get new slots
 * before the next one.
 */
final class ReceiveBatch {
    private final SlotPool slots;
    private final MessageBatch batch;
    private int armed;
    private int filled;

    ReceiveBatch(final SlotPool slots, final int messages) {
        this.slots = slots;
        this.batch = new MessageBatch(messages, slots.slab());
    }

    /** The number of entries that have a slot and no message. */
    int armed() {
        return armed - filled;
    }

    /** Assigns free slots to as many entries as possible. Returns null if there are none. */
    MessageBatch arm() {
        batch.clear();
        int entry = 0;
        while (entry < filled && slots.available() > 0) {
            batch.slot(entry++, slots.take().number());
        }
        while (entry < filled && armed > filled) { // the last entries fill the gap at the front
            batch.slot(entry++, batch.slot(--armed));
        }
        if (entry < filled) {
            armed = entry;
        }
        filled = 0;
        while (armed < batch.capacity() && slots.available() > 0) {
            batch.slot(armed++, slots.take().number());
        }
        return armed == 0 ? null : batch.limit(armed);
    }

    /** Records that this many entries were filled: their slots are in use. */
    void filled(final int entries) {
        filled = entries;
    }

    Slot slot(final int entry) {
        return slots.slot(batch.slot(entry));
    }

    /** Returns a slot for an event, taken from an entry if no other is free. */
    Slot takeSpare() {
        return slots.available() > 0 ? slots.take() : slots.slot(batch.slot(--armed));
    }
}
