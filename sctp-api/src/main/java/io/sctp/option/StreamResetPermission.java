package io.sctp.option;

/** Re-configuration requests of the peer that are granted (SCTP_ENABLE_STREAM_RESET, RFC 6525 section 6.3.1). */
public enum StreamResetPermission {
    /** Resetting streams. */
    RESET_STREAMS,
    /** Resetting all sequence numbers. */
    RESET_ASSOCIATION,
    /** Adding streams. */
    CHANGE_ASSOCIATION
}
