package io.sctp.bench.load;

import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.record.Recorders;

/** Told, once a second of the measurement, what happened in it; from a thread that sends and receives nothing. */
@FunctionalInterface
public interface IntervalListener {
    /** An interval has ended. */
    void onInterval(Interval interval);

    /**
     * One interval. The recorders' {@link LatencyRecorder#interval()} is its own part, {@link LatencyRecorder#whole()}
     * everything so far; both only until the listener returns.
     *
     * @param fromNs when it began, counted from the start of the measurement
     * @param toNs when it ended
     * @param recorders latencies and service times
     * @param hiccups the platform's hiccups
     * @param sent messages sent up to its end, those of the warm-up included
     * @param arrived messages that arrived up to its end, likewise
     * @param missing messages that had not, although a later one of their stream had
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
