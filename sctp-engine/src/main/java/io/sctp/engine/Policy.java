package io.sctp.engine;

/** Partial reliability policies: when a message is abandoned (RFC 3758, RFC 7496). */
public enum Policy {
    /** Never; it is sent until the peer has acknowledged it. */
    RELIABLE,
    /** When its lifetime has expired and it would have to be sent or retransmitted (RFC 3758 section 4). */
    LIFETIME,
    /** When it would exceed its number of retransmissions (RFC 7496 section 3.1). */
    RETRANSMISSIONS,
    /** When a message of higher priority finds the send buffer full (RFC 7496 section 3.2). */
    PRIORITY;
}
