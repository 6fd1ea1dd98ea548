package io.sctp.option;

import java.time.Duration;

/**
 * Limits of an association (SCTP_ASSOCINFO; RFC 6458, section 8.1.2).
 *
 * @param maxRetransmissions retransmissions in a row before the association is given up; 0 when set leaves it
 * @param peerDestinations how many addresses the peer has; read-only
 * @param peerReceiveWindow bytes the peer has room for; read-only
 * @param localReceiveWindow bytes we have room for; read-only
 * @param cookieLife how long a cookie is valid; zero when set leaves it
 */
public record AssociationParameters(
        int maxRetransmissions,
        int peerDestinations,
        long peerReceiveWindow,
        long localReceiveWindow,
        Duration cookieLife) {
    /** What can be set. */
    public static AssociationParameters of(final int maxRetransmissions, final Duration cookieLife) {
        return new AssociationParameters(maxRetransmissions, 0, 0, 0, cookieLife);
    }
}
