package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.payload.SequenceTracker;
import io.sctp.bench.record.Recorders;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Checks every message that arrives and measures those after the warm-up. Several threads may use it at once, but those
 * of one stream of one association come one after the other.
 */
public final class Intake {
    private final ThreadLocal<Payload> payload = ThreadLocal.withInitial(Payload::new);
    private final SequenceTracker[][] trackers;
    private final Recorders recorders;
    private final AtomicLong arrived = new AtomicLong();
    private final LongAdder measured = new LongAdder();
    private final LongAdder corrupted = new LongAdder();
    private final LongAdder inTime = new LongAdder();
    private volatile long measureFromNs = Long.MAX_VALUE;
    private volatile long measureUntilNs = Long.MAX_VALUE;

    Intake(final LoadPlan plan, final Recorders recorders) {
        this.recorders = recorders;
        this.trackers = new SequenceTracker[plan.associations()][plan.streams()];
        for (final SequenceTracker[] association : trackers) {
            for (int i = 0; i < association.length; i++) {
                association[i] = new SequenceTracker();
            }
        }
    }

    /** Messages sent before this moment are checked but not measured. */
    void measureFrom(final long timeNs) {
        measureFromNs = timeNs;
    }

    /** Messages that arrive at this moment or later are no part of the throughput. */
    void measureUntil(final long timeNs) {
        measureUntilNs = timeNs;
    }

    /** A message has arrived on this stream. */
    void onMessage(final ByteBuffer message, final int stream, final long nowNs) {
        final long sequence = payload.get().verify(message, stream);
        if (sequence == Payload.CORRUPTED) {
            onCorrupted();
        } else {
            onArrival(
                    Payload.association(message),
                    stream,
                    sequence,
                    Payload.intendedNs(message),
                    Payload.sentNs(message),
                    nowNs);
        }
    }

    /** A message has arrived, here or at a server that reports it; all times on this machine's clock. */
    void onArrival(
            final int association,
            final int stream,
            final long sequence,
            final long intendedNs,
            final long sentNs,
            final long arrivedNs) {
        if (association >= trackers.length || stream >= trackers[association].length) {
            onCorrupted();
            return;
        }
        final boolean isNew = trackers[association][stream].onMessage(sequence);
        if (arrivedNs >= measureFromNs && arrivedNs < measureUntilNs) {
            inTime.increment();
        }
        if (sentNs >= measureFromNs) {
            measured.increment();
            recorders.record(stream, arrivedNs - intendedNs, arrivedNs - sentNs);
        }
        if (isNew) { // else the run would not wait for the last message
            arrived.incrementAndGet();
        }
    }

    /** Something has arrived that was not sent. */
    void onCorrupted() {
        corrupted.increment();
        arrived.incrementAndGet();
    }

    /** Messages that arrived, good or bad, but each only once; from any thread. */
    long arrived() {
        return arrived.get();
    }

    /** Messages that later ones of their streams have overtaken; from any thread, and about. */
    long missing() {
        long missing = 0;
        for (final SequenceTracker[] association : trackers) {
            for (final SequenceTracker tracker : association) {
                missing += tracker.missing();
            }
        }
        return missing;
    }

    /** Messages measured; once the receiver has ended, as everything below. */
    long measured() {
        return measured.sum();
    }

    /** Messages that arrived while measuring, whenever they were sent. */
    long arrivedInTime() {
        return inTime.sum();
    }

    /** What became of the messages sent. */
    Integrity integrity(final long sent) {
        long received = 0;
        long duplicated = 0;
        long misordered = 0;
        long bad = corrupted.sum();
        for (final SequenceTracker[] association : trackers) {
            for (final SequenceTracker tracker : association) {
                received += tracker.received();
                duplicated += tracker.duplicated();
                misordered += tracker.misordered();
                bad += tracker.implausible();
            }
        }
        return new Integrity(sent, received, sent - received, duplicated, misordered, bad);
    }

    /**
     * What became of the messages sent.
     *
     * @param sent messages sent
     * @param received different ones that arrived whole
     * @param lost those that did not
     * @param duplicated arrivals of one that had arrived before
     * @param misordered those that arrived, within their stream, after one sent later
     * @param corrupted arrivals of something that was not sent
     */
    public record Integrity(long sent, long received, long lost, long duplicated, long misordered, long corrupted) {}
}
