package io.sctp.option;

/**
 * Numbers of abandoned messages (SCTP_PR_ASSOC_STATUS, SCTP_PR_STREAM_STATUS; RFC 7496 sections 4.3 and 4.4).
 *
 * @param abandonedUnsent messages of which no part was sent
 * @param abandonedSent messages of which some part was sent
 */
public record PrStatus(long abandonedUnsent, long abandonedSent) {}
