package io.sctp.bench.schedule;

/**
 * The intended times of one association's messages. It knows nothing of when they are really sent: a late message does
 * not delay the next one's intended time, or latency under overload would not show (coordinated omission).
 */
public interface Schedule {
    /** The intended time of the next message, in nanoseconds after the start; never before the one before. */
    long nextNs();

    /**
     * How many messages that {@link #nextNs} has not given out yet are intended for a stretch of time. It takes no
     * longer for more of them, and for random times it may be an estimate. Nothing may be asked after it.
     *
     * @param fromNs the stretch's begin, in nanoseconds after the start
     * @param untilNs its end, itself not included
     */
    long remaining(long fromNs, long untilNs);
}
