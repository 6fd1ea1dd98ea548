package io.sctp.engine;

/** Requests of an end about its own addresses (RFC 5061 section 4.2). */
public enum AddressChange {
    ADD,
    REMOVE,
    /** Asks the peer to use this address as its primary path. */
    MAKE_PRIMARY
}
