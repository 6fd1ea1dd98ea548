package io.sctp.option;

/** Which stream's message is sent next (RFC 8260, section 3). */
public enum StreamScheduler {
    /** In the order in which they were handed over. */
    FIRST_COME_FIRST_SERVED,
    /** The stream with the smallest value first. */
    PRIORITY,
    /** One message of each stream in turn. */
    ROUND_ROBIN,
    /** One packet of each stream in turn; no packet has new messages of several. Linux does not have it. */
    ROUND_ROBIN_PACKET,
    /** Each stream the same share of the bytes. */
    FAIR_CAPACITY,
    /** Each stream a share of the bytes according to its value. */
    WEIGHTED_FAIR_QUEUEING
}
