package io.sctp.bench.schedule;

import java.util.concurrent.locks.LockSupport;

/** Time as the load generator sees it, so that tests can bring their own. */
public interface Clock {
    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    /**
     * Lets some time pass, but returns before {@code deadlineNs} rather than after it; the caller asks again until
     * then.
     */
    void idleUntil(long deadlineNs);

    /** The machine's monotonic clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** Sleeps while the deadline is far, and only gives way to others when it is near. */
    enum SystemClock implements Clock {
        /** The only one. */
        INSTANCE;

        /** Linux wakes a sleeper 50 µs late (timer slack) and then needs to schedule it. */
        private static final long SLEEP_OVERSHOOT_NS = 120_000;

        /** With few processors, spinning would take the receiver's. */
        private static final boolean SPIN = Runtime.getRuntime().availableProcessors() >= 4;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        @SuppressWarnings(
                "ThreadPriorityCheck") // Yielding is what lets the receiver in on a machine with few processors.
        public void idleUntil(final long deadlineNs) {
            final long left = deadlineNs - System.nanoTime();
            if (left > SLEEP_OVERSHOOT_NS) {
                LockSupport.parkNanos(left - SLEEP_OVERSHOOT_NS);
            } else if (SPIN) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
