package io.sctp.engine.receive;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/** Messages that arrive, found by stream, order and identifier, and in the order in which they began; and their fragments. */
final class MessageTable {
    private final ChunkStore store;
    private final Long2ObjectHashMap<ArrivingMessage> messages = new Long2ObjectHashMap<>();

    /** Fragments beyond a gap, by message and number. */
    private final Long2LongHashMap fragments = new Long2LongHashMap(ChunkStore.NONE);

    private ArrivingMessage oldest;
    private ArrivingMessage newest;
    private ArrivingMessage free;
    private int made;

    MessageTable(final ChunkStore store) {
        this.store = store;
    }

    boolean isEmpty() {
        return oldest == null;
    }

    /** Returns the message that began first, or null. The others follow it. */
    ArrivingMessage oldest() {
        return oldest;
    }

    ArrivingMessage find(final int stream, final boolean unordered, final int mid) {
        return messages.get(key(stream, unordered, mid));
    }

    ArrivingMessage begin(final int stream, final boolean unordered, final int mid) {
        ArrivingMessage message = free;
        if (message == null) {
            message = new ArrivingMessage(made++);
        } else {
            free = message.next;
        }
        message.begin(stream, unordered, mid);
        messages.put(key(stream, unordered, mid), message);
        message.next = null;
        message.previous = newest;
        if (newest == null) {
            oldest = message;
        } else {
            newest.next = message;
        }
        newest = message;
        return message;
    }

    /** Forgets a message, which has no fragments any more. */
    void remove(final ArrivingMessage message) {
        messages.remove(key(message.stream, message.unordered, message.mid));
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
        message.next = free;
        free = message;
    }

    /** Keeps a fragment that is beyond a gap; its run's bytes are the fragment before it in the list meanwhile. */
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
        return message.beyondCount > 0 && fragments.containsKey(key(message, fragment));
    }

    /** Takes a fragment out that was beyond a gap; {@link ChunkStore#NONE} if it has not arrived. */
    int takeBeyond(final ArrivingMessage message, final int fragment) {
        if (message.beyondCount == 0) {
            return ChunkStore.NONE;
        }
        final int slot = (int) fragments.remove(key(message, fragment));
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

    /** Frees all fragments of a message that were not handed up. */
    void free(final ArrivingMessage message) {
        for (int slot = message.beyond; slot != ChunkStore.NONE; ) {
            final int after = store.next(slot);
            fragments.remove(key(message, store.fragment(slot)));
            store.free(slot);
            slot = after;
        }
        for (int slot = message.first; slot != ChunkStore.NONE; ) {
            final int after = store.next(slot);
            store.free(slot);
            slot = after;
        }
    }

    /** Gives back what is not needed while there is no message. */
    void trim() {
        free = null;
        made = 0;
        messages.compact();
        fragments.compact();
    }

    private static long key(final int stream, final boolean unordered, final int mid) {
        return (long) stream << 33 | (unordered ? 1L << 32 : 0) | (mid & 0xFFFF_FFFFL);
    }

    private static long key(final ArrivingMessage message, final int fragment) {
        return (long) message.index << 32 | (fragment & 0xFFFF_FFFFL);
    }
}
