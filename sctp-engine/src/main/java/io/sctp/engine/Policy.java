package io.sctp.engine;

/** For how long a message is worth sending (RFC 3758, RFC 7496). */
public enum Policy {
    /** It is sent until the peer has it. */
    RELIABLE,
    /** It is given up when its lifetime is over and it would have to be sent (again) (RFC 3758 section 4). */
    LIFETIME,
    /** It is given up when it would have to be sent again more often than allowed (RFC 7496 section 3.1). */
    RETRANSMISSIONS,
    /** It is given up when a message of higher priority finds the send buffer full (RFC 7496 section 3.2). */
    PRIORITY;
}
