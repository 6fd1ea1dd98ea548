package io.sctp.bench.schedule;

/** Time as the load generator sees it, so that tests can bring their own. */
public interface Clock {
    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    /**
     * Lets some time pass, but returns before {@code deadlineNs} rather than after it; the caller asks again until
     * then.
     */
    void idleUntil(long deadlineNs);
}
