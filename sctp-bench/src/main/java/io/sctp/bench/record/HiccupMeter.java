package io.sctp.bench.record;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does nothing but sleep a millisecond at a time, and records by how much longer it slept: what the
 * machine, the kernel and the JVM did to every thread, whatever it was doing. A stall of many milliseconds counts as
 * often as a thread that woke up every millisecond would have met it. The idea is jHiccup's.
 */
public final class HiccupMeter implements AutoCloseable {
    private static final long SLEEP_NS = 1_000_000;
    /** A sleep that was no longer than this is the system's usual one; the shortest so far is taken off each. */
    private static final long MAX_USUAL_NS = 2 * SLEEP_NS;

    private final LatencyRecorder recorder = new LatencyRecorder(2);
    private final Thread thread = new Thread(this::measure, "load-hiccups");
    private volatile boolean closing;
    /** The shortest sleep: even on an idle machine each takes somewhat longer than asked for, by the timer's slack. */
    private long usualNs = MAX_USUAL_NS;

    private HiccupMeter() {}

    /** Begins to measure. */
    public static HiccupMeter start() {
        final HiccupMeter meter = new HiccupMeter();
        meter.thread.setDaemon(true);
        meter.thread.start();
        return meter;
    }

    /** One that is told of sleeps. */
    static HiccupMeter idle() {
        return new HiccupMeter();
    }

    /** What it has recorded, for one collecting thread. */
    public LatencyRecorder recorder() {
        return recorder;
    }

    /** Ends the measurement soon. */
    @Override
    public void close() {
        closing = true;
    }

    private void measure() {
        long beforeNs = System.nanoTime();
        while (!closing) {
            LockSupport.parkNanos(SLEEP_NS);
            final long nowNs = System.nanoTime();
            onWakeUp(nowNs - beforeNs);
            beforeNs = nowNs;
        }
    }

    /** A sleep has taken so long. */
    void onWakeUp(final long sleptNs) {
        if (sleptNs >= SLEEP_NS) {
            usualNs = Math.min(usualNs, sleptNs);
        }
        recorder.record(sleptNs - usualNs, SLEEP_NS);
    }
}
