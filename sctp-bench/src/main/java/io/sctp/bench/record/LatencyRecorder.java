package io.sctp.bench.record;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntervalHistogramProvider;
import org.HdrHistogram.Recorder;
import org.HdrHistogram.SingleWriterRecorder;

/** Latencies recorded by one or several threads and collected by another, interval by interval, without long waits. */
public final class LatencyRecorder {
    /** Longer latencies are recorded as this one. */
    static final long MAX_NS = 3_600_000_000_000L;
    /** Recorders allocate when they grow. They are grown beforehand, up to this latency, if memory allows. */
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

    /**
     * Allocates the memory for usual latencies, so that recording them allocates nothing. Discards the recordings so
     * far.
     */
    public void allocate() {
        whole.recordValue(USUAL_MAX_NS);
        whole.reset();
        for (int i = 0; i < 2; i++) { // two histograms in turn, one being written and one being read
            record(USUAL_MAX_NS);
            interval = recorder.getIntervalHistogram(interval);
        }
        interval.reset();
    }

    /** Records one latency; a negative one counts as 0. */
    public void record(final long latencyNs) {
        record(latencyNs, 0);
    }

    /**
     * Records a stall, and the measurements that it prevented. Those would have been taken at a regular interval, and
     * each would have measured the rest of the stall.
     *
     * @param intervalNs the interval of measurements; 0 to record the latency alone
     */
    public void record(final long latencyNs, final long intervalNs) {
        writer.record(Math.max(0, Math.min(latencyNs, MAX_NS)), intervalNs);
    }

    /**
     * Collects the recordings since the last call and adds them to the whole; from the collecting thread.
     *
     * @return the interval's histogram, valid until the next call
     */
    public Histogram collect() {
        interval = recorder.getIntervalHistogram(interval);
        whole.add(interval);
        return interval;
    }

    /** Discards the recordings so far; from the collecting thread. */
    public void discard() {
        collect();
        whole.reset();
    }

    /** The result of the last {@link #collect}. */
    public Histogram interval() {
        return interval;
    }

    /** Everything collected so far; for the collecting thread. */
    public Histogram whole() {
        return whole;
    }

    @FunctionalInterface
    private interface Writer {
        void record(long latencyNs, long intervalNs);
    }
}
