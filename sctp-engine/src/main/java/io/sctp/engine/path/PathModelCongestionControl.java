package io.sctp.engine.path;

import java.util.Arrays;

/**
 * Models the path instead of taking each loss for congestion, as BBR does (draft-ietf-ccwg-bbr): its rate is the
 * highest of the last rounds, its length the lowest round-trip time. The window is what a path of that rate and length
 * holds, and a quarter more: if there is more capacity, the next round is a quarter faster. A round is the time in
 * which most of a window is acknowledged.
 *
 * <p>The quarter stands in a queue, which must not be taken for the path's length: if the lowest round-trip time was
 * not seen again for some seconds, the window is made small enough for two rounds that the queue drains. Where more
 * than two per cent of a round is lost, the queue overflows, and the window is bounded.
 */
final class PathModelCongestionControl implements CongestionController {
    private static final double GAIN = 1.25;
    private static final double DRAIN_GAIN = 0.75;
    private static final int DRAIN_ROUNDS = 2;
    private static final int RATE_ROUNDS = 10;

    /**
     * A round is so much of a window. The highest rate of several short rounds is a little above the mean. Otherwise
     * the path would be left to others that fill its queue.
     */
    private static final double ROUND = 0.875;

    private static final int MIN_PACKETS = 4;

    /** How long the lowest round-trip time counts, and after how long without it the queue is drained. */
    private static final long LENGTH_NS = 10_000_000_000L;

    /** Within this time a path is as long as the ends' threads and timers make it. */
    private static final long LEAST_LENGTH_NS = 1_000_000L;

    private static final long DRAIN_AFTER_NS = LENGTH_NS / 2;

    /** A sample this little above the lowest round-trip time confirms it. */
    private static final int TOLERANCE_DIVISOR = 32;

    /** As many long round trips as HyStart++ waits for (RFC 9406 section 4.3). */
    private static final int SAMPLES = 8;

    /** How long they are, in lowest ones. */
    private static final double LONG = 1.25;

    private static final double MUCH_LOSS = 0.02;
    private static final double DECREASE = 0.7;
    private static final double BOUND_GROWTH = 1.05;

    private final double[] rates = new double[RATE_ROUNDS];
    private final boolean isIpv6;

    private int maxChunkBytes;
    private int windowBytes;

    /** The window while nothing is known of the path. */
    private int usualBytes;

    private boolean limiting;
    private boolean starting;

    private int round;
    private long roundBeganNs;
    private long roundLeftBytes;

    /** SACKs that come together belong to one round. */
    private long lastAckedNs;

    private long roundBytes;
    private long roundLostBytes;
    private boolean roundIsFull;

    /** Bytes per nanosecond. */
    private double rate;

    /** How many round trips in a row showed that a queue has built up. */
    private int longSamples;

    private long lowestNs;
    private long lowestSeenNs;
    private int drainRoundsLeft;

    /** The most that the window may be because of losses. */
    private double boundBytes;

    PathModelCongestionControl(final int maxChunkBytes, final boolean isIpv6) {
        this.maxChunkBytes = maxChunkBytes;
        this.isIpv6 = isIpv6;
        begin();
    }

    private void begin() {
        usualBytes = LossBasedCongestionControl.initialBytes(maxChunkBytes, isIpv6);
        windowBytes = usualBytes;
        starting = true;
        longSamples = 0;
        Arrays.fill(rates, 0);
        rate = 0;
        lowestNs = Long.MAX_VALUE;
        round = 0;
        roundBeganNs = 0;
        roundLeftBytes = 0;
        roundBytes = 0;
        roundLostBytes = 0;
        roundIsFull = false;
        drainRoundsLeft = 0;
        boundBytes = Double.MAX_VALUE;
    }

    @Override
    public void reinitialize() {
        begin();
    }

    @Override
    public void takeOver(final CongestionController before) {
        windowBytes = before.windowBytes();
        usualBytes = windowBytes;
        starting = before.thresholdBytes() == Integer.MAX_VALUE;
    }

    @Override
    public int windowBytes() {
        return windowBytes;
    }

    @Override
    public int thresholdBytes() {
        return starting ? Integer.MAX_VALUE : targetBytes();
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

    @Override
    public void onAcked(final PathAck acked) {
        final boolean fullyUsed = limiting || acked.flightBytesBefore() >= windowBytes;
        roundIsFull |= fullyUsed;
        if (acked.sampleNs() != PathAck.NO_SAMPLE) {
            noteLength(acked.sampleNs(), acked.nowNs());
        }
        if (roundLeftBytes <= 0 && acked.nowNs() != lastAckedNs) {
            endRound(lastAckedNs);
            roundLeftBytes = (long) (ROUND * acked.flightBytesBefore());
        }
        roundBytes += acked.ackedBytes();
        roundLeftBytes -= acked.ackedBytes();
        lastAckedNs = acked.nowNs();
        if (starting) {
            start(acked, fullyUsed);
        } else {
            approach(acked.ackedBytes());
        }
    }

    private void start(final PathAck acked, final boolean fullyUsed) {
        if (fullyUsed) {
            setWindow((long) windowBytes + Math.min(acked.ackedBytes(), maxChunkBytes));
        }
        if (acked.sampleNs() != PathAck.NO_SAMPLE) {
            longSamples = acked.sampleNs() > LONG * lowestNs ? longSamples + 1 : 0;
        }
        starting = longSamples < SAMPLES;
    }

    /** Less goes at once; more goes as data is acknowledged, so that there is no burst. */
    private void approach(final int ackedBytes) {
        setWindow(Math.min((long) windowBytes + ackedBytes, targetBytes()));
    }

    private void setWindow(final long bytes) {
        windowBytes = (int) Math.max(maxChunkBytes, Math.min(Integer.MAX_VALUE / 2, bytes));
    }

    private int targetBytes() {
        final double holds =
                rate == 0 || lowestNs == Long.MAX_VALUE ? usualBytes : rate * Math.max(lowestNs, LEAST_LENGTH_NS);
        final double wanted = holds * (drainRoundsLeft > 0 ? DRAIN_GAIN : GAIN);
        final int least = MIN_PACKETS * maxChunkBytes;
        return (int) Math.min(1 << 30, Math.max(least, Math.min(wanted + least, boundBytes)));
    }

    private void noteLength(final long sampleNs, final long nowNs) {
        final boolean isOld = nowNs - lowestSeenNs > LENGTH_NS;
        if (sampleNs < lowestNs || isOld) {
            lowestNs = Math.max(1, sampleNs);
            lowestSeenNs = nowNs;
        } else if (sampleNs <= lowestNs + lowestNs / TOLERANCE_DIVISOR) {
            lowestSeenNs = nowNs;
        }
    }

    private void endRound(final long nowNs) {
        final long tookNs = nowNs - roundBeganNs;
        if (roundBeganNs != 0 && tookNs > 0) {
            noteRate((double) roundBytes / tookNs);
            noteLoss();
        }
        if (drainRoundsLeft > 0) {
            drainRoundsLeft--;
        } else if (!starting && nowNs - lowestSeenNs > DRAIN_AFTER_NS) {
            drainRoundsLeft = DRAIN_ROUNDS;
        }
        roundBeganNs = nowNs;
        roundBytes = 0;
        roundLostBytes = 0;
        roundIsFull = false;
    }

    /** A round in which the window kept nothing back says nothing of what the path could do. */
    private void noteRate(final double newRate) {
        if (!roundIsFull && newRate <= rate) {
            return;
        }
        rates[round] = newRate;
        round = (round + 1) % RATE_ROUNDS;
        rate = 0;
        for (final double each : rates) {
            rate = Math.max(rate, each);
        }
    }

    private void noteLoss() {
        final boolean isMuch = roundLostBytes > MUCH_LOSS * (roundBytes + roundLostBytes)
                && roundLostBytes >= (long) MIN_PACKETS * maxChunkBytes;
        if (isMuch) {
            boundBytes = Math.max((double) MIN_PACKETS * maxChunkBytes, DECREASE * Math.min(windowBytes, boundBytes));
            starting = false;
        } else if (boundBytes < Double.MAX_VALUE) {
            boundBytes = boundBytes * BOUND_GROWTH + maxChunkBytes;
        }
    }

    @Override
    public void onLost(final int bytes) {
        roundLostBytes += bytes;
    }

    @Override
    public void onDrained() {
        // Rounds go on with what is sent next.
    }

    @Override
    public void onLoss() {
        // What counts is how much of a round is lost.
    }

    @Override
    public void onNothingLost() {
        roundLostBytes = 0;
    }

    /** RFC 9260 section 7.2.3: one packet. The window is back as soon as data is acknowledged. */
    @Override
    public void onTimeout() {
        starting = false;
        windowBytes = maxChunkBytes;
    }

    @Override
    public void onIdle(final long idleNs, final long rtoNs) {
        if (idleNs >= rtoNs) {
            roundBeganNs = 0;
            roundLeftBytes = 0;
        }
        final int least = MIN_PACKETS * maxChunkBytes;
        for (long left = idleNs; left >= rtoNs && windowBytes > least; left -= rtoNs) {
            windowBytes = Math.max(windowBytes / 2, least);
        }
    }
}
