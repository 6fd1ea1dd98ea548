package io.sctp.userspace.driver;

import io.sctp.spi.Deadline;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads, platform and virtual, that wait for a change. They are added and released under the driver's lock, and park
 * without it. Nothing is allocated once the list has reached its size. A channel that moves to another driver gets
 * another list there.
 */
public final class Waiters implements Borrower {
    /**
     * Some changes send no signal, such as memory freed by other associations, so waiters re-check at this interval.
     */
    private static final long LONGEST_PARK_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Driver driver;
    private final ArrayDeque<Thread> threads = new ArrayDeque<>(2);

    public Waiters(final Driver driver) {
        this.driver = driver;
    }

    public Driver driver() {
        return driver;
    }

    public void enlist(final Thread thread) {
        threads.add(thread);
    }

    @Override
    public boolean isSignalled() {
        return !threads.contains(Thread.currentThread());
    }

    @Override
    public boolean pollsForPackets() {
        return true;
    }

    public void dismiss(final Thread thread) {
        threads.remove(thread);
    }

    /** As {@link #dismiss}, for a thread without the lock. */
    public void leave(final Thread thread) {
        driver.enter();
        dismiss(thread);
        driver.leave();
    }

    /** Releases all threads. Each tries again, and those that find nothing wait again. */
    public void signalAll() {
        for (Thread thread = threads.poll(); thread != null; thread = threads.poll()) {
            LockSupport.unpark(thread);
            driver.wakeIfItWaitsForPackets(thread);
        }
    }

    /** Parks until a signal, an interrupt or the deadline, or spuriously; the caller checks again. */
    public static void park(final Object blocker, final Deadline deadline) {
        LockSupport.parkNanos(blocker, Math.min(LONGEST_PARK_NS, deadline.remainingNanos()));
    }
}
