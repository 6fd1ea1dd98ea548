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

    boolean isHandshake() {
        return this == COOKIE_WAIT || this == COOKIE_ECHOED;
    }
}
