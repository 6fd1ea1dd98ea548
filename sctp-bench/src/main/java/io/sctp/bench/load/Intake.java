package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.payload.SequenceTracker;
import io.sctp.bench.record.Recorders;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Checks every message that arrives and measures those after the warm-up. Used by one receiving thread. */
public final class Intake {
    private final Payload payload = new Payload();
    private final SequenceTracker[][] trackers;
    private final Recorders recorders;
    private final AtomicLong arrived = new AtomicLong();
    private volatile long measureFromNs = Long.MAX_VALUE;
    private long measured;
    private long lastMeasuredNs;
    private long corrupted;

    Intake(final LoadPlan plan, final Recorders recorders) {
        this.recorders = recorders;
        this.trackers = new SequenceTracker[plan.associations()][plan.streams()];
        for (final SequenceTracker[] association : trackers) {
            for (int i = 0; i < association.length; i++) {
                association[i] = new SequenceTracker();
            }
        }
    }

    /** Messages intended before this moment are checked but not measured. */
    void measureFrom(final long timeNs) {
        measureFromNs = timeNs;
    }

    /** A message has arrived on this stream. */
    void onMessage(final ByteBuffer message, final int stream, final long nowNs) {
        final long sequence = payload.verify(message, stream);
        final int association = sequence == Payload.CORRUPTED ? -1 : Payload.association(message);
        if (association < 0 || association >= trackers.length || stream >= trackers[association].length) {
            corrupted++;
        } else {
            trackers[association][stream].onMessage(sequence);
            final long intendedNs = Payload.intendedNs(message);
            if (intendedNs >= measureFromNs) {
                measured++;
                lastMeasuredNs = nowNs;
                recorders.record(stream, nowNs - intendedNs, nowNs - Payload.sentNs(message));
            }
        }
        arrived.lazySet(arrived.getPlain() + 1);
    }

    /** Everything that arrived, good or bad; from any thread. */
    long arrived() {
        return arrived.get();
    }

    /** Messages measured; once the receiver has ended, as everything below. */
    long measured() {
        return measured;
    }

    /** When the last of them arrived. */
    long lastMeasuredNs() {
        return lastMeasuredNs;
    }

    /** What became of the messages sent. */
    Integrity integrity(final long sent) {
        long received = 0;
        long duplicated = 0;
        long misordered = 0;
        long bad = corrupted;
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
