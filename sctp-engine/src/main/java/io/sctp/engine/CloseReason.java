package io.sctp.engine;

/** Why an association is closed. */
public enum CloseReason {
    /** It was shut down; all data was delivered. */
    SHUTDOWN,
    /** The user of this end aborted it. */
    ABORTED,
    /** The peer aborted; the cause code says why. */
    PEER_ABORTED,
    /** The peer stopped answering (RFC 9260 section 8.1). */
    LOST,
    /** The peer never answered, or its answer lacked something required. */
    SETUP_FAILED,
    /** The peer violated the protocol; the cause code says how. */
    PEER_VIOLATION,
    /** The engine ran out of memory, and this association held most of it. */
    OUT_OF_MEMORY,
    /** The peer started a message and did not continue it for {@code reassemblyTimeoutNs}. */
    MESSAGE_UNFINISHED,
    /** During a shutdown the peer acknowledged nothing for {@code shutdownStallNs}. */
    SHUTDOWN_STALLED,
    /** The peer sent a message longer than {@code maxMessageBytes}. */
    MESSAGE_TOO_LONG,
    /** An error of this end (out of memory, a defect) left the association's state in doubt. */
    INTERNAL_ERROR
}
