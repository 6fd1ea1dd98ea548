package io.sctp.option;

/** The state of a path (RFC 6458 section 8.2.2, RFC 7829 section 3). */
public enum PathState {
    /** It does not answer. */
    INACTIVE,
    /** It missed some answers; other paths are preferred. */
    POTENTIALLY_FAILED,
    /** It is used. */
    ACTIVE,
    /** No heartbeat has confirmed the address yet. */
    UNCONFIRMED,
    /** The system does not report the state. */
    UNKNOWN
}
