package io.sctp.option;

import java.time.Duration;

/**
 * How associations are set up (SCTP_INITMSG; RFC 6458, section 8.1.3). Zero when set leaves a value as it is.
 *
 * @param outboundStreams streams to ask for, 1 to 65535
 * @param maxInboundStreams streams to grant the peer, 1 to 65535
 * @param maxAttempts how often INIT is sent again
 * @param maxTimeout upper bound of the time between two INITs, below 65.536 s
 */
public record InitParameters(int outboundStreams, int maxInboundStreams, int maxAttempts, Duration maxTimeout) {
    /** So many streams each way; the rest as it is. */
    public static InitParameters streams(final int outbound, final int inbound) {
        return new InitParameters(outbound, inbound, 0, Duration.ZERO);
    }
}
