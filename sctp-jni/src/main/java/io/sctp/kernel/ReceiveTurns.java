package io.sctp.kernel;

import java.util.concurrent.locks.ReentrantLock;

/**
 * One attempt to receive from a socket at a time, so that the rest of a long notification goes to who got its
 * beginning.
 *
 * <p>Safe for use by several threads at once; allocates nothing unless they meet.
 */
final class ReceiveTurns {
    private final ReentrantLock lock = new ReentrantLock();

    /** Whether the holder of the lock waits for a message: then there is none for anybody else. */
    private volatile boolean waiting;

    /**
     * Begins an attempt, which {@link #end} ends.
     *
     * @param wait whether the attempt is to wait for a message
     * @param othersMayWait whether another attempt may be waiting for one; else all are short
     * @return false if another one waits and this one must not: there is nothing to receive
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
