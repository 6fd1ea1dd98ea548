package io.sctp.engine;

/** What an end can ask of its peer for one of its own addresses (RFC 5061 section 4.2). */
public enum AddressChange {
    ADD,
    REMOVE,
    /** The peer is to send to this one while it can. */
    MAKE_PRIMARY
}
