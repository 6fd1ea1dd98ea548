package io.sctp.bench.load;

import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.schedule.Clock;
import io.sctp.bench.schedule.Schedule;
import io.sctp.bench.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends each message at its intended time or, if that is past, as soon as it can. It never waits for answers: this is
 * an open loop. A peer without buffer space is skipped until it has some, while the others continue.
 */
final class Sender {
    /**
     * The number of overdue messages that one association may send before the others have their turn; at least a batch.
     */
    private static final int MIN_BURST = 16;
    /** How long to pause when everything that is due is blocked. */
    private static final long BLOCKED_IDLE_NS = 20_000;
    /** How long a late sender continues after the end of the schedule; messages unsent by then count as missed. */
    private static final long MAX_OVERRUN_NS = 1_000_000_000;

    private final Connection[] connections;
    private final Requests[] requests;
    private final Schedule[] schedules;
    private final SizeDistribution.Sampler[] sizes;
    private final int[] nextBytes;
    private final LoadPlan plan;
    private final Clock clock;
    private final int burst;
    /** Whether messages are due as soon as the peers accept them. */
    private final boolean unpaced;

    private final long[][] nextSequence;
    private final int[] nextStream;
    private final long[] nextIntendedNs;
    /** Like the numbers of messages sent and due, of each {@link Phase}. */
    private final LatencyRecorder[] lag = {new LatencyRecorder(3), new LatencyRecorder(3)};

    private final long[] sentIn = new long[Phase.COUNT];
    private final long[] dueIn = new long[Phase.COUNT];
    private final long[] lastSentNs = new long[Phase.COUNT];
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong nextDueNs = new AtomicLong();
    private long unsent;
    private volatile boolean stopping;

    private long startNs;
    private long measureFromNs;
    private long endNs;
    /** The end of the schedule or, if the sender was stopped, its last look at what was due. */
    private long dueUntilNs;

    /**
     * Prepares the sending of a plan.
     *
     * @param requests the messages of each connection
     */
    Sender(final LoadPlan plan, final Connection[] connections, final Requests[] requests, final Clock clock) {
        this.plan = plan;
        this.connections = connections;
        this.requests = requests;
        this.schedules = new Schedule[connections.length];
        this.clock = clock;
        this.unpaced = plan.arrival().kind() == Arrival.Kind.MAX;
        this.burst = Math.max(MIN_BURST, plan.calls().batch());
        this.sizes = new SizeDistribution.Sampler[connections.length];
        this.nextBytes = new int[connections.length];
        this.nextSequence = new long[connections.length][plan.streams()];
        this.nextStream = new int[connections.length];
        this.nextIntendedNs = new long[connections.length];
    }

    /**
     * Sends until the plan's end, or until {@link #stop()}.
     *
     * @param atNs when the schedule begins
     */
    void run(final long atNs) throws IOException {
        startNs = atNs;
        measureFromNs = startNs + plan.timing().warmup().toNanos();
        endNs = measureFromNs + plan.timing().duration().toNanos();
        for (int i = 0; i < connections.length; i++) {
            final int association = plan.shard().association(i);
            schedules[i] = plan.arrival().schedule(association, plan.associations(), clock, startNs);
            sizes[i] = plan.messages().sizes().sampler(plan.arrival().seed() + association);
            nextIntendedNs[i] = startNs + schedules[i].nextNs();
            nextBytes[i] = sizes[i].nextBytes();
        }
        dueUntilNs = endNs;
        try {
            sendAll();
        } catch (final IOException e) {
            endEarly(clock.nanoTime());
            throw e;
        } finally {
            countUnsent();
        }
    }

    private void sendAll() throws IOException {
        long nowNs = startNs;
        while (!stopping) {
            nowNs = clock.nanoTime();
            long earliestNs = Long.MAX_VALUE;
            for (int i = 0; i < connections.length; i++) {
                sendDue(i, nowNs);
                earliestNs = Math.min(earliestNs, nextIntendedNs[i]);
            }
            nextDueNs.lazySet(earliestNs);
            if (earliestNs >= endNs || nowNs - endNs > MAX_OVERRUN_NS) {
                flushAll();
                return;
            }
            idle(nowNs, earliestNs);
        }
        endEarly(nowNs);
        flushAll();
    }

    /** Messages that became due since the last look are not late: the next turn would have sent them. */
    private void endEarly(final long lastLookNs) {
        endNs = Math.min(endNs, clock.nanoTime());
        measureFromNs = Math.min(measureFromNs, endNs);
        dueUntilNs = Math.min(endNs, lastLookNs);
    }

    /** Ends {@link #run} soon; from any thread. */
    void stop() {
        stopping = true;
    }

    /** Whether the sender was stopped before the end of the schedule. */
    boolean wasStopped() {
        return stopping;
    }

    /** Messages sent, including the warm-up; from any thread. */
    long sent() {
        return sent.get();
    }

    /** When the next message is due; in the past if the sender is behind. From any thread. */
    long nextDueNs() {
        return nextDueNs.get();
    }

    /** Messages sent after the warm-up, whatever their intended time; call after {@link #run} has ended. */
    long measured() {
        return sentIn[Phase.MEASUREMENT];
    }

    /** Messages whose recording was only a rehearsal. */
    long rehearsed() {
        return sentIn[Phase.WARM_UP];
    }

    /** Messages whose intended time lies in the measurement, sent or not; call after {@link #run} has ended. */
    long due() {
        return dueIn[Phase.MEASUREMENT] + unsent;
    }

    /** Those of them that were not sent, because the sender fell behind. */
    long unsent() {
        return unsent;
    }

    private void countUnsent() {
        for (int i = 0; i < connections.length; i++) {
            if (nextIntendedNs[i] < dueUntilNs && !unpaced) {
                unsent += nextIntendedNs[i] < measureFromNs ? 0 : 1;
                unsent += schedules[i].remaining(measureFromNs - startNs, dueUntilNs - startNs);
            }
        }
    }

    /** The time at which the last of them was actually sent. */
    long lastMeasuredNs() {
        return lastSentNs[Phase.MEASUREMENT];
    }

    /** The start of the measurement. */
    long measureFromNs() {
        return measureFromNs;
    }

    /** The end of the schedule. */
    long endNs() {
        return endNs;
    }

    /** How late messages were actually sent. */
    LatencyRecorder lag() {
        return lag[Phase.MEASUREMENT];
    }

    private void sendDue(final int association, final long nowNs) throws IOException {
        for (int i = 0; i < burst; i++) {
            final long intendedNs = nextIntendedNs[association];
            if ((intendedNs > nowNs && !unpaced) || intendedNs >= endNs || !send(association, intendedNs)) {
                break;
            }
            nextIntendedNs[association] = startNs + schedules[association].nextNs();
        }
        connections[association].flush();
    }

    /** Sends accepted messages, unless the peer accepts nothing any more. */
    private void flushAll() throws IOException {
        final long giveUpNs = clock.nanoTime() + MAX_OVERRUN_NS;
        for (final Connection connection : connections) {
            while (!connection.flush() && clock.nanoTime() - giveUpNs < 0) {
                clock.idleUntil(clock.nanoTime() + BLOCKED_IDLE_NS);
            }
        }
    }

    private boolean send(final int association, final long intendedNs) throws IOException {
        final Requests messages = requests[association];
        final int stream = messages.stream(nextStream[association]);
        final long sequence = nextSequence[association][stream];
        final long sentNs = clock.nanoTime();
        final ByteBuffer message = messages.next(nextBytes[association], stream, sequence, intendedNs, sentNs);
        if (message == null) {
            return false;
        }
        if (!connections[association].trySend(message, stream)) {
            messages.unsent();
            return false;
        }
        messages.sent();
        nextSequence[association][stream] = sequence + 1;
        nextStream[association] = nextStream[association] + 1 == plan.streams() ? 0 : nextStream[association] + 1;
        nextBytes[association] = sizes[association].nextBytes();
        sent.lazySet(sent.getPlain() + 1);
        dueIn[Phase.of(intendedNs, measureFromNs)]++;
        final int phase = Phase.of(sentNs, measureFromNs);
        sentIn[phase]++;
        lastSentNs[phase] = sentNs;
        lag[phase].record(sentNs - intendedNs);
        return true;
    }

    private void idle(final long nowNs, final long earliestNs) {
        clock.idleUntil(earliestNs > nowNs ? earliestNs : nowNs + BLOCKED_IDLE_NS);
    }
}
