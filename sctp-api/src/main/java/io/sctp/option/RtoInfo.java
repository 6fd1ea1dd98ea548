package io.sctp.option;

import java.time.Duration;

/**
 * Bounds of the retransmission time-out, to the millisecond (SCTP_RTOINFO; RFC 6458, section 8.1.1). Zero when set
 * leaves a value as it is. For an association Linux rounds up to its own clock's tick, such as 4 ms.
 *
 * @param initial before the first round-trip time is known
 * @param max upper bound
 * @param min lower bound
 */
public record RtoInfo(Duration initial, Duration max, Duration min) {}
