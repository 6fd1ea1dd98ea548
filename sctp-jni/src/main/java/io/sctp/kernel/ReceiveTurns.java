package io.sctp.kernel;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Allows one receive attempt at a time on a socket, so that the rest of a long notification goes to the thread that got
 * its beginning.
 *
 * <p>Thread-safe; allocates nothing without contention.
 */
final class ReceiveTurns {
    private final ReentrantLock lock = new ReentrantLock();

    /** Whether the holder of the lock waits for a message. Then there is none for other threads. */
    private volatile boolean waiting;

    /**
     * Begins an attempt; {@link #end} must follow.
     *
     * @param wait whether the attempt waits for a message
     * @param othersMayWait whether another attempt may wait for a message; otherwise all are short
     * @return false if another attempt waits and this one must not wait: there is nothing to receive
     */
    boolean begin(final boolean wait, final boolean othersMayWait) {
        if (wait || !othersMayWait) {
            lock.lock();
            waiting = wait;
            return true;
        }
        while (!lock.tryLock()) {
            if (waiting) {
                return false;
            }
            Thread.onSpinWait(); // an attempt that does not wait is short
        }
        return true;
    }

    void end() {
        waiting = false;
        lock.unlock();
    }
}
