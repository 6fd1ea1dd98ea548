package io.sctp.engine;

/** How a request to change streams ended (RFC 6458 sections 6.1.11 to 6.1.13). */
public enum ReconfigOutcome {
    PERFORMED,
    /** The peer did not want it. */
    DENIED,
    /** It could not be done, or the association ended first. */
    FAILED
}
