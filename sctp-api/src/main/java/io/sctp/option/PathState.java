package io.sctp.option;

/** How a path to the peer is doing (RFC 6458, section 8.2.2; RFC 7829). */
public enum PathState {
    /** It does not answer. */
    INACTIVE,
    /** It missed a few answers: others are preferred. */
    POTENTIALLY_FAILED,
    /** It can be used. */
    ACTIVE,
    /** No heartbeat has yet shown that the address is the peer's. */
    UNCONFIRMED,
    /** The system does not say. */
    UNKNOWN
}
