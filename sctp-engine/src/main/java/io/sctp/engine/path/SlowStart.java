package io.sctp.engine.path;

/**
 * Ends the first slow start before a queue on the path overflows: HyStart++ (RFC 9406). Round-trip times that grow from
 * one round to the next show that a queue builds up. The window then grows at a quarter of the rate for five rounds
 * (conservative slow start), unless the round-trip time falls again; after that slow start is over. Beyond the RFC, it
 * is also over once the queue is half as long as the path: growing for five rounds more would overflow a queue that is
 * as long as the path.
 */
final class SlowStart {
    // RFC 9406 section 4.3.
    private static final long MIN_THRESHOLD_NS = 4_000_000;
    private static final long MAX_THRESHOLD_NS = 16_000_000;
    private static final int THRESHOLD_DIVISOR = 8;
    private static final int SAMPLES = 8;
    private static final int CONSERVATIVE_DIVISOR = 4;
    private static final int CONSERVATIVE_ROUNDS = 5;

    private static final long NONE = Long.MAX_VALUE;

    /** A round ends when so much is acknowledged as was in flight when it began. */
    private long roundLeftBytes;

    private int samples;
    private long lowestNs;
    private long lowestBeforeNs;
    private long lowestEverNs;

    /** The lowest round-trip time when the window began to grow more slowly, or {@link #NONE}. */
    private long baselineNs;

    private int conservativeRounds;
    private boolean over;

    SlowStart() {
        begin();
    }

    /** Begins anew: nothing is known of the path. */
    void begin() {
        roundLeftBytes = 0;
        samples = 0;
        lowestNs = NONE;
        lowestBeforeNs = NONE;
        lowestEverNs = NONE;
        baselineNs = NONE;
        conservativeRounds = 0;
        over = false;
    }

    /** Whether the window is large enough, and grows as in congestion avoidance from now on. */
    boolean isOver() {
        return over;
    }

    /** Returns how much of what was acknowledged the window grows by. */
    int growth(final int bytes) {
        return isConservative() ? bytes / CONSERVATIVE_DIVISOR : bytes;
    }

    private boolean isConservative() {
        return baselineNs != NONE;
    }

    /** A SACK came that acknowledged data (RFC 9406 section 4.2). */
    void onAcked(final PathAck acked) {
        if (acked.sampleNs() != PathAck.NO_SAMPLE) {
            samples++;
            lowestNs = Math.min(lowestNs, acked.sampleNs());
            lowestEverNs = Math.min(lowestEverNs, acked.sampleNs());
        }
        if (samples >= SAMPLES) {
            judge();
        }
        roundLeftBytes -= acked.ackedBytes();
        if (roundLeftBytes <= 0) {
            endRound(acked.flightBytesBefore() - acked.ackedBytes());
        }
    }

    private void judge() {
        if (isConservative()) {
            if (lowestNs < baselineNs) {
                // The round-trip time was high for another reason.
                baselineNs = NONE;
                conservativeRounds = 0;
            }
            over |= lowestNs >= lowestEverNs + lowestEverNs / 2;
        } else if (lowestBeforeNs != NONE && lowestNs >= lowestBeforeNs + thresholdNs()) {
            baselineNs = lowestNs;
        }
    }

    private long thresholdNs() {
        return Math.max(MIN_THRESHOLD_NS, Math.min(lowestBeforeNs / THRESHOLD_DIVISOR, MAX_THRESHOLD_NS));
    }

    private void endRound(final int flightBytes) {
        roundLeftBytes = flightBytes;
        if (isConservative()) {
            conservativeRounds++;
            over |= conservativeRounds >= CONSERVATIVE_ROUNDS;
        }
        lowestBeforeNs = lowestNs == NONE ? lowestBeforeNs : lowestNs;
        lowestNs = NONE;
        samples = 0;
    }
}
