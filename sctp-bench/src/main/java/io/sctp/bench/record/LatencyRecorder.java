package io.sctp.bench.record;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** Latencies that one thread records and another collects, interval by interval, without either waiting long. */
public final class LatencyRecorder {
    /** Longer latencies are recorded as this one. */
    static final long MAX_NS = 3_600_000_000_000L;

    private final SingleWriterRecorder recorder;
    private final Histogram whole;
    private Histogram interval;

    /**
     * An empty recorder.
     *
     * @param digits significant decimal digits that are kept, 1 to 5
     */
    public LatencyRecorder(final int digits) {
        recorder = new SingleWriterRecorder(digits);
        whole = new Histogram(digits);
    }

    /** Records one latency; a clock that stepped back counts as none. */
    public void record(final long latencyNs) {
        recorder.recordValue(Math.max(0, Math.min(latencyNs, MAX_NS)));
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
}
