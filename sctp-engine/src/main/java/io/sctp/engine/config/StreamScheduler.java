package io.sctp.engine.config;

/**
 * Which stream's message is sent next (RFC 8260 section 3). A message that is begun is sent to its end, unless messages
 * may be interleaved: then read "chunk" for "message", but for the first of these.
 */
public enum StreamScheduler {
    /** In the order in which they were handed over. */
    FIRST_COME_FIRST_SERVED,
    /** The stream with the smallest value first. */
    PRIORITY,
    /** One message of each stream in turn. */
    ROUND_ROBIN,
    /** As many messages of one stream in turn as one packet takes; no packet has new messages of several. */
    ROUND_ROBIN_PACKET,
    /** Each stream the same share of the bytes. */
    FAIR_CAPACITY,
    /** Each stream a share of the bytes in proportion to its value, 0 counting as 1. */
    WEIGHTED_FAIR_QUEUEING
}
