package io.sctp.option;

/** The states of an association (RFC 9260 section 4), in the order of the system's numbers. */
public enum AssociationState {
    /** There is no association. */
    EMPTY,
    /** It has ended or not started. */
    CLOSED,
    /** INIT has been sent. */
    COOKIE_WAIT,
    /** COOKIE ECHO has been sent. */
    COOKIE_ECHOED,
    /** Data can be sent and received. */
    ESTABLISHED,
    /** The user has shut it down; SHUTDOWN follows once all data is acknowledged. */
    SHUTDOWN_PENDING,
    /** SHUTDOWN has been sent. */
    SHUTDOWN_SENT,
    /** SHUTDOWN has been received. */
    SHUTDOWN_RECEIVED,
    /** SHUTDOWN ACK has been sent. */
    SHUTDOWN_ACK_SENT
}
