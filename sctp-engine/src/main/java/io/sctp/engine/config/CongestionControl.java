package io.sctp.engine.config;

/** How the congestion window of a path grows and shrinks. */
public enum CongestionControl {
    /** One packet for each window acknowledged, half of it for a loss (RFC 9260 section 7.2). */
    RFC_9260,

    /** A cubic function of the time since the last loss (RFC 9438): faster over long paths. */
    CUBIC,

    /**
     * As much as the path was seen to hold, and a quarter more: its rate times its round-trip time without a queue.
     * Random loss costs little. BBR (draft-ietf-ccwg-bbr) does the same, and paces.
     */
    PATH_MODEL
}
