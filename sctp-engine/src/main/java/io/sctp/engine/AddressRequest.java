package io.sctp.engine;

/** The result of a request to change an address of this end (RFC 5061). */
public enum AddressRequest {
    /** The peer will be asked; an event reports the outcome. */
    BEGUN,
    NOT_ESTABLISHED,
    /** The peer does not support RFC 5061 or this change. */
    NOT_SUPPORTED,
    /**
     * The address is already present, is not present, is the last one, or is not a valid address for an association.
     */
    INVALID,
    /** Too many changes already wait for the peer's answer. */
    TOO_MANY
}
