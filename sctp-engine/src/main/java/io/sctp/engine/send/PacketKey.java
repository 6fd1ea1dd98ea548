package io.sctp.engine.send;

/**
 * The key that signs the packet being written (RFC 4895). One AUTH chunk signs all that is in it, so its messages are of one
 * key.
 */
public final class PacketKey {
    /** The key that is active when a packet is sent. */
    public static final int ACTIVE = SendQueue.NONE;

    /** There is no message in the packet yet. */
    private static final int ANY = -2;

    /** Whether a message was ever queued that is to be signed with a key of its own. */
    private boolean matters;

    private int key = ANY;

    /** A packet is begun. */
    public void begin() {
        key = ANY;
    }

    /** Returns the key of the messages in the packet, {@link #ACTIVE} if there are none. */
    public int key() {
        return Math.max(key, ACTIVE);
    }

    /** A message was queued that is to be signed with a key. */
    void onQueued(final int messageKey) {
        matters |= messageKey != ACTIVE;
    }

    /** Says whether messages may be queued that are not signed with the active key. */
    boolean matters() {
        return matters;
    }

    /** Says whether the packet takes a chunk that is to be signed with a key. */
    boolean takes(final int messageKey) {
        return !matters || key == ANY || key == messageKey;
    }

    /** A chunk was written that is to be signed with a key. */
    void onWritten(final int messageKey) {
        key = messageKey;
    }
}
