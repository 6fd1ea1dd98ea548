package io.sctp.option;

/** The states of an association (RFC 9260, section 4), in the order in which the system numbers them. */
public enum AssociationState {
    /** There is none. */
    EMPTY,
    /** It has ended, or not begun. */
    CLOSED,
    /** INIT is sent. */
    COOKIE_WAIT,
    /** The cookie is sent back. */
    COOKIE_ECHOED,
    /** Data can flow. */
    ESTABLISHED,
    /** A shutdown waits until all is acknowledged. */
    SHUTDOWN_PENDING,
    /** SHUTDOWN is sent. */
    SHUTDOWN_SENT,
    /** The peer's SHUTDOWN has come. */
    SHUTDOWN_RECEIVED,
    /** SHUTDOWN ACK is sent. */
    SHUTDOWN_ACK_SENT
}
