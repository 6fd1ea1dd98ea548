package io.sctp.engine.path;

/**
 * CUBIC (RFC 9438): after a loss the window is a cubic function of time. It comes back quickly to near where the loss
 * was, stays there a while, and then looks for more; how long that takes does not depend on the round-trip time. Where
 * RFC 9260's controller would be faster (short paths, small windows), the window grows as that does. Slow start and the
 * restart after idle time are RFC 9260's.
 *
 * <p>Windows are counted in packets here, and time in seconds, as in the RFC.
 */
final class CubicCongestionControl extends LossBasedCongestionControl {
    /** C: how fast the window grows, in packets per cubic second (section 5). */
    private static final double SCALING = 0.4;

    /** beta_cubic: what is left of the window after a loss (section 4.6). */
    private static final double DECREASE = 0.7;

    /** alpha_cubic: packets for each window, as fair as one packet and halving are (section 4.3). */
    private static final double RENO_INCREASE = 3 * (1 - DECREASE) / (1 + DECREASE);

    /** The window grows by no more than half in a round trip (section 4.2). */
    private static final double MOST_GROWTH = 1.5;

    private static final double NANOS_PER_SECOND = 1e9;

    /** So that bytes do not overflow. */
    private static final double MOST_AT_ONCE = 1 << 29;

    /** W_max: the window at the last loss, where the curve is flat; 0 before the first. */
    private double flatPackets;

    /** cwnd_prior: the window just before the last loss. */
    private double priorPackets;

    /** K: when the curve is flat, in seconds from the beginning of the epoch. */
    private double flatSeconds;

    /** W_est: what RFC 9260's controller would have. */
    private double renoPackets;

    /** Whether an epoch has begun, and when; time in which the window was not used does not count. */
    private boolean hasEpoch;

    private long epochNs;
    private long lastNs;

    /** What the window has grown by less than a byte. */
    private double remainder;

    CubicCongestionControl(final int maxChunkBytes, final boolean isIpv6) {
        super(maxChunkBytes, isIpv6);
    }

    @Override
    public void reinitialize() {
        super.reinitialize();
        flatPackets = 0;
        priorPackets = 0;
        hasEpoch = false;
        remainder = 0;
    }

    /** Section 4.2. */
    @Override
    void avoidCongestion(final PathAck acked, final boolean fullyUsed) {
        final long nowNs = acked.nowNs();
        if (!fullyUsed) {
            // Section 5.8: time in which the application, not the window, limits what is sent does not count.
            epochNs += hasEpoch ? nowNs - lastNs : 0;
            lastNs = nowNs;
            return;
        }
        if (!hasEpoch) {
            beginEpoch(nowNs);
        }
        lastNs = nowNs;
        final double window = packets();
        final double ackedPackets = (double) acked.ackedBytes() / maxChunkBytes();
        final double now = (nowNs - epochNs) / NANOS_PER_SECOND;
        final double then = now + acked.roundTripNs() / NANOS_PER_SECOND;
        renoPackets += (renoPackets < priorPackets ? RENO_INCREASE : 1) * ackedPackets / window;
        if (curve(now) < renoPackets) {
            growTo(Math.max(window, renoPackets));
        } else {
            final double target = Math.max(window, Math.min(MOST_GROWTH * window, curve(then)));
            growTo(window + (target - window) / window * ackedPackets);
        }
    }

    private void beginEpoch(final long nowNs) {
        hasEpoch = true;
        epochNs = nowNs;
        renoPackets = packets();
        flatPackets = Math.max(flatPackets, packets());
        flatSeconds = Math.cbrt((flatPackets - packets()) / SCALING);
    }

    /** W_cubic(t). */
    private double curve(final double seconds) {
        final double fromFlat = seconds - flatSeconds;
        return SCALING * fromFlat * fromFlat * fromFlat + flatPackets;
    }

    private double packets() {
        return (double) windowBytes() / maxChunkBytes();
    }

    private void growTo(final double packets) {
        remainder += Math.max(0, packets * maxChunkBytes() - windowBytes());
        final int whole = (int) Math.min(remainder, MOST_AT_ONCE);
        remainder -= whole;
        grow(whole);
    }

    @Override
    public void onDrained() {
        // Nothing is counted from window to window.
    }

    /** Sections 4.6 and 4.7. */
    @Override
    public void onLoss() {
        reduce(false);
    }

    /** Section 4.9. */
    @Override
    public void onNothingLost() {
        super.onNothingLost();
        hasEpoch = false;
        flatPackets = Math.max(flatPackets, packets());
    }

    /** Section 4.8. */
    @Override
    public void onTimeout() {
        reduce(true);
    }

    private void reduce(final boolean toOnePacket) {
        final double window = packets();
        priorPackets = window;
        // Fast convergence: a window that is smaller than at the loss before leaves others more.
        flatPackets = window < flatPackets ? window * (1 + DECREASE) / 2 : window;
        hasEpoch = false;
        remainder = 0;
        reduceTo((int) Math.round(windowBytes() * DECREASE), toOnePacket);
    }

    @Override
    public void onIdle(final long idleNs, final long rtoNs) {
        super.onIdle(idleNs, rtoNs);
        if (idleNs >= rtoNs) {
            hasEpoch = false;
        }
    }
}
