package io.sctp.engine;

/** The states of an association (RFC 9260 section 4). */
public enum AssociationState {
    CLOSED,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED,
    SHUTDOWN_PENDING,
    SHUTDOWN_SENT,
    SHUTDOWN_RECEIVED,
    SHUTDOWN_ACK_SENT;

    /** Whether DATA from the peer is accepted (RFC 9260 section 6). */
    public boolean acceptsData() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_SENT;
    }

    /** Whether queued DATA may be sent (RFC 9260 section 6). */
    public boolean sendsData() {
        return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_RECEIVED;
    }

    /** Whether either end has started to shut the association down. */
    public boolean isShuttingDown() {
        return this == SHUTDOWN_PENDING
                || this == SHUTDOWN_SENT
                || this == SHUTDOWN_RECEIVED
                || this == SHUTDOWN_ACK_SENT;
    }

    /** Whether this end is setting the association up. */
    public boolean isHandshake() {
        return this == COOKIE_WAIT || this == COOKIE_ECHOED;
    }
}
