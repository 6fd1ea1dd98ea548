package io.sctp.option;

/** Stream schedulers: which stream's message is sent next (RFC 8260 section 3). */
public enum StreamScheduler {
    /** In the order of the sends. */
    FIRST_COME_FIRST_SERVED,
    /** The stream with the smallest value first. */
    PRIORITY,
    /** One message per stream in turn. */
    ROUND_ROBIN,
    /** One packet per stream in turn; no packet has new messages of several streams. Linux does not have it. */
    ROUND_ROBIN_PACKET,
    /** An equal share of the bytes for each stream. */
    FAIR_CAPACITY,
    /** A share of the bytes for each stream in proportion to its value. */
    WEIGHTED_FAIR_QUEUEING
}
