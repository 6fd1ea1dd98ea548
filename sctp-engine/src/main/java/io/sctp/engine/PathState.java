package io.sctp.engine;

/** The state of a path (RFC 9260 sections 5.4 and 8.2, RFC 7829 section 3), in the order of preference for data. */
public enum PathState {
    ACTIVE,
    /**
     * More than Potentially.Failed.Max.Retrans consecutive transmissions went unanswered; other paths are preferred.
     */
    POTENTIALLY_FAILED,
    /** More than Path.Max.Retrans consecutive transmissions went unanswered. */
    INACTIVE,
    /** The address is not confirmed to be the peer's; only heartbeats are sent. */
    UNCONFIRMED
}
