package io.sctp.engine.path;

/**
 * What controllers have in common that take a loss for congestion: the initial window, slow start and the restart after
 * idle time (RFC 9260 section 7.2.1).
 */
abstract class LossBasedCongestionControl implements CongestionController {
    /** The initial window of RFC 9260 section 7.2.1: over IPv4, and over IPv6, whose header is longer. */
    private static final int INITIAL_BYTES = 4404;

    private static final int INITIAL_IPV6_BYTES = 4344;

    private final boolean isIpv6;
    private final SlowStart slowStart = new SlowStart();

    private int maxChunkBytes;
    private int windowBytes;
    private int thresholdBytes;

    /** What they were before the last loss; 0 if that is not to come back. */
    private int windowBeforeBytes;

    private int thresholdBeforeBytes;
    private boolean limiting;

    /** Whether the window was made smaller because nothing was sent, and not fully used since. */
    private boolean idle;

    /**
     * Begins with nothing known of the path.
     *
     * @param maxChunkBytes PMDCS: the longest DATA chunk, with its header, that a packet to this path takes
     */
    LossBasedCongestionControl(final int maxChunkBytes, final boolean isIpv6) {
        this.maxChunkBytes = maxChunkBytes;
        this.isIpv6 = isIpv6;
        begin();
    }

    private void begin() {
        windowBytes = initialBytes(maxChunkBytes, isIpv6);
        thresholdBytes = Integer.MAX_VALUE;
        windowBeforeBytes = 0;
        slowStart.begin();
        idle = false;
    }

    static int initialBytes(final int maxChunkBytes, final boolean isIpv6) {
        final int bytes = isIpv6 ? INITIAL_IPV6_BYTES : INITIAL_BYTES;
        return Math.min(4 * maxChunkBytes, Math.max(2 * maxChunkBytes, bytes));
    }

    @Override
    public void reinitialize() {
        begin();
    }

    @Override
    public final void takeOver(final CongestionController before) {
        windowBytes = before.windowBytes();
        thresholdBytes = before.thresholdBytes();
    }

    @Override
    public final int windowBytes() {
        return windowBytes;
    }

    @Override
    public final int thresholdBytes() {
        return thresholdBytes;
    }

    @Override
    public final void maxChunkBytes(final int bytes) {
        maxChunkBytes = bytes;
        windowBytes = Math.max(windowBytes, bytes);
    }

    final int maxChunkBytes() {
        return maxChunkBytes;
    }

    @Override
    public final void limiting(final boolean isLimiting) {
        limiting = isLimiting;
    }

    @Override
    public final void onAcked(final PathAck acked) {
        final boolean fullyUsed = limiting || acked.flightBytesBefore() >= windowBytes;
        idle &= !fullyUsed;
        if (windowBytes > thresholdBytes) {
            avoidCongestion(acked, fullyUsed);
        } else if (thresholdBytes == Integer.MAX_VALUE) {
            slowStart.onAcked(acked);
            if (acked.hasAdvanced() && fullyUsed && !acked.isInRecovery()) {
                grow(slowStart.growth(Math.min(acked.ackedBytes(), maxChunkBytes)));
            }
            if (slowStart.isOver()) {
                thresholdBytes = windowBytes;
            }
        } else if (acked.hasAdvanced() && fullyUsed && !acked.isInRecovery()) {
            grow(Math.min(acked.ackedBytes(), maxChunkBytes));
        }
    }

    /** A SACK came while the window is above the threshold. */
    abstract void avoidCongestion(PathAck acked, boolean fullyUsed);

    /** Makes the window larger. */
    final void grow(final int bytes) {
        windowBytes = (int) Math.min(Integer.MAX_VALUE / 2, (long) windowBytes + bytes);
    }

    /** Sets the threshold, at least four packets, and the window to that or, after a time-out, to one packet. */
    final void reduceTo(final int bytes, final boolean toOnePacket) {
        windowBeforeBytes = toOnePacket ? 0 : windowBytes;
        thresholdBeforeBytes = thresholdBytes;
        thresholdBytes = Math.max(bytes, 4 * maxChunkBytes);
        windowBytes = toOnePacket ? maxChunkBytes : thresholdBytes;
    }

    @Override
    public void onLost(final int bytes) {
        // The first loss of a recovery stands for all.
    }

    @Override
    public void onNothingLost() {
        if (windowBeforeBytes > windowBytes) {
            windowBytes = windowBeforeBytes;
            thresholdBytes = thresholdBeforeBytes;
        }
        windowBeforeBytes = 0;
    }

    /** Halves the window once for each RTO, and remembers as the threshold what it was. */
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
}
