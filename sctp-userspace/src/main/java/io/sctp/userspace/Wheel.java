package io.sctp.userspace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits for packets: the driver's own thread, or a guest, a thread of the program that has to wait for what a
 * packet will bring. A guest finds its message without another thread having to wake it. When no guest has come back
 * for a while, the driver's thread takes the wheel again.
 */
final class Wheel {
    /** For so long after a guest left is the next one awaited: packets and timers may be late by as much. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Thread owner;
    private volatile boolean ownerSteers;
    private volatile boolean ownerSleeps;
    private volatile Thread guest;
    private volatile Thread waitingGuest;
    private volatile long guestLeftNs;

    /** The driver's thread, before anything else. */
    void own() {
        owner = Thread.currentThread();
    }

    // ---- The owner

    /** Waits for the wheel, which guests keep as long as they come; {@link #giveUp} must follow. */
    void take() {
        while (true) {
            if (guest == null && waitingGuest == null && isQuiet() && lock.tryLock()) {
                ownerSteers = true;
                return;
            }
            if (guest != null) {
                sleepWhileGuestSteers();
            } else {
                waitingGuest = null; // it is awake, and takes the wheel or has no use for it
                LockSupport.parkNanos(this, PAUSE_NS);
            }
        }
    }

    private boolean isQuiet() {
        return guestLeftNs == 0 || System.nanoTime() - guestLeftNs >= PAUSE_NS;
    }

    private void sleepWhileGuestSteers() {
        LockSupport.parkNanos(this, PAUSE_NS);
        ownerSleeps = true;
        if (guest != null) {
            LockSupport.park(this);
        }
        ownerSleeps = false;
    }

    /** Whether a guest would like to have the wheel. */
    boolean isWanted() {
        return waitingGuest != null;
    }

    void giveUp() {
        ownerSteers = false;
        final Thread next = waitingGuest;
        guestLeftNs = System.nanoTime();
        lock.unlock();
        LockSupport.unpark(next);
    }

    // ---- Guests

    /**
     * A guest takes the wheel if it is free; {@link #leave} must follow then.
     *
     * @return false if somebody has it; if that is the owner, it should be woken up, so that it gives it up
     */
    boolean tryEnter() {
        if (!lock.tryLock()) {
            return false;
        }
        waitingGuest = null;
        guest = Thread.currentThread();
        return true;
    }

    /** Asks the owner to give the wheel up; false if it does not have it. */
    boolean ask() {
        if (!ownerSteers) {
            return false;
        }
        waitingGuest = Thread.currentThread();
        return true;
    }

    void leave() {
        guest = null;
        guestLeftNs = System.nanoTime();
        lock.unlock();
        if (ownerSleeps) {
            LockSupport.unpark(owner);
        }
    }

    /** Whether the thread is the guest that waits for packets now. */
    boolean isSteeredBy(final Thread thread) {
        return thread.equals(guest);
    }
}
