package io.sctp.option;

import java.time.Duration;

/**
 * Parameters of the association's set-up (SCTP_INITMSG, RFC 6458 section 8.1.3). A value of zero leaves the setting
 * unchanged.
 *
 * @param outboundStreams number of streams to request, 1 to 65535
 * @param maxInboundStreams maximum number of streams from the peer, 1 to 65535
 * @param maxAttempts maximum number of INIT retransmissions
 * @param maxTimeout maximum time between two INITs, less than 65.536 s
 */
public record InitParameters(int outboundStreams, int maxInboundStreams, int maxAttempts, Duration maxTimeout) {
    /** These numbers of streams; the other settings unchanged. */
    public static InitParameters streams(final int outbound, final int inbound) {
        return new InitParameters(outbound, inbound, 0, Duration.ZERO);
    }
}
