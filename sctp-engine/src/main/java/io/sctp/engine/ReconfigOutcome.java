package io.sctp.engine;

/** The outcome of a re-configuration request (RFC 6525 section 4.4). */
public enum ReconfigOutcome {
    PERFORMED,
    /** The peer denied it. */
    DENIED,
    /** It could not be done, or the association was closed first. */
    FAILED
}
