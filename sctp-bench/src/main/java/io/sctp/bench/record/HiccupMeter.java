package io.sctp.bench.record;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does nothing but sleep a millisecond at a time, and records by how much longer it slept: what the
 * machine, the kernel and the JVM did to every thread, whatever it was doing. The idea is jHiccup's.
 */
public final class HiccupMeter implements AutoCloseable {
    private static final long SLEEP_NS = 1_000_000;

    private final LatencyRecorder recorder = new LatencyRecorder(2);
    private final Thread thread = new Thread(this::measure, "load-hiccups");
    private volatile boolean closing;

    /** Begins to measure. */
    public HiccupMeter() {
        thread.setDaemon(true);
        thread.start();
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
            recorder.record(nowNs - beforeNs - SLEEP_NS);
            beforeNs = nowNs;
        }
    }
}
