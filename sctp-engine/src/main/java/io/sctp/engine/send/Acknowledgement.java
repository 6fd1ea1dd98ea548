package io.sctp.engine.send;

import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.path.Deliveries;
import io.sctp.engine.path.PathAck;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/**
 * What SACKs do to data in flight: acknowledgement, and fast retransmit (RFC 9260 sections 6.2.1 and 7.2.4). It knows
 * nothing of timers; its {@link SackResult} says what the caller needs for them.
 */
public final class Acknowledgement {
    private final Outbound outbound;
    private final OutstandingData outstanding;

    private final Work work;

    /** The blocks of the SACK before, and of the one that is being read. */
    private GapBlocks before = new GapBlocks();

    private GapBlocks now = new GapBlocks();

    private final FastRecovery recovery = new FastRecovery();
    private final SackResult result = new SackResult();
    private int highestNewlyAcked;

    /** The path on which a probe was acknowledged, so that it has repaired a loss; null if none was. */
    private TransportPath repaired;

    private int repairedTsn;

    public Acknowledgement(final Outbound outbound) {
        this.outbound = outbound;
        outstanding = outbound.outstanding;
        work = outbound.work;
    }

    /** Forgets everything; the association begins anew. */
    public void reset() {
        recovery.leave();
        before.clear();
        now.clear();
    }

    /** T3-rtx expired: recovery starts over from slow start. */
    public void onTimeout() {
        recovery.leave();
    }

    /** Takes a bare cumulative TSN, as SHUTDOWN carries it (section 9.2). */
    public SackResult onCumulative(final int cumulativeTsn, final PathSet paths, final long nowNs) {
        if (Serial.before(cumulativeTsn, outstanding.firstTsn() - 1)) {
            return result.discarded(SackResult.Outcome.STALE);
        }
        if (!Serial.before(cumulativeTsn, outstanding.nextTsn())) {
            return result.discarded(SackResult.Outcome.VIOLATION);
        }
        result.begin(paths);
        repaired = null;
        final boolean advanced = ackCumulative(cumulativeTsn, paths, nowNs);
        finish(cumulativeTsn, advanced, paths, nowNs);
        if (outbound.probe.isOut() && outstanding.inFlightBytes() == 0) {
            outbound.probe.end();
        }
        return result.processed(advanced);
    }

    /** Takes a well-formed SACK. */
    public SackResult onSack(final ByteBuffer packet, final int offset, final PathSet paths, final long nowNs) {
        final int cumulativeTsn = SackChunk.cumulativeTsn(packet, offset);
        if (Serial.before(cumulativeTsn, outstanding.firstTsn() - 1)) {
            return result.discarded(SackResult.Outcome.STALE);
        }
        if (!Serial.before(cumulativeTsn, outstanding.nextTsn())) {
            return result.discarded(SackResult.Outcome.VIOLATION);
        }
        final int gapCount = SackChunk.gapCount(packet, offset);
        result.begin(paths);
        repaired = null;
        final boolean advanced = ackCumulative(cumulativeTsn, paths, nowNs);
        highestNewlyAcked = cumulativeTsn;
        if ((gapCount != 0 || before.count() != 0) && !ackGaps(packet, offset, gapCount, cumulativeTsn, paths, nowNs)) {
            return result.discarded(SackResult.Outcome.VIOLATION);
        }
        if (recovery.isNeedless()) {
            undoRecovery(paths);
        }
        final boolean wasInRecovery = recovery.isActive();
        finish(cumulativeTsn, advanced, paths, nowNs);
        noteRepair(packet, offset);
        detectLoss(cumulativeTsn, wasInRecovery && advanced, paths, nowNs);
        outbound.abandonment().demandForward();
        outbound.peerWindow.onSack(SackChunk.aRwnd(packet, offset), outstanding.inFlightBytes());
        noteProbe(paths);
        return result.processed(advanced);
    }

    /**
     * Handles what the SACK means for a window probe in flight: accepted, refused, or to be sent again because the
     * window has opened.
     */
    private void noteProbe(final PathSet paths) {
        if (!outbound.probe.isOut()) {
            return;
        }
        if (outstanding.inFlightBytes() == 0) {
            outbound.probe.end();
        } else if (outstanding.inFlightBytes() <= outbound.peerWindow.advertisedBytes()) {
            outbound.probe.end();
            outbound.retransmission.resendProbe(paths);
        } else {
            result.probeRefused(outbound.probe.refuse());
        }
    }

    private boolean ackCumulative(final int cumulativeTsn, final PathSet paths, final long nowNs) {
        final int first = outstanding.firstTsn();
        for (int tsn = first; !Serial.after(tsn, cumulativeTsn); tsn++) {
            work.step();
            final int transmission = outstanding.transmission(tsn);
            final int state = OutstandingData.stateOf(transmission);
            if (state == OutstandingData.IN_FLIGHT || state == OutstandingData.LOST) {
                acknowledge(tsn, transmission, paths, nowNs).markCumulativelyAcked();
            }
            outbound.release(tsn);
            outstanding.removeFirst();
        }
        outbound.lossDetection.onCumulative();
        return first != outstanding.firstTsn();
    }

    /** Marks a chunk as acknowledged, in the results of the path that it is in flight to, or waits for. */
    private PathAck acknowledge(final int tsn, final int transmission, final PathSet paths, final long nowNs) {
        final boolean isLost = OutstandingData.stateOf(transmission) == OutstandingData.LOST;
        final TransportPath path =
                paths.at(isLost ? outbound.chunks.pathOfLost(tsn) : OutstandingData.pathOf(transmission));
        final PathAck acked = result.of(path);
        final int chunkBytes = outbound.chunkBytes(outstanding.length(tsn));
        acked.addAcked(chunkBytes);
        path.flight().onAcked();
        // RFC 7829 section 3.2: who sent a chunk to several paths does not know which of them answers.
        final int only = OutstandingData.onlyPathOf(transmission);
        if (only != OutstandingData.SEVERAL_PATHS && !outbound.chunks.isOfOneGone(tsn, only)) {
            (only == path.index() ? acked : result.of(paths.at(only))).markAnswered();
        }
        if (isLost) {
            outbound.chunks.removeLost(tsn, path);
            outbound.abandonment().onNotLost(tsn);
            if (outstanding.isFastRetransmitted(tsn)) {
                recovery.onArrived();
            }
            return acked;
        }
        outbound.chunks.removeInFlight(tsn, path);
        path.flight().remove(chunkBytes);
        path.flight().finishTiming(tsn, nowNs);
        if (OutstandingData.isSentOnceOf(transmission)) {
            acked.delivered(tsn);
        } else {
            noteRepeated(tsn, path, outstanding.sentNs(tsn, nowNs), nowNs);
        }
        return acked;
    }

    /** What was sent more than once has arrived. */
    private void noteRepeated(final int tsn, final TransportPath path, final long sentNs, final long nowNs) {
        final Deliveries deliveries = path.flight().deliveries();
        deliveries.onDelivered(tsn, sentNs, false, nowNs);
        final boolean isFirst = deliveries.isTooSoon(nowNs - sentNs);
        if (isFirst && outstanding.isFastRetransmitted(tsn)) {
            recovery.onArrived();
        }
        if (!isFirst && path.flight().tailProbe().is(tsn)) {
            repaired = path;
            repairedTsn = tsn;
        }
    }

    /**
     * Marks what the gap blocks report, and takes back what an earlier SACK reported and this one does not. What both
     * report is passed over block by block.
     */
    private boolean ackGaps(
            final ByteBuffer packet,
            final int offset,
            final int gapCount,
            final int cumulativeTsn,
            final PathSet paths,
            final long nowNs) {
        now.reset(Math.min(gapCount, outstanding.size()));
        int tsn = cumulativeTsn + 1;
        int old = before.atOrBehind(tsn);
        for (int i = 0; i < gapCount; i++) {
            work.step();
            final int start = cumulativeTsn + SackChunk.gapStart(packet, offset, i);
            final int end = cumulativeTsn + SackChunk.gapEnd(packet, offset, i);
            if (Serial.before(start, tsn) || Serial.before(end, start)) {
                // Blocks out of order say nothing that can be relied on.
                break;
            }
            if (!Serial.before(end, outstanding.nextTsn())) {
                return false;
            }
            old = renegeBetween(tsn, start - 1, old, paths);
            old = ackBetween(start, end, old, paths, nowNs);
            now.add(start, end);
            tsn = end + 1;
        }
        if (old < before.count()) {
            renegeBetween(tsn, before.last(before.count() - 1), old, paths);
        }
        final GapBlocks reported = now;
        now = before;
        before = reported;
        return true;
    }

    /** Takes back what was reported from one TSN to another; returns the first old block that ends behind them. */
    private int renegeBetween(final int from, final int to, final int firstOld, final PathSet paths) {
        int old = firstOld;
        while (old < before.count() && !Serial.after(before.first(old), to)) {
            work.step();
            final int first = Serial.later(from, before.first(old));
            final int last = Serial.earlier(to, before.last(old));
            for (int tsn = first; !Serial.after(tsn, last); tsn++) {
                work.step();
                renege(tsn, paths);
            }
            if (Serial.after(before.last(old), to)) {
                return old;
            }
            old++;
        }
        return old;
    }

    /** Acknowledges a block but for what was reported before; returns the first old block that ends behind it. */
    private int ackBetween(final int start, final int end, final int firstOld, final PathSet paths, final long nowNs) {
        int old = firstOld;
        int tsn = start;
        while (!Serial.after(tsn, end)) {
            work.step();
            final boolean none = old == before.count() || Serial.after(before.first(old), end);
            final int stop = none ? end + 1 : Serial.later(tsn, before.first(old));
            for (; tsn != stop; tsn++) {
                work.step();
                ackGap(tsn, paths, nowNs);
            }
            if (!none) {
                tsn = Serial.earlier(end, before.last(old)) + 1;
                if (Serial.after(before.last(old), end)) {
                    return old;
                }
                old++;
            }
        }
        return old;
    }

    private void ackGap(final int tsn, final PathSet paths, final long nowNs) {
        final int transmission = outstanding.transmission(tsn);
        final int state = OutstandingData.stateOf(transmission);
        if (state == OutstandingData.ACKED || state == OutstandingData.ABANDONED) {
            return;
        }
        acknowledge(tsn, transmission, paths, nowNs);
        outstanding.state(tsn, OutstandingData.ACKED);
        highestNewlyAcked = tsn;
    }

    /** The peer dropped a chunk that it had reported (section 6.2.1, rule D.iii): it is in flight again. */
    private void renege(final int tsn, final PathSet paths) {
        if (outstanding.state(tsn) == OutstandingData.ACKED) {
            final int index = outstanding.path(tsn);
            final TransportPath path = outbound.chunks.isOfOneGone(tsn, index) ? paths.forData() : paths.at(index);
            final int length = outstanding.length(tsn);
            outstanding.state(tsn, OutstandingData.IN_FLIGHT);
            outstanding.path(tsn, path.index());
            outbound.chunks.addReneged(tsn, path);
            path.flight().add(outbound.chunkBytes(length));
            outbound.lossDetection.onInFlightAgain(tsn);
            outbound.abandonment().onReneged(tsn);
        }
    }

    private void detectLoss(final int cumulativeTsn, final boolean inRecovery, final PathSet paths, final long nowNs) {
        TransportPath earliest = null;
        if (outstanding.ackedChunks() != 0) {
            earliest =
                    outbound.lossDetection.onSack(cumulativeTsn, before, highestNewlyAcked, inRecovery, paths, result);
        }
        outbound.lateChunks().onSack(before);
        for (int i = 0; i < paths.count(); i++) {
            final TransportPath path = paths.path(i);
            if (result.of(path).ackedBytes() > 0) {
                final TransportPath late = markLate(path, paths, nowNs);
                earliest = earliest == null ? late : earliest;
                if (!outbound.lateChunks().isAllReported()) {
                    outbound.retransmission.sendInSpiteOf(path);
                }
            }
        }
        if ((earliest != null || repaired != null) && !recovery.isActive()) {
            enterRecovery(earliest, paths);
        }
        countLost(paths);
    }

    private void countLost(final PathSet paths) {
        for (int i = 0; i < paths.count(); i++) {
            final PathAck lost = result.of(paths.path(i));
            if (lost.lostChunks() > 0) {
                recovery.onLost(lost.lostChunks());
                paths.path(i).congestion().onLost(lost.lostBytes());
            }
        }
    }

    /** All that was taken for lost has arrived: it was overtaken, and the windows are what they were. */
    private void undoRecovery(final PathSet paths) {
        recovery.leave();
        for (int i = 0; i < paths.count(); i++) {
            paths.path(i).congestion().onNothingLost();
        }
    }

    /** What a probe repaired was lost, unless the peer says that it had it already (RFC 8985 section 7.4). */
    private void noteRepair(final ByteBuffer packet, final int offset) {
        if (repaired == null) {
            return;
        }
        if (isReportedTwice(packet, offset, repairedTsn)) {
            repaired.flight().tailProbe().onNeedless();
            repaired = null;
        } else {
            result.of(repaired).addLost(0);
            result.of(repaired).doubtSize();
        }
    }

    private boolean isReportedTwice(final ByteBuffer packet, final int offset, final int tsn) {
        final int count = SackChunk.duplicateCount(packet, offset);
        for (int i = 0; i < count; i++) {
            work.step();
            if (SackChunk.duplicate(packet, offset, i) == tsn) {
                return true;
            }
        }
        return false;
    }

    /** Marks what is late on a path; returns the path to which it goes again, or null if there is none. */
    private TransportPath markLate(final TransportPath path, final PathSet paths, final long nowNs) {
        final PathAck late = result.of(path);
        final int before = late.lostChunks();
        outbound.lateChunks().markLate(path, paths, late, nowNs);
        return late.lostChunks() == before ? null : LateChunks.target(path, paths);
    }

    /** Chunks may be late on a path, though no SACK came. Returns what is lost. */
    public PathAck onLate(final TransportPath path, final PathSet paths, final long nowNs) {
        result.begin(paths);
        final TransportPath target = markLate(path, paths, nowNs);
        if (target != null && !recovery.isActive()) {
            enterRecovery(target, paths);
        }
        countLost(paths);
        return result.of(path);
    }

    /**
     * The earliest lost chunk goes at once, whatever the congestion window says; those lost later wait for it.
     *
     * @param earliest where it goes; null if it was sent again and acknowledged already
     */
    private void enterRecovery(final TransportPath earliest, final PathSet paths) {
        if (earliest != null) {
            outbound.retransmission.sendAtOnce(earliest);
        }
        recovery.enter(outstanding.nextTsn() - 1);
        for (int i = 0; i < paths.count(); i++) {
            if (result.of(paths.path(i)).lostChunks() > 0) {
                paths.path(i).congestion().onLoss();
            }
        }
    }

    /**
     * Leaves fast recovery when its exit point is acknowledged, and grows the windows, which comes before the SACK's
     * missing reports reduce them (section 7.2.4).
     */
    private void finish(final int cumulativeTsn, final boolean advanced, final PathSet paths, final long nowNs) {
        final boolean wasInRecovery = recovery.isActive();
        recovery.onCumulative(cumulativeTsn);
        for (int i = 0; i < paths.count(); i++) {
            final TransportPath path = paths.path(i);
            final PathAck acked = result.of(path);
            if (acked.ackedBytes() == 0) {
                continue;
            }
            path.flight().tailProbe().end();
            if (acked.hasDelivered()) {
                final long sentNs = outstanding.sentNs(acked.deliveredTsn(), nowNs);
                acked.concludeDelivery(path.flight().deliveries(), sentNs, nowNs);
            }
            acked.conclude(advanced, wasInRecovery, nowNs, path.smoothedRoundTripNs());
            path.congestion().onAcked(acked);
            if (path.flightChunks() == 0 && path.retransmitChunks() == 0) {
                path.congestion().onDrained();
            }
        }
    }
}
