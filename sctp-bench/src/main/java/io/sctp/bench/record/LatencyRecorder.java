package io.sctp.bench.record;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntervalHistogramProvider;
import org.HdrHistogram.Recorder;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Latencies that one thread, or several, record and another collects, interval by interval, without either waiting
 * long.
 */
public final class LatencyRecorder {
    /** Longer latencies are recorded as this one. */
    static final long MAX_NS = 3_600_000_000_000L;
    /** Recorders grow, which allocates. They do so before, up to this, where memory allows it. */
    private static final long USUAL_MAX_NS = 100_000_000;

    private final IntervalHistogramProvider<Histogram> recorder;
    private final Writer writer;
    private final Histogram whole;
    private Histogram interval;

    /**
     * An empty recorder.
     *
     * @param digits significant decimal digits that are kept, 1 to 5
     */
    public LatencyRecorder(final int digits) {
        this(digits, false);
    }

    /**
     * An empty recorder.
     *
     * @param digits significant decimal digits that are kept, 1 to 5
     * @param manyWriters whether several threads record at once
     */
    public LatencyRecorder(final int digits, final boolean manyWriters) {
        if (manyWriters) {
            final Recorder shared = new Recorder(digits);
            recorder = shared;
            writer = shared::recordValueWithExpectedInterval;
        } else {
            final SingleWriterRecorder own = new SingleWriterRecorder(digits);
            recorder = own;
            writer = own::recordValueWithExpectedInterval;
        }
        whole = new Histogram(digits);
    }

    /** Allocates what usual latencies take, so that recording them does not. Whatever was recorded is forgotten. */
    public void allocate() {
        whole.recordValue(USUAL_MAX_NS);
        whole.reset();
        for (int i = 0; i < 2; i++) { // one that is written and one that is read, in turn
            record(USUAL_MAX_NS);
            interval = recorder.getIntervalHistogram(interval);
        }
        interval.reset();
    }

    /** Records one latency; a clock that stepped back counts as none. */
    public void record(final long latencyNs) {
        record(latencyNs, 0);
    }

    /**
     * Records a stall, and the measurements it prevented: each would have been due at a regular interval and would have
     * measured the rest of the stall.
     *
     * @param intervalNs how often it is measured; 0 for a latency that stands for itself alone
     */
    public void record(final long latencyNs, final long intervalNs) {
        writer.record(Math.max(0, Math.min(latencyNs, MAX_NS)), intervalNs);
    }

    /**
     * Takes what was recorded since the last call and adds it to the whole; from the collecting thread.
     *
     * @return the interval's histogram, valid until the next call
     */
    public Histogram collect() {
        interval = recorder.getIntervalHistogram(interval);
        whole.add(interval);
        return interval;
    }

    /** What the last {@link #collect} returned. */
    public Histogram interval() {
        return interval;
    }

    /** All that was collected; for the collecting thread. */
    public Histogram whole() {
        return whole;
    }

    @FunctionalInterface
    private interface Writer {
        void record(long latencyNs, long intervalNs);
    }
}
