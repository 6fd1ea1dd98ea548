package io.sctp.bench.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine's monotonic clock, for one thread that keeps a schedule: it sleeps while the deadline is far, and only
 * gives way to others when it is near.
 */
public final class PacingClock implements Clock {
    /** Linux lets a sleeper oversleep by the thread's timer slack (50 µs), and then needs to schedule it. */
    private static final long DEFAULT_OVERSHOOT_NS = 120_000;
    /** With the slack gone, the scheduling is left. */
    private static final long PRECISE_OVERSHOOT_NS = 40_000;
    /**
     * Longer than giving way takes where nobody wants it. A message sent after one turn too many is late by a part of
     * that, another part in each run, which is most of what medians would differ by.
     */
    private static final long LAST_NS = 5_000;
    /** With few processors, spinning would take the receiver's. */
    private static final int MIN_CPUS_TO_SPIN = 4;

    private final long overshootNs;
    private final boolean spins;

    private PacingClock(final long overshootNs, final boolean spins) {
        this.overshootNs = overshootNs;
        this.spins = spins;
    }

    /** A clock for the calling thread, whose timer slack is taken away where the system allows it. */
    public static PacingClock forThisThread() {
        return new PacingClock(
                removedTimerSlack() ? PRECISE_OVERSHOOT_NS : DEFAULT_OVERSHOOT_NS,
                Runtime.getRuntime().availableProcessors() >= MIN_CPUS_TO_SPIN);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Yielding is what lets the receiver in where there are few processors.
    public void idleUntil(final long deadlineNs) {
        final long leftNs = deadlineNs - System.nanoTime();
        if (leftNs > overshootNs) {
            LockSupport.parkNanos(leftNs - overshootNs);
        } else if (leftNs > 0 && leftNs <= LAST_NS) {
            while (deadlineNs - System.nanoTime() > 0) {
                Thread.onSpinWait();
            }
        } else if (leftNs > 0 && spins) {
            Thread.onSpinWait();
        } else if (leftNs > 0) {
            Thread.yield();
        }
    }

    private static boolean removedTimerSlack() {
        try {
            final Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Files.writeString(Path.of("/proc", thread.getFileName().toString(), "timerslack_ns"), "1");
            return true;
        } catch (final IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
