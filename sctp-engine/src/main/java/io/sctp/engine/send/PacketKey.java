package io.sctp.engine.send;

import com.carrotsearch.hppc.IntIntHashMap;

/**
 * The key that signs the packet being written (RFC 4895). One AUTH chunk signs all that is in it, so its messages are
 * of one key.
 */
public final class PacketKey {
    /** The key that is active when a packet is sent. */
    public static final int ACTIVE = SendQueue.NONE;

    /** There is no message in the packet yet. */
    private static final int ANY = -2;

    /** Whether a message was ever queued that is to be signed with a key of its own. */
    private boolean matters;

    private int key = ANY;

    /**
     * By key, how many segments and chunks wait that are to be signed with it; null while {@link #matters} is false.
     */
    private IntIntHashMap waiting;

    /** A packet is begun. */
    public void begin() {
        key = ANY;
    }

    /** Returns the key of the messages in the packet, {@link #ACTIVE} if there are none. */
    public int key() {
        return Math.max(key, ACTIVE);
    }

    /** Segments were queued, or a chunk is outstanding, that are to be signed with a key. */
    void onAdded(final int messageKey, final int count) {
        if (messageKey != ACTIVE) {
            if (waiting == null) {
                waiting = new IntIntHashMap();
            }
            matters = true;
            waiting.addTo(messageKey, count);
        }
    }

    /** One of them is queued, or outstanding, no more. */
    void onRemoved(final int messageKey) {
        if (messageKey != ACTIVE && waiting.addTo(messageKey, -1) == 0) {
            waiting.remove(messageKey);
        }
    }

    /** Returns whether anything waits that is to be signed with a key. */
    boolean isUsed(final int messageKey) {
        return waiting != null && waiting.containsKey(messageKey);
    }

    /** Returns whether the packet takes a chunk that is to be signed with a key. */
    boolean takes(final int messageKey) {
        return !matters || key == ANY || key == messageKey;
    }

    /** A chunk was written that is to be signed with a key. */
    void onWritten(final int messageKey) {
        key = messageKey;
    }
}
