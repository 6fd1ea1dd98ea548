package io.sctp.bench.schedule;

/**
 * The intended times of one association's messages. It does not depend on when they are actually sent: a late message
 * must not delay the intended time of the next one, otherwise latency under overload would not show (coordinated
 * omission).
 */
public interface Schedule {
    /** The intended time of the next message, in nanoseconds after the start; never before the one before. */
    long nextNs();

    /**
     * Returns how many messages that {@link #nextNs} has not returned yet are intended for an interval. It takes
     * constant time, and for random times it may be an estimate. No method may be called after it.
     *
     * @param fromNs start of the interval, in nanoseconds after the start of the schedule
     * @param untilNs its end, exclusive
     */
    long remaining(long fromNs, long untilNs);
}
