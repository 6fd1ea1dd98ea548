package io.sctp.engine.path;

/** Congestion control of one path (RFC 9260 section 7.2), in bytes. */
public final class CongestionWindow {
    /** The initial window of RFC 9260 section 7.2.1: over IPv4, and over IPv6, whose header is longer. */
    private static final int INITIAL_BYTES = 4404;

    private static final int INITIAL_IPV6_BYTES = 4344;

    private final int initialBytes;

    private int maxChunkBytes;
    private int windowBytes;
    private int thresholdBytes;
    private int partialBytesAcked;
    private boolean limiting;

    /** Whether the window was made smaller because nothing was sent, and not fully used since. */
    private boolean idle;

    /**
     * Begins with nothing known of the path.
     *
     * @param maxChunkBytes PMDCS: the longest DATA chunk, with its header, that a packet to this path takes
     */
    CongestionWindow(final int maxChunkBytes, final boolean isIpv6) {
        this.maxChunkBytes = maxChunkBytes;
        initialBytes = isIpv6 ? INITIAL_IPV6_BYTES : INITIAL_BYTES;
        reinitialize();
    }

    /** Begins as a new path does: nothing is known of where packets go now (section 7.2.5). */
    void reinitialize() {
        windowBytes = initialBytes();
        thresholdBytes = Integer.MAX_VALUE;
        partialBytesAcked = 0;
        idle = false;
    }

    public int windowBytes() {
        return windowBytes;
    }

    public int thresholdBytes() {
        return thresholdBytes;
    }

    void maxChunkBytes(final int bytes) {
        maxChunkBytes = bytes;
        windowBytes = Math.max(windowBytes, bytes);
    }

    /** Notes whether this window was what kept data back when the sender last stopped. */
    public void limiting(final boolean isLimiting) {
        limiting = isLimiting;
    }

    /**
     * Grows the window after a SACK (sections 7.2.1 and 7.2.2).
     *
     * @param ackedBytes DATA chunks newly acknowledged on this path, with their headers (RFC 9260 section 7.2.1)
     * @param flightBytesBefore DATA chunks in flight on this path before the SACK
     * @param advanced whether the SACK moved the cumulative TSN
     * @param fastRecovery whether the association is in fast recovery
     */
    public void onAcked(
            final int ackedBytes, final int flightBytesBefore, final boolean advanced, final boolean fastRecovery) {
        final boolean fullyUsed = limiting || flightBytesBefore >= windowBytes;
        idle &= !fullyUsed;
        if (windowBytes <= thresholdBytes) {
            if (advanced && fullyUsed && !fastRecovery) {
                windowBytes += Math.min(ackedBytes, maxChunkBytes);
            }
            return;
        }
        partialBytesAcked += ackedBytes;
        if (partialBytesAcked >= windowBytes) {
            if (fullyUsed) {
                partialBytesAcked -= windowBytes;
                windowBytes += maxChunkBytes;
            } else {
                partialBytesAcked = windowBytes;
            }
        }
    }

    /** All data was acknowledged (section 7.2.2). */
    public void onDrained() {
        partialBytesAcked = 0;
    }

    /** A chunk was found missing: multiplicative decrease (sections 7.2.3 and 7.2.4). */
    public void onFastRetransmit() {
        thresholdBytes = reducedThreshold();
        windowBytes = thresholdBytes;
        partialBytesAcked = 0;
    }

    /** T3-rtx expired (section 7.2.3). */
    public void onTimeout() {
        thresholdBytes = reducedThreshold();
        windowBytes = maxChunkBytes;
        partialBytesAcked = 0;
    }

    /**
     * Nothing was sent for one RTO or longer (RFC 9260 section 7.2.1): halves the window once for each, and remembers
     * as the threshold what it was.
     */
    public void onIdle(final long idleNs, final long rtoNs) {
        if (idleNs >= rtoNs && windowBytes > 4 * maxChunkBytes) {
            thresholdBytes = idle ? thresholdBytes : windowBytes;
            idle = true;
        }
        for (long left = idleNs; left >= rtoNs && windowBytes > 4 * maxChunkBytes; left -= rtoNs) {
            windowBytes = Math.max(windowBytes / 2, 4 * maxChunkBytes);
        }
    }

    private int initialBytes() {
        return Math.min(4 * maxChunkBytes, Math.max(2 * maxChunkBytes, initialBytes));
    }

    private int reducedThreshold() {
        return Math.max(windowBytes / 2, 4 * maxChunkBytes);
    }
}
