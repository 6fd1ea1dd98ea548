package io.sctp.userspace.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to wait for packets. It belongs to the driver's own thread or to a borrowing thread: a thread of the
 * program that waits for the result of a packet. A borrowing thread receives its message without being woken by another
 * thread. When no borrowing thread has come back for a while, the driver's thread takes the turn again.
 */
public final class DriverTurn {
    /**
     * Grace period after a borrowing thread has left, before the driver's thread takes over; packets and timers may be
     * this late.
     */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Thread owner;
    private volatile boolean ownerDrives;
    private volatile boolean ownerSleeps;
    private volatile Thread borrower;
    private volatile Thread waitingBorrower;
    private volatile long borrowEndedNs;

    /** Called by the driver's thread before anything else. */
    void own() {
        owner = Thread.currentThread();
    }

    // ---- The owner

    /** Waits for the turn, which borrowing threads keep while they come back. {@link #giveUp} must follow. */
    void take() {
        while (true) {
            if (borrower == null && waitingBorrower == null && isQuiet() && lock.tryLock()) {
                ownerDrives = true;
                return;
            }
            if (borrower != null) {
                sleepWhileBorrowed();
            } else {
                waitingBorrower = null; // it is awake, and takes the turn or does not need it
                LockSupport.parkNanos(this, PAUSE_NS);
            }
        }
    }

    private boolean isQuiet() {
        return borrowEndedNs == 0 || System.nanoTime() - borrowEndedNs >= PAUSE_NS;
    }

    private void sleepWhileBorrowed() {
        LockSupport.parkNanos(this, PAUSE_NS);
        ownerSleeps = true;
        if (borrower != null) {
            LockSupport.park(this);
        }
        ownerSleeps = false;
    }

    /** Whether a borrowing thread wants the turn. */
    boolean isWanted() {
        return waitingBorrower != null;
    }

    void giveUp() {
        ownerDrives = false;
        final Thread next = waitingBorrower;
        borrowEndedNs = System.nanoTime();
        lock.unlock();
        LockSupport.unpark(next);
    }

    // ---- Borrowers

    /**
     * Takes the turn for a borrowing thread if it is free. {@link #leave} must follow then.
     *
     * @return false if another thread has it; if that is the owner, wake it up, so that it gives the turn up
     */
    boolean tryEnter() {
        if (!lock.tryLock()) {
            return false;
        }
        waitingBorrower = null;
        borrower = Thread.currentThread();
        return true;
    }

    /** Asks the owner to give up the turn. Returns false if the owner does not have it. */
    boolean ask() {
        if (!ownerDrives) {
            return false;
        }
        waitingBorrower = Thread.currentThread();
        return true;
    }

    void leave() {
        borrower = null;
        borrowEndedNs = System.nanoTime();
        lock.unlock();
        if (ownerSleeps) {
            LockSupport.unpark(owner);
        }
    }

    /** Whether the thread is the borrowing thread that waits for packets now. */
    boolean isBorrowedBy(final Thread thread) {
        return thread.equals(borrower);
    }
}
