package io.sctp.engine;

/** Authentication events (RFC 6458 section 6.1.8). */
public enum AuthEvent {
    /** The peer authenticates with this key from now on. */
    NEW_KEY,
    /** A deactivated key is no longer in use and may be deleted. */
    FREE_KEY,
    /** The peer does not support AUTH: no chunk is authenticated, and none can be required to be. */
    NO_AUTH
}
