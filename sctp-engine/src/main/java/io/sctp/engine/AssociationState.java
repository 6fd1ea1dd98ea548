package io.sctp.engine;

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

    /** Says whether DATA is accepted from the peer (RFC 9260 section 6). */
    public boolean acceptsData() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_SENT;
    }

    /** Says whether queued DATA may be sent (RFC 9260 section 6). */
    public boolean sendsData() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_RECEIVED;
    }

    /** Says whether one of the users has begun to end the association. */
    public boolean isShuttingDown() {
        return this == SHUTDOWN_PENDING
                || this == SHUTDOWN_SENT
                || this == SHUTDOWN_RECEIVED
                || this == SHUTDOWN_ACK_SENT;
    }

    /** Says whether the association is being set up by this end. */
    public boolean isHandshake() {
        return this == COOKIE_WAIT || this == COOKIE_ECHOED;
    }
}
