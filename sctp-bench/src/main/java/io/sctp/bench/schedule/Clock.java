package io.sctp.bench.schedule;

/** The load generator's source of time, which tests can replace. */
public interface Clock {
    /** Nanoseconds since an arbitrary fixed time. */
    long nanoTime();

    /** Waits, but returns before {@code deadlineNs} rather than after it; the caller calls it again until then. */
    void idleUntil(long deadlineNs);
}
