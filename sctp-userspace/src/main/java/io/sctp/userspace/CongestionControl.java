package io.sctp.userspace;

/** How the congestion windows of a stack's associations grow and shrink. */
public enum CongestionControl {
    /** One packet for each window acknowledged, half of it for a loss (RFC 9260 section 7.2). */
    RFC_9260,
    /** A cubic function of the time since the last loss (RFC 9438): faster over long paths. */
    CUBIC
}
