package io.sctp.engine;

/**
 * What is known of a destination address (RFC 9260 sections 5.4 and 8.2, RFC 7829 section 3), in the order in which
 * data is sent to it.
 */
public enum PathState {
    ACTIVE,
    /**
     * More than Potentially.Failed.Max.Retrans consecutive transmissions went unanswered: others are used meanwhile.
     */
    POTENTIALLY_FAILED,
    /** More than Path.Max.Retrans consecutive transmissions went unanswered. */
    INACTIVE,
    /** Not yet shown to belong to the peer; carries heartbeats only. */
    UNCONFIRMED
}
