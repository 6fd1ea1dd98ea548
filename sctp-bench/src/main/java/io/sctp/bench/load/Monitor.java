package io.sctp.bench.load;

import io.sctp.bench.environment.Usage;
import io.sctp.bench.record.HiccupMeter;
import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.record.Recorders;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A thread that collects the histograms of a run every second, notifies the listeners, and records the resources that
 * the process used while measuring. It ends with {@link #finish}.
 */
final class Monitor {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Recorders recorders;
    private final LongSupplier sent;
    private final Intake intake;
    private final List<IntervalListener> listeners;
    private final long measureFromNs;
    private final int generators;
    private final Thread thread = new Thread(this::watch, "load-monitor");

    /** Guarded by this. */
    private boolean finishing;

    private LatencyRecorder hiccups = new LatencyRecorder(2);
    private Usage before = Usage.NONE;
    private Usage after = Usage.NONE;

    Monitor(
            final Recorders recorders,
            final LongSupplier sent,
            final Intake intake,
            final List<IntervalListener> listeners,
            final long measureFromNs,
            final int generators) {
        this.recorders = recorders;
        this.sent = sent;
        this.intake = intake;
        this.listeners = listeners;
        this.measureFromNs = measureFromNs;
        this.generators = generators;
        thread.setDaemon(true);
        thread.start();
    }

    /** Collects the rest, notifies the listeners a last time, and waits until the thread has ended. */
    void finish() throws InterruptedException {
        synchronized (this) {
            finishing = true;
            notifyAll();
        }
        thread.join();
    }

    /** Resources used until the warm-up ended; call after {@link #finish}. */
    Usage before() {
        return before;
    }

    /** Resources used until the last message arrived; call after {@link #finish}. */
    Usage after() {
        return after;
    }

    /** The platform's hiccups since the warm-up; call after {@link #finish}. */
    LatencyRecorder hiccups() {
        return hiccups;
    }

    private void watch() {
        try (HiccupMeter meter = HiccupMeter.start(generators)) { // from the warm-up on, as all that is measured
            hiccups = meter.recorder();
            if (isFinishingAt(measureFromNs)) {
                recorders.collectAll();
                hiccups.discard();
                return;
            }
            hiccups.discard();
            before = Usage.now();
            long fromNs = measureFromNs;
            boolean last;
            do {
                last = isFinishingAt(fromNs + INTERVAL_NS);
                final long toNs = System.nanoTime();
                recorders.collectAll();
                hiccups.collect();
                final IntervalListener.Interval interval = new IntervalListener.Interval(
                        fromNs - measureFromNs,
                        toNs - measureFromNs,
                        recorders,
                        hiccups,
                        sent.getAsLong(),
                        intake.arrived(),
                        intake.missing());
                listeners.forEach(listener -> listener.onInterval(interval));
                fromNs = toNs;
            } while (!last);
            after = Usage.now();
        }
    }

    /** Waits until this time, or until the run is over. */
    private synchronized boolean isFinishingAt(final long timeNs) {
        try {
            for (long left = timeNs - System.nanoTime(); left > 0 && !finishing; left = timeNs - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (final InterruptedException e) {
            return true;
        }
        return finishing;
    }
}
