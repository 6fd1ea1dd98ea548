package io.sctp.engine;

import java.util.BitSet;

/**
 * The shared keys of one association (RFC 4895), and the chunk types they apply to. There are none unless both ends
 * support authentication ({@link Association#isAuthenticated}). It belongs to the thread of its engine.
 */
public interface AuthKeys {
    /**
     * Sets or replaces a shared key.
     *
     * @param key its number, 0 to 65535. The empty key 0 is present from the start, unless the configuration has keys
     * @param secret may be empty
     * @return false if the association is not authenticated
     */
    boolean set(int key, byte[] secret);

    /** Makes a key the active one; returns false if there is no such key. */
    boolean activate(int key);

    /** Returns the active key of this end. */
    int active();

    /**
     * Deactivates a key: new messages do not use it, but chunks of the peer with it are still accepted. {@link
     * AuthEvent#FREE_KEY} follows when no queued message needs it.
     *
     * @return false if there is no such key, or it is the active one
     */
    boolean deactivate(int key);

    /** Deletes a key; returns false if there is no such key, it is the active one, or queued messages need it. */
    boolean delete(int key);

    /** Returns the chunk types that this end accepts only if authenticated. */
    BitSet localChunks();

    /** Returns the chunk types that the peer accepts only if authenticated. */
    BitSet peerChunks();
}
