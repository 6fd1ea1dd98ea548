package io.sctp.userspace.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A reentrant lock that allocates nothing. It is held for some microseconds at a time, so a thread that does not get it
 * spins for a moment before it parks. The locks of {@code java.util.concurrent} allocate a node for each thread that
 * finds them held, which would be garbage for each message. Not interruptible. For platform and virtual threads.
 *
 * <p>The first thread to come takes it, so that it is not idle while another thread wakes up. For a thread that was
 * woken in vain {@link #MAX_PASSES} times the lock is reserved. So a driver that always has work, and takes the lock
 * again at once, does not shut out the threads of the program. It is reserved for a limited time only, since that
 * thread may not get a processor.
 */
public final class EngineLock {
    /** How often a parked thread may be passed over. */
    static final int MAX_PASSES = 4;

    /** Longer than most threads hold it. Useless with one processor. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private static final int SEATS = 64;
    private static final int NOBODY = -1;
    private static final long NO_SEAT_WAIT_NS = 50_000;
    private static final long USUAL_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicReference<Thread> owner = new AtomicReference<>();

    /** Threads that are parked, or about to park. A thread without a seat retries soon. */
    private final AtomicReferenceArray<Thread> seats = new AtomicReferenceArray<>(SEATS);

    private final AtomicInteger seated = new AtomicInteger();
    private final long patienceNs;

    /** The thread for which the lock is reserved, and since when. Written by the owner. */
    private volatile Thread expected;

    private volatile long expectedSinceNs;

    // Used only by the owner.
    private int holds;
    private long count;
    private int nextSeat;
    private int expectedSeat = NOBODY;

    /** Per seat: how often its thread was woken up. */
    private final int[] passes = new int[SEATS];

    EngineLock() {
        this(USUAL_PATIENCE_NS);
    }

    /**
     * As above.
     *
     * @param patienceNs how long the lock is reserved for a thread
     */
    EngineLock(final long patienceNs) {
        this.patienceNs = patienceNs;
    }

    void lock() {
        final Thread self = Thread.currentThread();
        if (self.equals(owner.get())) {
            holds++;
            return;
        }
        if (!tryTake(self) && !spin(self)) {
            waitForIt(self);
        }
        holds = 1;
        count++;
        expectNobody();
    }

    private boolean tryTake(final Thread self) {
        return owner.get() == null && isFor(self) && owner.compareAndSet(null, self);
    }

    /** Whether the lock is not reserved for another thread. */
    private boolean isFor(final Thread self) {
        final Thread kept = expected;
        return kept == null || kept.equals(self) || System.nanoTime() - expectedSinceNs >= patienceNs;
    }

    /** Ends the reservation, because that thread has the lock, or took too long and another one has it. */
    private void expectNobody() {
        if (expectedSeat != NOBODY) {
            passes[expectedSeat] = 0;
            expectedSeat = NOBODY;
            expected = null;
        }
    }

    private boolean spin(final Thread self) {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            if (tryTake(self)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A thread takes a seat before it looks at the lock again; an unlocking thread looks at the seats after it has
     * released the lock. So one of them sees the other.
     */
    private void waitForIt(final Thread self) {
        final int seat = takeSeat(self);
        if (seat == NOBODY) {
            return;
        }
        seated.incrementAndGet();
        boolean interrupted = false;
        while (!tryTake(self)) {
            if (expected == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, patienceNs); // the thread for which it is reserved may not come
            }
            interrupted |= Thread.interrupted(); // otherwise it would not park again
        }
        seated.decrementAndGet();
        passes[seat] = 0;
        seats.set(seat, null);
        if (interrupted) {
            self.interrupt();
        }
    }

    /** Returns the seat, or {@link #NOBODY} if the lock was taken while all seats were occupied. */
    private int takeSeat(final Thread self) {
        while (true) {
            for (int seat = 0; seat < SEATS; seat++) {
                if (seats.get(seat) == null && seats.compareAndSet(seat, null, self)) {
                    return seat;
                }
            }
            if (tryTake(self)) {
                return NOBODY;
            }
            LockSupport.parkNanos(this, NO_SEAT_WAIT_NS);
        }
    }

    /**
     * Releases the lock.
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
        final Thread waiting = seated.get() > 0 ? next() : null;
        owner.set(null);
        if (waiting != null) {
            LockSupport.unpark(waiting);
        } else if (seated.get() > 0) {
            wakeAny(); // it has just taken a seat
        }
    }

    /** Returns the next thread to wake up, in turn. Reserves the lock for a thread that was passed over too often. */
    private Thread next() {
        for (int i = 0; i < SEATS; i++) {
            final int seat = (nextSeat + i) % SEATS;
            final Thread waiting = seats.get(seat);
            if (waiting != null) {
                nextSeat = (seat + 1) % SEATS;
                if (++passes[seat] > MAX_PASSES) {
                    expectedSeat = seat;
                    expectedSinceNs = System.nanoTime();
                    expected = waiting;
                }
                return waiting;
            }
        }
        return null;
    }

    private void wakeAny() {
        for (int seat = 0; seat < SEATS; seat++) {
            final Thread waiting = seats.get(seat);
            if (waiting != null) {
                LockSupport.unpark(waiting);
                return;
            }
        }
    }

    /** How often it was taken, not counting reentry. For its owner. */
    long count() {
        return count;
    }

    boolean isHeldByCurrentThread() {
        return Thread.currentThread().equals(owner.get());
    }
}
