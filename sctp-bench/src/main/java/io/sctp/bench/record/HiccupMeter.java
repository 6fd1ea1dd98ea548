package io.sctp.bench.record;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that only sleeps, one millisecond at a time, and records by how much longer each sleep took. That is the
 * delay that machine, kernel and JVM impose on every thread. A long stall counts as often as a thread that always wakes
 * up at this interval would have met it. The idea is from jHiccup.
 *
 * <p>Waking up costs processor time, whatever the rate of the load. So generators that share a load share the samples
 * too: each of N sleeps N milliseconds, but at most {@value #MAX_SHARES}. A stall that is shorter than the sleep is
 * then met with the probability of stall by sleep, so percentiles stay right, with fewer samples of each generator and
 * as many of all together.
 */
public final class HiccupMeter implements AutoCloseable {
    private static final long SLEEP_NS = 1_000_000;
    /** Whatever the number of generators, a stall of 10 ms is met. */
    private static final int MAX_SHARES = 10;

    private final long sleepNs;
    private final LatencyRecorder recorder = new LatencyRecorder(2);
    private final Thread thread = new Thread(this::measure, "load-hiccups");
    private volatile boolean closing;
    /**
     * The shortest sleep, which is subtracted from each. Even on an idle machine a sleep takes somewhat longer than
     * requested, because of the timer slack. A sleep that took twice as long is a hiccup.
     */
    private long usualNs;

    private HiccupMeter(final int generators) {
        sleepNs = SLEEP_NS * Math.min(generators, MAX_SHARES);
        usualNs = 2 * sleepNs;
    }

    /**
     * Starts the measurement.
     *
     * @param generators that share the load, this one included
     */
    public static HiccupMeter start(final int generators) {
        final HiccupMeter meter = new HiccupMeter(generators);
        meter.thread.setDaemon(true);
        meter.thread.start();
        return meter;
    }

    /** Creates a meter that is given the sleeps, for tests. */
    static HiccupMeter idle(final int generators) {
        return new HiccupMeter(generators);
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
            LockSupport.parkNanos(sleepNs);
            final long nowNs = System.nanoTime();
            onWakeUp(nowNs - beforeNs);
            beforeNs = nowNs;
        }
    }

    /** Records the duration of a sleep. */
    void onWakeUp(final long sleptNs) {
        if (sleptNs >= sleepNs) {
            usualNs = Math.min(usualNs, sleptNs);
        }
        recorder.record(sleptNs - usualNs, sleepNs);
    }
}
