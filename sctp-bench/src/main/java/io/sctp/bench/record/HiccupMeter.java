package io.sctp.bench.record;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that only sleeps, one millisecond at a time, and records by how much longer each sleep took. That is the
 * delay that machine, kernel and JVM impose on every thread. A stall of many milliseconds counts as often as a thread
 * that wakes up every millisecond would have met it. The idea is from jHiccup.
 */
public final class HiccupMeter implements AutoCloseable {
    private static final long SLEEP_NS = 1_000_000;
    /** Sleeps up to this long are normal for the system; the shortest sleep so far is subtracted from each. */
    private static final long MAX_USUAL_NS = 2 * SLEEP_NS;

    private final LatencyRecorder recorder = new LatencyRecorder(2);
    private final Thread thread = new Thread(this::measure, "load-hiccups");
    private volatile boolean closing;
    /**
     * The shortest sleep. Even on an idle machine a sleep takes somewhat longer than requested, because of the timer
     * slack.
     */
    private long usualNs = MAX_USUAL_NS;

    private HiccupMeter() {}

    /** Starts the measurement. */
    public static HiccupMeter start() {
        final HiccupMeter meter = new HiccupMeter();
        meter.thread.setDaemon(true);
        meter.thread.start();
        return meter;
    }

    /** Creates a meter that is given the sleeps, for tests. */
    static HiccupMeter idle() {
        return new HiccupMeter();
    }

    /** The recorded hiccups, for one collecting thread. */
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

    /** Records the duration of a sleep. */
    void onWakeUp(final long sleptNs) {
        if (sleptNs >= SLEEP_NS) {
            usualNs = Math.min(usualNs, sleptNs);
        }
        recorder.record(sleptNs - usualNs, SLEEP_NS);
    }
}
