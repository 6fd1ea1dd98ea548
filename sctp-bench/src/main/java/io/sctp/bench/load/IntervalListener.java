package io.sctp.bench.load;

import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.record.Recorders;

/** Is notified of each second of the measurement, by a thread that neither sends nor receives. */
@FunctionalInterface
public interface IntervalListener {
    /** An interval has ended. */
    void onInterval(Interval interval);

    /**
     * One interval. The recorders' {@link LatencyRecorder#interval()} covers the interval,
     * {@link LatencyRecorder#whole()} the run so far. Both are valid only until the listener returns.
     *
     * @param fromNs its start, in nanoseconds after the start of the measurement
     * @param toNs its end, likewise
     * @param recorders latencies and service times
     * @param hiccups the platform's hiccups
     * @param sent messages sent until its end, including the warm-up
     * @param arrived messages that arrived until its end, including the warm-up
     * @param missing messages that had not arrived although a later one of their stream had
     */
    record Interval(
            long fromNs,
            long toNs,
            Recorders recorders,
            LatencyRecorder hiccups,
            long sent,
            long arrived,
            long missing) {}
}
