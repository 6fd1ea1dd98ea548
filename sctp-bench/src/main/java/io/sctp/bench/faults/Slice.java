package io.sctp.bench.faults;

import org.HdrHistogram.Histogram;

/**
 * What was observed in a short interval of a run.
 *
 * @param fromNs its start, in nanoseconds after the start of the measurement
 * @param toNs its end, likewise
 * @param latency of the messages that arrived in it, counted from the times at which they were due
 * @param outstanding messages that were sent before its end and not answered by then
 * @param behindNs by how much the sender was behind its schedule at the end; 0 if it has none
 */
record Slice(long fromNs, long toNs, Histogram latency, long outstanding, long behindNs) {
    long lengthNs() {
        return toNs - fromNs;
    }

    /** Whether the sender had sent all that was due at its start. */
    boolean isOnSchedule() {
        return behindNs <= lengthNs();
    }

    /** Messages that arrived, per nanosecond. */
    double rate() {
        return (double) latency.getTotalCount() / Math.max(1, lengthNs());
    }
}
