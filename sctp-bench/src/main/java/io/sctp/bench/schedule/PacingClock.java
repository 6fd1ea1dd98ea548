package io.sctp.bench.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine's monotonic clock, for one thread that keeps a schedule: it sleeps while the deadline is far, and yields
 * the processor when it is near.
 */
public final class PacingClock implements Clock {
    /** Linux wakes a sleeping thread late, by up to its timer slack (50 µs) plus the scheduling delay. */
    private static final long DEFAULT_OVERSHOOT_NS = 120_000;
    /** Without timer slack, only the scheduling delay is left. */
    private static final long PRECISE_OVERSHOOT_NS = 40_000;
    /**
     * Longer than a yield takes if no other thread is ready. A message after one yield too many is late by a fraction
     * of a yield, which differs from run to run and would dominate the differences of medians.
     */
    private static final long LAST_NS = 5_000;
    /** With few processors, spinning would take the receiver's processor. */
    private static final int MIN_CPUS_TO_SPIN = 4;

    private final long overshootNs;
    private final boolean spins;

    private PacingClock(final long overshootNs, final boolean spins) {
        this.overshootNs = overshootNs;
        this.spins = spins;
    }

    /** Creates a clock for the calling thread, and sets its timer slack to the minimum if the system allows it. */
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
    @SuppressWarnings("ThreadPriorityCheck") // With few processors, yielding lets the receiver run.
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
