package io.sctp.userspace.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A reentrant lock that allocates nothing, held for some microseconds at a time: who does not get it looks again for a
 * moment and parks only then. {@code java.util.concurrent}'s locks make a node for each thread that finds them held,
 * which is garbage for each message. Not interruptible; for platform and virtual threads.
 *
 * <p>Whoever comes first takes it, so that it is not idle while a thread wakes up. A thread that was woken up in vain
 * {@link #MAX_PASSES} times has it kept for it: so a driver that always has work, and takes the lock again at once,
 * does not lock the threads of the program out. It is kept for a limited time only, since that thread may find no
 * processor.
 */
public final class EngineLock {
    /** So often a thread that parks may be passed over. */
    static final int MAX_PASSES = 4;

    /** Longer than most hold it. In vain where there is one processor. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private static final int SEATS = 64;
    private static final int NOBODY = -1;
    private static final long NO_SEAT_WAIT_NS = 50_000;
    private static final long USUAL_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicReference<Thread> owner = new AtomicReference<>();

    /** Threads that park, or are about to. Whoever finds no seat looks again soon. */
    private final AtomicReferenceArray<Thread> seats = new AtomicReferenceArray<>(SEATS);

    private final AtomicInteger seated = new AtomicInteger();
    private final long patienceNs;

    /** For whom the lock is kept, and since when; written by the owner. */
    private volatile Thread expected;

    private volatile long expectedSinceNs;

    // Of the owner alone.
    private int holds;
    private long count;
    private int nextSeat;
    private int expectedSeat = NOBODY;

    /** By seat: how often who sits there was woken up. */
    private final int[] passes = new int[SEATS];

    EngineLock() {
        this(USUAL_PATIENCE_NS);
    }

    /**
     * As above.
     *
     * @param patienceNs for how long the lock is kept for a thread
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

    /** Says whether the lock is not kept for another. */
    private boolean isFor(final Thread self) {
        final Thread kept = expected;
        return kept == null || kept.equals(self) || System.nanoTime() - expectedSinceNs >= patienceNs;
    }

    /** Who was expected has the lock, or another has, since that took too long. */
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

    /** A thread sits down before it looks again, and who unlocks looks at the seats afterwards: one sees the other. */
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
                LockSupport.parkNanos(this, patienceNs); // whom it is kept for may not come
            }
            interrupted |= Thread.interrupted(); // else it would park no more
        }
        seated.decrementAndGet();
        passes[seat] = 0;
        seats.set(seat, null);
        if (interrupted) {
            self.interrupt();
        }
    }

    /** Returns the seat, or {@link #NOBODY} if the lock was got while all were taken. */
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
        final Thread waiting = seated.get() > 0 ? next() : null;
        owner.set(null);
        if (waiting != null) {
            LockSupport.unpark(waiting);
        } else if (seated.get() > 0) {
            wakeAny(); // it has just sat down
        }
    }

    /** Returns who is to be woken up, each in turn; the lock is kept for one that was passed over too often. */
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

    /** How often it was taken by a thread that did not have it; for its owner. */
    long count() {
        return count;
    }

    boolean isHeldByCurrentThread() {
        return Thread.currentThread().equals(owner.get());
    }
}
