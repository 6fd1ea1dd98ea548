package io.sctp.engine.association;

import java.util.BitSet;

/**
 * The shared keys of one association (RFC 4895), and the chunk types that they are for. There are none where not both
 * ends offer authentication ({@link Association#isAuthenticated}). Belongs to the thread of its engine.
 */
public final class AuthKeys {
    private final Association association;

    AuthKeys(final Association association) {
        this.association = association;
    }

    /**
     * Sets a shared key, or replaces it.
     *
     * @param key its number, 0 to 65535; number 0 is there from the start, and empty, unless the configuration has keys
     * @param secret may be empty
     * @return false if there is no authentication
     */
    public boolean set(final int key, final byte[] secret) {
        if (!association.isAuthenticated()) {
            return false;
        }
        association.auth.set(key & 0xFFFF, secret);
        return true;
    }

    /** Signs with this key from now on; returns false if there is no such key. */
    public boolean activate(final int key) {
        return association.isAuthenticated() && association.auth.activate(key);
    }

    /** Returns the key with which this end signs. */
    public int active() {
        return association.auth == null ? 0 : association.auth.activeKey();
    }

    /**
     * Signs no new message with this key; what the peer signed with it is still taken. {@link AuthEvent#FREE_KEY}
     * follows when no message waits any more that is to be signed with it.
     *
     * @return false if there is no such key, or it is the active one
     */
    public boolean deactivate(final int key) {
        if (!association.isAuthenticated() || !association.auth.deactivate(key)) {
            return false;
        }
        association.auth.freeing.add(key);
        Authentication.tellOfFreeKeys(association);
        return true;
    }

    /** Forgets a key; returns false if there is no such key, it is the active one, or messages wait for it. */
    public boolean delete(final int key) {
        return association.isAuthenticated() && !association.outbound.usesKey(key) && association.auth.delete(key);
    }

    /** Returns the chunk types that this end takes only behind AUTH. */
    public BitSet localChunks() {
        return association.auth == null ? new BitSet() : association.auth.localChunks();
    }

    /** Returns the chunk types that the peer takes only behind AUTH. */
    public BitSet peerChunks() {
        return association.auth == null ? new BitSet() : association.auth.peerChunks();
    }
}
