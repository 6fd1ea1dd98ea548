package io.sctp.dispatch;

import io.sctp.MessageBatch;

/**
 * The batch that everything is received with. Its first entries have free slots; those that a receive has filled get
 * others before the next one.
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

    /** How many entries have slots and no message. */
    int armed() {
        return armed - filled;
    }

    /** Gives free slots to as many entries as there are; null if there are none. */
    MessageBatch arm() {
        batch.clear();
        int entry = 0;
        while (entry < filled && slots.available() > 0) {
            batch.slot(entry++, slots.take().number());
        }
        while (entry < filled && armed > filled) { // the last ones fill the gap in front
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

    /** So many entries have been filled: their slots are in use. */
    void filled(final int entries) {
        filled = entries;
    }

    Slot slot(final int entry) {
        return slots.slot(batch.slot(entry));
    }

    /** A slot for an event, for which nothing may be left but what an entry has. */
    Slot takeSpare() {
        return slots.available() > 0 ? slots.take() : slots.slot(batch.slot(--armed));
    }
}
