package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.OrderedTable;
import java.util.Arrays;

/**
 * The arriving I-DATA messages and their fragments. Messages are found by stream, order and identifier. Those that hold
 * fragments are also listed by the arrival of their last fragment.
 */
final class MessageTable {
    private static final ArrivingMessage[] NO_MESSAGES = {};
    private static final long ALL_ONES = 0xFFFF_FFFFL;

    private final ChunkStore store;

    /** By stream, order and identifier, unsigned: the message's index. */
    private final OrderedTable messages;

    /** Fragments beyond a gap, by message and fragment number. */
    private final OrderedTable fragments;

    private ArrivingMessage[] byIndex = NO_MESSAGES;
    private ArrivingMessage oldest;
    private ArrivingMessage newest;
    private ArrivingMessage free;
    private int made;

    MessageTable(final ChunkStore store, final BlockPool pool) {
        this.store = store;
        messages = new OrderedTable(pool.work(), pool.secret());
        fragments = new OrderedTable(pool.work(), pool.secret());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Returns any message; there must be one. */
    ArrivingMessage any() {
        return message(messages.ceiling(0));
    }

    /** Returns the message whose last fragment arrived first, or null if none holds anything. */
    ArrivingMessage oldest() {
        return oldest;
    }

    ArrivingMessage find(final int stream, final boolean unordered, final int mid) {
        final int index = messages.find(key(stream, unordered, mid));
        return index == OrderedTable.NONE ? null : byIndex[index];
    }

    /** Returns a message by its index. */
    ArrivingMessage at(final int index) {
        return byIndex[index];
    }

    /**
     * Returns the first message of a stream whose identifier is in a range, both ends included, or null. As identifiers
     * wrap around, {@code to} may be below {@code from}.
     */
    ArrivingMessage firstBetween(final int stream, final boolean unordered, final int from, final int to) {
        if (messages.isEmpty()) {
            return null;
        }
        final boolean wraps = Integer.compareUnsigned(from, to) > 0;
        final ArrivingMessage first = firstBetween(
                key(stream, unordered, from), wraps ? key(stream, unordered, -1) : key(stream, unordered, to));
        return first != null || !wraps ? first : firstBetween(key(stream, unordered, 0), key(stream, unordered, to));
    }

    private ArrivingMessage firstBetween(final long from, final long to) {
        final int entry = messages.ceiling(from);
        return entry == OrderedTable.NONE || messages.key(entry) > to ? null : message(entry);
    }

    private ArrivingMessage message(final int entry) {
        return byIndex[messages.value(entry)];
    }

    /** Reserves memory, so that adding the next fragment cannot fail. */
    void reserve() {
        messages.reserve();
        fragments.reserve();
        if (free == null) {
            if (made == byIndex.length) {
                byIndex = Arrays.copyOf(byIndex, Math.max(4, 2 * made));
            }
            byIndex[made] = new ArrivingMessage(made);
            free = byIndex[made++];
        }
    }

    ArrivingMessage begin(final int stream, final boolean unordered, final int mid) {
        reserve();
        final ArrivingMessage message = free;
        free = message.next;
        message.begin(stream, unordered, mid);
        messages.put(key(stream, unordered, mid), message.index);
        message.next = null;
        return message;
    }

    /** Called when a fragment of a message has arrived. */
    void touch(final ArrivingMessage message, final long nowNs) {
        message.lastNs = nowNs;
        if (message == newest) {
            return;
        }
        unlist(message);
        message.isListed = true;
        message.next = null;
        message.previous = newest;
        if (newest == null) {
            oldest = message;
        } else {
            newest.next = message;
        }
        newest = message;
    }

    /** Removes a message that holds no fragments from the list. */
    void unlist(final ArrivingMessage message) {
        if (!message.isListed) {
            return;
        }
        message.isListed = false;
        if (message.previous == null) {
            oldest = message.next;
        } else {
            message.previous.next = message.next;
        }
        if (message.next == null) {
            newest = message.previous;
        } else {
            message.next.previous = message.previous;
        }
    }

    /** Removes a message that has no fragments. */
    void remove(final ArrivingMessage message) {
        unlist(message);
        messages.remove(key(message.stream, message.unordered, message.mid));
        message.next = free;
        free = message;
    }

    /** Adds a fragment beyond a gap. Its field for the run's bytes links to the fragment before it in the list. */
    void addBeyond(final ArrivingMessage message, final int fragment, final int slot) {
        fragments.put(key(message, fragment), slot);
        store.next(slot, message.beyond);
        store.runBytes(slot, ChunkStore.NONE);
        if (message.beyond != ChunkStore.NONE) {
            store.runBytes(message.beyond, slot);
        }
        message.beyond = slot;
        message.beyondCount++;
    }

    boolean isBeyond(final ArrivingMessage message, final int fragment) {
        return message.beyondCount > 0 && fragments.find(key(message, fragment)) != OrderedTable.NONE;
    }

    /** Removes and returns a fragment beyond a gap; {@link ChunkStore#NONE} if it has not arrived. */
    int takeBeyond(final ArrivingMessage message, final int fragment) {
        if (message.beyondCount == 0) {
            return ChunkStore.NONE;
        }
        final int slot = fragments.remove(key(message, fragment));
        if (slot != ChunkStore.NONE) {
            final int before = store.runBytes(slot);
            final int after = store.next(slot);
            if (before == ChunkStore.NONE) {
                message.beyond = after;
            } else {
                store.next(before, after);
            }
            if (after != ChunkStore.NONE) {
                store.runBytes(after, before);
            }
            store.next(slot, ChunkStore.NONE);
            message.beyondCount--;
        }
        return slot;
    }

    /** Frees up to {@code limit} undelivered fragments of a message. Returns the unused part of the limit. */
    int free(final ArrivingMessage message, final int limit) {
        int left = limit;
        while (left > 0 && message.beyond != ChunkStore.NONE) {
            final int slot = message.beyond;
            message.beyond = store.next(slot);
            fragments.remove(key(message, store.fragment(slot)));
            store.free(slot);
            left--;
        }
        while (left > 0 && message.first != ChunkStore.NONE) {
            final int slot = message.first;
            message.first = store.next(slot);
            store.free(slot);
            left--;
        }
        return left;
    }

    /** Frees memory that is not needed while there is no message. */
    void trim() {
        free = null;
        made = 0;
        byIndex = NO_MESSAGES;
        messages.clear();
        fragments.clear();
    }

    private static long key(final int stream, final boolean unordered, final int mid) {
        return (long) stream << 33 | (unordered ? 1L << 32 : 0) | (mid & ALL_ONES);
    }

    private static long key(final ArrivingMessage message, final int fragment) {
        return (long) message.index << 32 | (fragment & ALL_ONES);
    }
}
