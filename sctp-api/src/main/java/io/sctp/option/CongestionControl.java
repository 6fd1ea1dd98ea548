package io.sctp.option;

/** Congestion control algorithms: how much data may be in flight to a path (RFC 9260 section 7.2). */
public enum CongestionControl {
    /** The window grows by one packet per round trip and is halved by a loss (RFC 9260 section 7.2). */
    RFC_9260,
    /**
     * CUBIC (RFC 9438): the window is a cubic function of the time since the last loss. Faster on paths with a large
     * bandwidth-delay product.
     */
    CUBIC,
    /**
     * A model of the path, as BBR (draft-ietf-ccwg-bbr) makes: the window is what the path holds at the highest rate
     * and the lowest round-trip time seen lately, and a quarter more. Random loss costs little.
     */
    PATH_MODEL
}
