package io.sctp.option;

import java.time.Duration;

/**
 * When received data is acknowledged (SCTP_DELAYED_SACK; RFC 6458, section 8.1.19). Zero when set leaves a value as it
 * is.
 *
 * @param delay at the latest after this time, at most 500 ms; for an association Linux rounds up to its clock's tick,
 *     such as 4 ms
 * @param frequency at the latest after this many packets; 1 acknowledges each at once
 */
public record DelayedSack(Duration delay, int frequency) {}
