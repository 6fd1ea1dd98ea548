package io.sctp.engine;

import java.util.BitSet;

/**
 * The shared keys of one association (RFC 4895), and the chunk types that they are for. There are none where not both
 * ends offer authentication ({@link Association#isAuthenticated}). Belongs to the thread of its engine.
 */
public interface AuthKeys {
    /**
     * Sets a shared key, or replaces it.
     *
     * @param key its number, 0 to 65535; number 0 is there from the start, and empty, unless the configuration has keys
     * @param secret may be empty
     * @return false if there is no authentication
     */
    boolean set(int key, byte[] secret);

    /** Signs with this key from now on; returns false if there is no such key. */
    boolean activate(int key);

    /** Returns the key with which this end signs. */
    int active();

    /**
     * Signs no new message with this key; what the peer signed with it is still taken. {@link AuthEvent#FREE_KEY}
     * follows when no message waits any more that is to be signed with it.
     *
     * @return false if there is no such key, or it is the active one
     */
    boolean deactivate(int key);

    /** Forgets a key; returns false if there is no such key, it is the active one, or messages wait for it. */
    boolean delete(int key);

    /** Returns the chunk types that this end takes only behind AUTH. */
    BitSet localChunks();

    /** Returns the chunk types that the peer takes only behind AUTH. */
    BitSet peerChunks();
}
