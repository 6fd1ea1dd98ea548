package io.sctp.userspace;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A reentrant lock that allocates nothing, held for some microseconds at a time: who does not get it looks again for a
 * moment and parks only then. {@code java.util.concurrent}'s locks make a node for each thread that finds them held,
 * which is garbage for each message. Not fair, not interruptible; for platform and virtual threads.
 */
final class EngineLock {
    /** Longer than most hold it. In vain where there is one processor. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private static final int SEATS = 64;
    private static final long NO_SEAT_WAIT_NS = 50_000;

    private final AtomicReference<Thread> owner = new AtomicReference<>();

    /** Threads that park, or are about to. Whoever finds no seat looks again soon. */
    private final AtomicReferenceArray<Thread> seats = new AtomicReferenceArray<>(SEATS);

    private final AtomicInteger seated = new AtomicInteger();

    // Of the owner alone.
    private int holds;
    private int nextSeat;

    void lock() {
        final Thread self = Thread.currentThread();
        if (self.equals(owner.get())) {
            holds++;
            return;
        }
        if (!owner.compareAndSet(null, self) && !spin(self)) {
            waitForIt(self);
        }
        holds = 1;
    }

    private boolean spin(final Thread self) {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (owner.get() == null && owner.compareAndSet(null, self)) {
                return true;
            }
        }
        return false;
    }

    /** A thread sits down before it looks again, and who unlocks looks at the seats afterwards: one sees the other. */
    private void waitForIt(final Thread self) {
        final int seat = takeSeat(self);
        if (seat < 0) {
            return;
        }
        seated.incrementAndGet();
        boolean interrupted = false;
        while (!owner.compareAndSet(null, self)) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // else it would park no more
        }
        seated.decrementAndGet();
        seats.set(seat, null);
        if (interrupted) {
            self.interrupt();
        }
    }

    /** Returns the seat, or -1 if the lock was got while all were taken. */
    private int takeSeat(final Thread self) {
        while (true) {
            for (int seat = 0; seat < SEATS; seat++) {
                if (seats.get(seat) == null && seats.compareAndSet(seat, null, self)) {
                    return seat;
                }
            }
            if (owner.compareAndSet(null, self)) {
                return -1;
            }
            LockSupport.parkNanos(this, NO_SEAT_WAIT_NS);
        }
    }

    /**
     * Gives the lock back.
     *
     * @throws IllegalMonitorStateException if the thread does not hold it
     */
    void unlock() {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("the lock is not held by this thread");
        }
        if (--holds > 0) {
            return;
        }
        final int first = nextSeat;
        nextSeat = (first + 1) % SEATS; // so that each comes to its turn
        owner.set(null);
        if (seated.get() > 0) {
            wakeOne(first);
        }
    }

    private void wakeOne(final int first) {
        for (int i = 0; i < SEATS; i++) {
            final Thread waiting = seats.get((first + i) % SEATS);
            if (waiting != null) {
                LockSupport.unpark(waiting);
                return;
            }
        }
    }

    boolean isHeldByCurrentThread() {
        return Thread.currentThread().equals(owner.get());
    }
}
