package io.sctp.bench.faults;

import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.result.FaultResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A thread that plants a run's faults in their time and watches how the run recovers. The device is restored when the
 * run, or the process, ends.
 */
public final class FaultInjector implements AutoCloseable {
    /** A sender that was on schedule this shortly before a fault did not miss its rate without it. */
    private static final long RECENT_NS = TimeUnit.SECONDS.toNanos(1);

    private final List<Planted> faults;
    private final DisturbedDevice device;
    private final Slices slices = new Slices();
    private final List<String> troubles = new ArrayList<>();
    private final Thread thread = new Thread(this::plantAll, "load-faults");
    private Scene scene;
    private Recovery recovery;
    /** The fault that began last; null before the first. */
    private Planted last;
    /** When the sender was last seen on schedule, apart from the times of faults. */
    private long onScheduleNs = -RECENT_NS - 1;

    private boolean wasOnSchedule;

    /** Guarded by this. */
    private boolean ending;

    /** Guarded by this. */
    private boolean restored;

    private volatile boolean killed;
    private volatile boolean over;

    /**
     * Prepares the faults of one run.
     *
     * @param device that is disturbed; null if no fault needs one
     */
    public FaultInjector(final FaultPlan plan, final DisturbedDevice device) {
        this.device = device;
        this.faults = plan.faults().stream()
                .map(fault -> new Planted(fault, fault.kind() == Fault.Kind.KILL ? null : device.name()))
                .toList();
    }

    /** Plants nothing. */
    public static FaultInjector idle() {
        return new FaultInjector(FaultPlan.NONE, null);
    }

    /** Whether there is nothing to plant. */
    public boolean isIdle() {
        return faults.isEmpty();
    }

    /** Where the latency of every measured message is to be recorded; from any thread. */
    public LatencyRecorder latencies() {
        return slices.latencies();
    }

    /**
     * Starts to plant the faults and to watch the run.
     *
     * @param scheduled whether its sender has a schedule
     * @return this
     */
    public FaultInjector start(final Scene newScene, final boolean scheduled) {
        if (!isIdle()) {
            scene = newScene;
            recovery = new Recovery(scheduled);
            slices.begin(newScene, scheduled);
            thread.setDaemon(true);
            thread.start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "load-faults-end"));
        }
        return this;
    }

    /** Nothing is sent any more: begins no other fault, but goes on watching. From any thread. */
    public void plantNoMore() {
        over = true;
    }

    /** Ends a fault that is still going on, restores the device and ends the thread; calling it again does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        restore();
    }

    /** Whether it has killed the peer; from any thread. */
    public boolean hasKilledThePeer() {
        return killed;
    }

    /**
     * Whether the run missed its rate because of a fault: one began while the sender was on schedule, and the run did
     * not recover from it. Call it, like the next two, after {@link #close}.
     */
    public boolean explainsAMissedRate() {
        return wasOnSchedule && last != null && !last.hasRecovered();
    }

    /** What went wrong with planting. */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** What became of each fault. */
    public List<FaultResult> results() {
        return faults.stream().map(Planted::result).toList();
    }

    private void plantAll() {
        for (final Planted next : faults) {
            if (!observeUntil(next.fault().from().toNanos())) {
                return;
            }
            if (over) {
                break;
            }
            try {
                plant(next);
            } catch (final IOException | RuntimeException e) {
                troubles.add("the fault '" + next.fault().text() + "' was not planted as intended: " + e.getMessage());
                return;
            }
        }
        observeUntil(Long.MAX_VALUE);
    }

    private void plant(final Planted next) throws IOException {
        observe(slices.cut());
        // While an earlier fault still holds the run up, the sender is late because of that one.
        wasOnSchedule = explainsAMissedRate() || nowNs() - onScheduleNs <= RECENT_NS;
        last = next;
        if (next.fault().kind() == Fault.Kind.KILL) {
            next.onBegin(nowNs());
            killed = true;
            scene.killer().kill();
            return;
        }
        device.begin(next.fault());
        next.onBegin(nowNs());
        // The call that began it takes its time, and must not shorten it.
        waitUntil(nowNs() + next.fault().duration().toNanos());
        device.end(next.fault());
        next.onEnd(nowNs());
        slices.cut();
    }

    /** Returns false if the run ends before that time, in nanoseconds of the measurement. */
    private boolean observeUntil(final long timeNs) {
        while (nowNs() < timeNs) {
            if (!waitUntil(Math.min(timeNs, slices.dueNs()))) {
                return false;
            }
            if (nowNs() >= slices.dueNs()) {
                observe(slices.cut());
            }
        }
        return true;
    }

    private void observe(final Slice slice) {
        if (slice.isOnSchedule()) {
            onScheduleNs = slice.toNs();
        }
        if (last == null) {
            recovery.onBefore(slice);
        } else if (last.hasEnded() && !last.hasRecovered() && recovery.isBackIn(slice)) {
            last.onRecovered(slice);
        }
    }

    private long nowNs() {
        return System.nanoTime() - scene.measureFromNs();
    }

    /** Returns false if the run ends before that time. */
    private synchronized boolean waitUntil(final long timeNs) {
        try {
            for (long left = timeNs - nowNs(); left > 0 && !ending; left = timeNs - nowNs()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (final InterruptedException e) {
            return false;
        }
        return !ending;
    }

    private synchronized void restore() {
        if (device == null || scene == null || restored) {
            return;
        }
        restored = true;
        try {
            device.restore();
        } catch (final IOException e) {
            troubles.add("the network device was not restored: " + e.getMessage());
        }
    }
}
