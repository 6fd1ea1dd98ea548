package io.sctp.option;

import java.time.Duration;

/**
 * When received data is acknowledged (SCTP_DELAYED_SACK, RFC 6458 section 8.1.19). A value of zero leaves the setting
 * unchanged.
 *
 * @param delay maximum delay of a SACK, at most 500 ms; for an association Linux rounds it up to its clock tick, such
 *     as 4 ms
 * @param frequency maximum number of packets carrying DATA before a SACK is sent; 1 acknowledges each packet at once
 */
public record DelayedSack(Duration delay, int frequency) {}
