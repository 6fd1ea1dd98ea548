package io.sctp.option;

/** Which re-configuration requests of the peer's are granted (SCTP_ENABLE_STREAM_RESET; RFC 6525, section 6.3.1). */
public enum StreamResetPermission {
    /** Resets of streams. */
    RESET_STREAMS,
    /** The reset of all sequence numbers. */
    RESET_ASSOCIATION,
    /** More streams. */
    CHANGE_ASSOCIATION
}
