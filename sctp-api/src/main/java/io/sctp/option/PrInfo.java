package io.sctp.option;

import io.sctp.PrPolicy;

/**
 * The partial reliability of messages that do not set their own (SCTP_DEFAULT_PRINFO, RFC 6458 section 8.1.32).
 *
 * @param policy when to abandon a message
 * @param value the policy's value
 */
public record PrInfo(PrPolicy policy, long value) {}
