package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.payload.SequenceTracker;
import io.sctp.bench.record.Recorders;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Checks every message that arrives and measures those after the warm-up ({@link Phase}). It is thread-safe, but the
 * messages of one stream must be added in order, one at a time.
 */
public final class Intake {
    private final ThreadLocal<Payload> payload = ThreadLocal.withInitial(Payload::new);
    private final SequenceTracker[][] trackers;
    /** Like the counts below, of each phase. */
    private final Recorders[] recorders;

    private final AtomicLong arrived = new AtomicLong();
    private final LongAdder[] recorded = {new LongAdder(), new LongAdder()};
    private final LongAdder[] inTime = {new LongAdder(), new LongAdder()};
    private final LongAdder corrupted = new LongAdder();
    private volatile long measureFromNs = Long.MAX_VALUE;
    private volatile long measureUntilNs = Long.MAX_VALUE;

    Intake(final LoadPlan plan, final Recorders recorders) {
        this.recorders =
                new Recorders[] {Recorders.rehearsing(recorders, plan.calls().dispatcherWorkers() > 0), recorders};
        this.trackers = new SequenceTracker[plan.ownAssociations()][plan.streams()];
        for (final SequenceTracker[] association : trackers) {
            for (int i = 0; i < association.length; i++) {
                association[i] = new SequenceTracker();
            }
        }
    }

    /** Messages sent before this time are checked but not measured. */
    void measureFrom(final long timeNs) {
        measureFromNs = timeNs;
    }

    /** Messages that arrive at this time or later do not count for the throughput. */
    void measureUntil(final long timeNs) {
        measureUntilNs = timeNs;
    }

    /** Adds a message that has arrived on this stream. */
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

    /** Adds a message that has arrived here, or at a server that reports it. All times are on this machine's clock. */
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
        inTime[Phase.of(arrivedNs, measureFromNs) & ~Phase.of(arrivedNs, measureUntilNs)].increment();
        final int phase = Phase.of(sentNs, measureFromNs);
        recorded[phase].increment();
        recorders[phase].record(stream, arrivedNs - intendedNs, arrivedNs - sentNs);
        if (isNew) { // otherwise the run would not wait for the last message
            arrived.incrementAndGet();
        }
    }

    /** Adds the answer to a message of a type. */
    void onAnswer(
            final int association,
            final int stream,
            final int type,
            final long sequence,
            final long intendedNs,
            final long sentNs,
            final long arrivedNs) {
        onArrival(association, stream, sequence, intendedNs, sentNs, arrivedNs);
        recorders[Phase.of(sentNs, measureFromNs)].recordType(type, arrivedNs - intendedNs);
    }

    /** Counts a message that was not sent like this. */
    void onCorrupted() {
        corrupted.increment();
        arrived.incrementAndGet();
    }

    /** Distinct messages that arrived, valid or not; from any thread. */
    long arrived() {
        return arrived.get();
    }

    /** Approximate number of missing messages: a later message of their stream has arrived. From any thread. */
    long missing() {
        long missing = 0;
        for (final SequenceTracker[] association : trackers) {
            for (final SequenceTracker tracker : association) {
                missing += tracker.missing();
            }
        }
        return missing;
    }

    /** Messages measured. Like all methods below, to be called after the receiver has ended. */
    long measured() {
        return recorded[Phase.MEASUREMENT].sum();
    }

    /** Messages whose recording was only a rehearsal. */
    long rehearsed() {
        return recorded[Phase.WARM_UP].sum();
    }

    /** Messages that arrived during the measurement, whenever they were sent. */
    long arrivedInTime() {
        return inTime[Phase.MEASUREMENT].sum();
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
     * @param received distinct messages that arrived intact
     * @param lost messages that did not arrive
     * @param duplicated repeated arrivals
     * @param misordered messages that arrived after a later one of their stream
     * @param corrupted arrivals whose content was not sent
     */
    public record Integrity(long sent, long received, long lost, long duplicated, long misordered, long corrupted) {}
}
