package io.sctp.engine;

/** What became of a wish to change an address of this end (RFC 5061). */
public enum AddressRequest {
    /** The peer will be asked; the outcome is told. */
    BEGUN,
    NOT_ESTABLISHED,
    /** The peer does not know RFC 5061, or did not know this change. */
    NOT_SUPPORTED,
    /** The address is there already, or is not, or is the last one, or no address of an association. */
    INVALID,
    /** So many changes wait already that the peer does not answer. */
    TOO_MANY
}
