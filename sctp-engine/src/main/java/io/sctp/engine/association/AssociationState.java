package io.sctp.engine.association;

/** The states of RFC 9260 section 4. */
public enum AssociationState {
    CLOSED,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED,
    SHUTDOWN_PENDING,
    SHUTDOWN_SENT,
    SHUTDOWN_RECEIVED,
    SHUTDOWN_ACK_SENT;

    /** Says whether DATA is accepted from the peer (section 6). */
    boolean acceptsData() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_SENT;
    }

    /** Says whether queued DATA may be sent (section 6). */
    boolean sendsData() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_RECEIVED;
    }

    /** Says whether one of the users has begun to end the association. */
    boolean isShuttingDown() {
        return this == SHUTDOWN_PENDING
                || this == SHUTDOWN_SENT
                || this == SHUTDOWN_RECEIVED
                || this == SHUTDOWN_ACK_SENT;
    }

    boolean isHandshake() {
        return this == COOKIE_WAIT || this == COOKIE_ECHOED;
    }
}
