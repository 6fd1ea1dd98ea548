package io.sctp.option;

import java.time.Duration;

/**
 * Bounds of the retransmission time-out, in whole milliseconds (SCTP_RTOINFO, RFC 6458 section 8.1.1). A value of zero
 * leaves the setting unchanged. For an association, Linux rounds up to its clock tick, such as 4 ms.
 *
 * @param initial RTO before the first round-trip time is measured
 * @param max maximum
 * @param min minimum
 */
public record RtoInfo(Duration initial, Duration max, Duration min) {}
