package io.sctp.userspace.driver;

import io.sctp.spi.Deadline;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads, platform and virtual, that wait for something to change. They are enlisted and let go under the driver's
 * lock, and park without it. Nothing is allocated once the list has grown to what is in use. A channel that moves to
 * another driver has another list there.
 */
public final class Waiters {
    /**
     * What is missed by no signal is looked at again now and then: room in memory that other associations gave back.
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

    boolean isEnlisted(final Thread thread) {
        return threads.contains(thread);
    }

    public void dismiss(final Thread thread) {
        threads.remove(thread);
    }

    /** As {@link #dismiss}, by a thread without the lock. */
    public void leave(final Thread thread) {
        driver.enter();
        dismiss(thread);
        driver.leave();
    }

    /** Lets all go: each tries again, and those who come too late wait again. */
    public void signalAll() {
        for (Thread thread = threads.poll(); thread != null; thread = threads.poll()) {
            LockSupport.unpark(thread);
            driver.wakeIfItWaitsForPackets(thread);
        }
    }

    /** Parks until a signal, an interrupt or the deadline, or for no reason; the caller looks again. */
    public static void park(final Object blocker, final Deadline deadline) {
        LockSupport.parkNanos(blocker, Math.min(LONGEST_PARK_NS, deadline.remainingNanos()));
    }
}
