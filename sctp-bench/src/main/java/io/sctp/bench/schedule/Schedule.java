package io.sctp.bench.schedule;

/**
 * The intended times of one association's messages. It knows nothing of when they are really sent: a late message does
 * not delay the next one's intended time, or latency under overload would not show (coordinated omission).
 */
public interface Schedule {
    /** The intended time of the next message, in nanoseconds after the start; never before the one before. */
    long nextNs();
}
