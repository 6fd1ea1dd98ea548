package io.sctp.engine.path;

/** What is known of a destination address (RFC 9260 sections 5.4 and 8.2). */
public enum PathState {
    /** Not yet shown to belong to the peer; carries heartbeats only. */
    UNCONFIRMED,
    ACTIVE,
    /** More than Path.Max.Retrans consecutive transmissions went unanswered. */
    INACTIVE
}
