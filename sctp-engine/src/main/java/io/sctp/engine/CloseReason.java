package io.sctp.engine;

/** Why an association is over. */
public enum CloseReason {
    /** Both ends shut down; everything was delivered. */
    SHUTDOWN,
    /** This end aborted on the user's wish. */
    ABORTED,
    /** The peer aborted; the cause code says why. */
    PEER_ABORTED,
    /** The peer stopped answering (RFC 9260 section 8.1). */
    LOST,
    /** The peer never answered, or answered without what an association needs. */
    SETUP_FAILED,
    /** The peer broke the protocol; the cause code says how. */
    PEER_VIOLATION,
    /** The engine's memory was used up, and this association held most of it. */
    OUT_OF_MEMORY,
    /** The peer began a message and did not go on with it for {@code reassemblyTimeoutNs}. */
    MESSAGE_UNFINISHED,
    /** A shutdown waited for {@code shutdownStallNs} in which the peer acknowledged nothing. */
    SHUTDOWN_STALLED,
    /** The peer sent a message longer than {@code maxMessageBytes}. */
    MESSAGE_TOO_LONG,
    /** An error of this end (memory that ran out, a defect) left the association's state in doubt. */
    INTERNAL_ERROR
}
