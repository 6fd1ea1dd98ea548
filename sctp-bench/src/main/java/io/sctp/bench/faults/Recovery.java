package io.sctp.bench.faults;

import org.HdrHistogram.Histogram;

/**
 * Decides when latency and throughput are back after a fault. They are in the first slice
 *
 * <ul>
 *   <li>in which messages arrived, their p99 at most twice the p99 of what arrived before the first fault,
 *   <li>at whose end no more messages were outstanding than at the end of some slice before the first fault, and
 *   <li>at whose end the sender was not behind its schedule by more than the slice's length. Of a sender without a
 *       schedule, at least half as many messages must have arrived as before the first fault in the same time.
 * </ul>
 *
 * <p>Latency counts from the time at which a message was due, so the first and the third condition hold only when the
 * messages that the fault had held up have been dealt with. The second one finds a single association, or stream, that
 * stands still among many.
 */
final class Recovery {
    private static final double PERCENTILE = 99;
    private static final int FACTOR = 2;

    private final boolean scheduled;
    private final Histogram before = new Histogram(Slices.DIGITS);
    private long beforeNs;
    private long maxOutstanding;

    /**
     * Knows nothing yet.
     *
     * @param scheduled whether the sender has a schedule
     */
    Recovery(final boolean scheduled) {
        this.scheduled = scheduled;
    }

    /** Learns how it was before the first fault. */
    void onBefore(final Slice slice) {
        before.add(slice.latency());
        beforeNs += slice.lengthNs();
        maxOutstanding = Math.max(maxOutstanding, slice.outstanding());
    }

    /** Whether it is again as it was before. Never if no message had arrived by then. */
    boolean isBackIn(final Slice slice) {
        return before.getTotalCount() > 0
                && slice.latency().getTotalCount() > 0
                && p99(slice.latency()) <= FACTOR * p99(before)
                && slice.outstanding() <= maxOutstanding
                && (scheduled ? slice.isOnSchedule() : FACTOR * slice.rate() >= rateBefore());
    }

    private double rateBefore() {
        return (double) before.getTotalCount() / Math.max(1, beforeNs);
    }

    private static long p99(final Histogram latency) {
        return latency.getValueAtPercentile(PERCENTILE);
    }
}
