package io.sctp.engine.path;

/** Round-trip time and retransmission time-out of one path (RFC 9260 section 6.3.1), in nanoseconds. */
public final class RtoEstimator {
    /** Clock granularity G: keeps the time-out above the mean when the variance has died away (rule C5's note). */
    private static final long GRANULARITY_NS = 1_000_000;

    private long minNs;
    private long maxNs;
    private long smoothedNs;
    private long variationNs;
    private long rtoNs;

    RtoEstimator(final long initialNs, final long minNs, final long maxNs) {
        this.minNs = minNs;
        this.maxNs = maxNs;
        rtoNs = initialNs;
    }

    /** Changes RTO.Min and RTO.Max; the time-out itself follows at once. */
    public void bounds(final long newMinNs, final long newMaxNs) {
        minNs = newMinNs;
        maxNs = newMaxNs;
        rtoNs = Math.min(maxNs, Math.max(minNs, rtoNs));
    }

    /** Takes a measurement of a chunk that was sent once only (Karn, rule C5). */
    public void onSample(final long roundTripNs) {
        if (smoothedNs == 0) {
            smoothedNs = Math.max(1, roundTripNs);
            variationNs = roundTripNs / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - roundTripNs) - variationNs) / 4;
            smoothedNs += (roundTripNs - smoothedNs) / 8;
        }
        rtoNs = Math.min(maxNs, Math.max(minNs, smoothedNs + Math.max(GRANULARITY_NS, 4 * variationNs)));
    }

    /** Doubles the time-out after it expired (section 6.3.3, rule E2). */
    public void backOff() {
        rtoNs = Math.min(maxNs, rtoNs * 2);
    }

    /** Returns the timeout as it would be after this many more expirations. */
    public long backedOffNs(final int doublings) {
        long backedOffNs = rtoNs;
        for (int i = 0; i < doublings && backedOffNs < maxNs; i++) {
            backedOffNs *= 2;
        }
        return Math.min(maxNs, backedOffNs);
    }

    /** Begins with a time-out that another path was backed off to. */
    public void start(final long initialNs) {
        rtoNs = initialNs;
    }

    public long rtoNs() {
        return rtoNs;
    }

    /** Returns the smoothed round-trip time, or 0 before the first measurement. */
    public long smoothedNs() {
        return smoothedNs;
    }
}
