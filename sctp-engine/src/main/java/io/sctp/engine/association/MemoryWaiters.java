package io.sctp.engine.association;

import io.sctp.engine.timer.Timers;

/**
 * Associations whose user was refused a message because the pool had no memory. They are notified when memory is free
 * again, even if none of their own data is acknowledged, in the order in which they began to wait. Memory that the JVM
 * refused may become available at any time, so every waiter is also notified after a while and tries again.
 */
final class MemoryWaiters {
    private static final long RETRY_NS = 1_000_000_000L;

    /** The fraction of the pool, 1/16, that must have been freed before a waiter is notified. */
    private static final int PART = 16;

    private final EngineState engine;
    private Tcb first;
    private Tcb last;

    /** The bytes in use when the pool refused. */
    private long refusedAtBytes;

    MemoryWaiters(final EngineState engine) {
        this.engine = engine;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Called when the pool refused memory for a message of an association. */
    void add(final Tcb association) {
        final long heldBytes = engine.pool.liveBytes();
        refusedAtBytes = first == null ? heldBytes : Math.min(refusedAtBytes, heldBytes);
        if (association.isWaiter) {
            return;
        }
        association.isWaiter = true;
        association.previousWaiter = last;
        if (last == null) {
            first = association;
        } else {
            last.nextWaiter = association;
        }
        last = association;
        association.timers.arm(Timers.MEMORY, engine.nowNs + RETRY_NS);
        engine.lists.fileDeadline(association);
    }

    /** Removes an association that is closed or was notified. */
    void remove(final Tcb association) {
        if (!association.isWaiter) {
            return;
        }
        association.isWaiter = false;
        if (association.previousWaiter == null) {
            first = association.nextWaiter;
        } else {
            association.previousWaiter.nextWaiter = association.nextWaiter;
        }
        if (association.nextWaiter == null) {
            last = association.previousWaiter;
        } else {
            association.nextWaiter.previousWaiter = association.previousWaiter;
        }
        association.nextWaiter = null;
        association.previousWaiter = null;
    }

    /** Notifies the user of an association, if it waits, to try again. */
    void tell(final Tcb association) {
        if (association.isWaiter) {
            remove(association);
            association.timers.cancel(Timers.MEMORY);
            if (association.outbound.takeWritable()) {
                association.raise(Events.WRITABLE);
            }
        }
    }

    /** Notifies the longest waiter if there is memory again. Returns false if none was notified. */
    boolean tellNext() {
        if (first == null || engine.pool.liveBytes() > refusedAtBytes - engine.pool.limitBytes() / PART) {
            return false;
        }
        tell(first);
        return true;
    }
}
