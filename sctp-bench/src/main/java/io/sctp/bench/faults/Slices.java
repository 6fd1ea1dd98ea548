package io.sctp.bench.faults;

import io.sctp.bench.record.LatencyRecorder;

/** Cuts a run into slices, more finely than its log of seconds. For one thread, but for what is recorded. */
final class Slices {
    /** The usual length of a slice: fifty in a second cost next to nothing, and no timer of SCTP's is as short. */
    static final long LENGTH_NS = 20_000_000;
    /** Significant digits of its latencies: 1 %. */
    static final int DIGITS = 2;

    private final LatencyRecorder latencies = new LatencyRecorder(DIGITS, true);
    private Scene scene;
    private boolean scheduled;
    private long fromNs;

    /** Where every measured message is to be recorded; from any thread. */
    LatencyRecorder latencies() {
        return latencies;
    }

    /** The first slice begins with the measurement. */
    void begin(final Scene newScene, final boolean isScheduled) {
        scene = newScene;
        scheduled = isScheduled;
        fromNs = newScene.measureFromNs();
    }

    /** When the current slice is long enough, in nanoseconds after the start of the measurement. */
    long dueNs() {
        return fromNs - scene.measureFromNs() + LENGTH_NS;
    }

    /** Ends the current slice, whatever its length, and begins the next. */
    Slice cut() {
        final long nowNs = System.nanoTime();
        final Slice slice = new Slice(
                fromNs - scene.measureFromNs(),
                nowNs - scene.measureFromNs(),
                latencies.collect(),
                scene.outstanding().getAsLong(),
                scheduled ? Math.max(0, nowNs - scene.nextDueNs().getAsLong()) : 0);
        fromNs = nowNs;
        return slice;
    }
}
