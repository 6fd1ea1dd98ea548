package io.sctp.engine.association;

import io.sctp.engine.timer.Timers;

/**
 * Associations whose user was refused a message because the pool had no memory: they hear of it when there is more,
 * though nothing of theirs is acknowledged. Who has waited longest hears first. What the JVM refused may be there at
 * any time, so each is told after a while in any case, and tries again.
 */
final class MemoryWaiters {
    private static final long RETRY_NS = 1_000_000_000L;

    /** So large a part of the pool must have been freed. */
    private static final int PART = 16;

    private final EngineState engine;
    private Tcb first;
    private Tcb last;

    /** What the pool held when it refused. */
    private long refusedAtBytes;

    MemoryWaiters(final EngineState engine) {
        this.engine = engine;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The pool refused memory for a message of an association. */
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

    /** An association is over, or its user is told. */
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

    /** Tells the user of an association, if it waits, to try again. */
    void tell(final Tcb association) {
        if (association.isWaiter) {
            remove(association);
            association.timers.cancel(Timers.MEMORY);
            if (association.outbound.takeWritable()) {
                association.raise(Events.WRITABLE);
            }
        }
    }

    /** Tells whoever has waited longest, if there is room again; false if nobody is told. */
    boolean tellNext() {
        if (first == null || engine.pool.liveBytes() > refusedAtBytes - engine.pool.limitBytes() / PART) {
            return false;
        }
        tell(first);
        return true;
    }
}
