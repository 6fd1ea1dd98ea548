package io.sctp.engine.path;

/** Slow start, congestion avoidance and halving of the window (RFC 9260 section 7.2). */
final class Rfc9260CongestionControl implements CongestionController {
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
    Rfc9260CongestionControl(final int maxChunkBytes, final boolean isIpv6) {
        this.maxChunkBytes = maxChunkBytes;
        initialBytes = isIpv6 ? INITIAL_IPV6_BYTES : INITIAL_BYTES;
        reinitialize();
    }

    @Override
    public void reinitialize() {
        windowBytes = initialBytes();
        thresholdBytes = Integer.MAX_VALUE;
        partialBytesAcked = 0;
        idle = false;
    }

    @Override
    public int windowBytes() {
        return windowBytes;
    }

    @Override
    public int thresholdBytes() {
        return thresholdBytes;
    }

    @Override
    public void maxChunkBytes(final int bytes) {
        maxChunkBytes = bytes;
        windowBytes = Math.max(windowBytes, bytes);
    }

    @Override
    public void limiting(final boolean isLimiting) {
        limiting = isLimiting;
    }

    /** Grows the window after a SACK (sections 7.2.1 and 7.2.2). */
    @Override
    public void onAcked(final PathAck acked, final boolean advanced, final boolean inRecovery) {
        final boolean fullyUsed = limiting || acked.flightBytesBefore() >= windowBytes;
        idle &= !fullyUsed;
        if (windowBytes <= thresholdBytes) {
            if (advanced && fullyUsed && !inRecovery) {
                windowBytes += Math.min(acked.ackedBytes(), maxChunkBytes);
            }
            return;
        }
        partialBytesAcked += acked.ackedBytes();
        if (partialBytesAcked >= windowBytes) {
            if (fullyUsed) {
                partialBytesAcked -= windowBytes;
                windowBytes += maxChunkBytes;
            } else {
                partialBytesAcked = windowBytes;
            }
        }
    }

    /** Section 7.2.2. */
    @Override
    public void onDrained() {
        partialBytesAcked = 0;
    }

    /** Multiplicative decrease (sections 7.2.3 and 7.2.4). */
    @Override
    public void onLoss() {
        thresholdBytes = reducedThreshold();
        windowBytes = thresholdBytes;
        partialBytesAcked = 0;
    }

    /** Section 7.2.3. */
    @Override
    public void onTimeout() {
        thresholdBytes = reducedThreshold();
        windowBytes = maxChunkBytes;
        partialBytesAcked = 0;
    }

    /**
     * Halves the window once for each RTO (section 7.2.1), and remembers as the threshold what it was.
     */
    @Override
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
