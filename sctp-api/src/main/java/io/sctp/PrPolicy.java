package io.sctp;

/**
 * When a sender may give up on a message: the policies of PR-SCTP (RFC 3758, RFC 7496). What the accompanying value
 * means depends on the policy. Both peers must support partial reliability; otherwise a message is sent reliably.
 */
public enum PrPolicy {
    /** Never: the message is reliable. The value is ignored. */
    RELIABLE,
    /** When the value, in milliseconds, has passed since the message was handed over (RFC 3758). */
    LIFETIME,
    /** After the value's number of retransmissions (RFC 7496, section 3.1). */
    RETRANSMISSIONS,
    /** When room is needed for a message of higher priority; a smaller value is a higher one (RFC 7496, section 3.2). */
    PRIORITY
}
