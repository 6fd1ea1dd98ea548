package io.sctp.engine;

/** What there is to tell about authentication (RFC 6458 section 6.1.8). */
public enum AuthEvent {
    /** The peer signs with this key from now on. */
    NEW_KEY,
    /** Nothing is signed any more with a key that was deactivated: it may be deleted. */
    FREE_KEY,
    /** The peer does not know AUTH: nothing is signed, and nothing can be demanded. */
    NO_AUTH
}
