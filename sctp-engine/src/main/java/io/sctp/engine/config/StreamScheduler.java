package io.sctp.engine.config;

/**
 * Stream schedulers: which stream's message is sent next (RFC 8260 section 3). A started message is finished first,
 * unless messages may be interleaved: then all schedulers except the first choose a stream for each chunk.
 */
public enum StreamScheduler {
    /** In the order of the sends. */
    FIRST_COME_FIRST_SERVED,
    /** The stream with the smallest value first. */
    PRIORITY,
    /** One message per stream in turn. */
    ROUND_ROBIN,
    /**
     * As many messages of one stream as fit into one packet, in turn; no packet has new messages of several streams.
     */
    ROUND_ROBIN_PACKET,
    /** An equal share of the bytes for each stream. */
    FAIR_CAPACITY,
    /** A share of the bytes for each stream in proportion to its value; 0 counts as 1. */
    WEIGHTED_FAIR_QUEUEING
}
