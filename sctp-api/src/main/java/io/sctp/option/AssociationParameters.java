package io.sctp.option;

import java.time.Duration;

/**
 * Limits of an association (SCTP_ASSOCINFO, RFC 6458 section 8.1.2).
 *
 * @param maxRetransmissions consecutive retransmissions after which the association is lost; 0 when set leaves it
 *     unchanged
 * @param peerDestinations number of the peer's addresses; read-only
 * @param peerReceiveWindow the peer's receive window in bytes; read-only
 * @param localReceiveWindow our receive window in bytes; read-only
 * @param cookieLife lifetime of a cookie; zero when set leaves it unchanged
 */
public record AssociationParameters(
        int maxRetransmissions,
        int peerDestinations,
        long peerReceiveWindow,
        long localReceiveWindow,
        Duration cookieLife) {
    /** The values that can be set. */
    public static AssociationParameters of(final int maxRetransmissions, final Duration cookieLife) {
        return new AssociationParameters(maxRetransmissions, 0, 0, 0, cookieLife);
    }
}
