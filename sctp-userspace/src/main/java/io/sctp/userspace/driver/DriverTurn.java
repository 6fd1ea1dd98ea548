package io.sctp.userspace.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits for packets: the driver's own thread, or a borrower, a thread of the program that has to wait for what a
 * packet will bring. A borrower finds its message without another thread having to wake it. When no borrower has come back
 * for a while, the driver's thread takes the turn again.
 */
public final class DriverTurn {
    /** For so long after a borrower left is the next one awaited: packets and timers may be late by as much. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Thread owner;
    private volatile boolean ownerDrives;
    private volatile boolean ownerSleeps;
    private volatile Thread borrower;
    private volatile Thread waitingBorrower;
    private volatile long borrowEndedNs;

    /** The driver's thread, before anything else. */
    void own() {
        owner = Thread.currentThread();
    }

    // ---- The owner

    /** Waits for the turn, which borrowers keep as long as they come; {@link #giveUp} must follow. */
    void take() {
        while (true) {
            if (borrower == null && waitingBorrower == null && isQuiet() && lock.tryLock()) {
                ownerDrives = true;
                return;
            }
            if (borrower != null) {
                sleepWhileBorrowed();
            } else {
                waitingBorrower = null; // it is awake, and takes the turn or has no use for it
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

    /** Whether a borrower would like to have the turn. */
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
     * A borrower takes the turn if it is free; {@link #leave} must follow then.
     *
     * @return false if somebody has it; if that is the owner, it should be woken up, so that it gives it up
     */
    boolean tryEnter() {
        if (!lock.tryLock()) {
            return false;
        }
        waitingBorrower = null;
        borrower = Thread.currentThread();
        return true;
    }

    /** Asks the owner to give the turn up; false if it does not have it. */
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

    /** Whether the thread is the borrower that waits for packets now. */
    boolean isBorrowedBy(final Thread thread) {
        return thread.equals(borrower);
    }
}
