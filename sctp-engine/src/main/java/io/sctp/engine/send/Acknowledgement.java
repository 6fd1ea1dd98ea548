package io.sctp.engine.send;

import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/**
 * What SACKs do to data in flight: acknowledgement, missing reports, fast retransmit and fast recovery (RFC 9260
 * sections 6.2.1 and 7.2.4). It knows nothing of timers; {@link TransportPath} notes what the caller needs for them.
 */
public final class Acknowledgement {
    /** Missing reports that make a chunk lost (section 7.2.4). */
    private static final int MISSING_REPORTS = 3;

    /** What became of a SACK. */
    public enum Outcome {
        /** Older than one already processed; nothing was done. */
        STALE,
        /** It acknowledges something that was never sent. */
        VIOLATION,
        /** Accepted; the cumulative TSN stayed where it was. */
        PROCESSED,
        /** Accepted; the cumulative TSN advanced. */
        ADVANCED
    }

    private final Outbound outbound;
    private final OutstandingData outstanding;

    private final Work work;

    /** The blocks of the SACK before, and of the one that is being read. */
    private GapBlocks before = new GapBlocks();

    private GapBlocks now = new GapBlocks();

    private boolean fastRecovery;
    private int recoveryExitTsn;
    private int highestGapAcked;
    private int highestNewlyAcked;
    private boolean probeRefused;

    public Acknowledgement(final Outbound outbound) {
        this.outbound = outbound;
        outstanding = outbound.outstanding;
        work = outbound.work;
    }

    public boolean isFastRecovery() {
        return fastRecovery;
    }

    /** Forgets everything; the association begins anew. */
    public void reset() {
        fastRecovery = false;
        outbound.gapAckedChunks = 0;
        before.clear();
        now.clear();
    }

    /** T3-rtx expired: recovery starts over from slow start. */
    public void onTimeout() {
        fastRecovery = false;
    }

    /** Takes a bare cumulative TSN, as SHUTDOWN carries it (section 9.2). */
    public Outcome onCumulative(final int cumulativeTsn, final PathSet paths, final long nowNs) {
        if (Serial.before(cumulativeTsn, outstanding.firstTsn() - 1)) {
            return Outcome.STALE;
        }
        if (!Serial.before(cumulativeTsn, outstanding.nextTsn())) {
            return Outcome.VIOLATION;
        }
        // It says nothing of the window, so that the next probe is not put off, however often it comes.
        probeRefused = false;
        beginSack(paths);
        final boolean advanced = ackCumulative(cumulativeTsn, paths, nowNs);
        finish(cumulativeTsn, advanced, paths);
        return advanced ? Outcome.ADVANCED : Outcome.PROCESSED;
    }

    /** Takes a well-formed SACK. */
    public Outcome onSack(final ByteBuffer packet, final int offset, final PathSet paths, final long nowNs) {
        final int cumulativeTsn = SackChunk.cumulativeTsn(packet, offset);
        if (Serial.before(cumulativeTsn, outstanding.firstTsn() - 1)) {
            return Outcome.STALE;
        }
        if (!Serial.before(cumulativeTsn, outstanding.nextTsn())) {
            return Outcome.VIOLATION;
        }
        final int gapCount = SackChunk.gapCount(packet, offset);
        probeRefused = false;
        beginSack(paths);
        final boolean advanced = ackCumulative(cumulativeTsn, paths, nowNs);
        highestNewlyAcked = cumulativeTsn;
        if ((gapCount != 0 || before.count() != 0) && !ackGaps(packet, offset, gapCount, cumulativeTsn, paths, nowNs)) {
            return Outcome.VIOLATION;
        }
        final boolean wasFastRecovery = fastRecovery;
        finish(cumulativeTsn, advanced, paths);
        if (outbound.gapAckedChunks != 0) {
            countMissing(cumulativeTsn, wasFastRecovery && advanced, paths);
        }
        outbound.abandonment().demandForward();
        outbound.advertisedWindow = SackChunk.aRwnd(packet, offset);
        outbound.peerWindow = Math.max(0, outbound.advertisedWindow - outbound.inFlightBytes);
        noteProbe(paths);
        return advanced ? Outcome.ADVANCED : Outcome.PROCESSED;
    }

    /**
     * What the SACK says of a probe that is out: taken, refused, or there is room for it now, so that it goes again.
     */
    private void noteProbe(final PathSet paths) {
        if (!outbound.probe.isOut()) {
            return;
        }
        if (outbound.inFlightBytes == 0) {
            outbound.probe.end();
        } else if (outbound.inFlightBytes <= outbound.advertisedWindow) {
            outbound.probe.end();
            outbound.retransmission.resendProbe(paths);
        } else {
            probeRefused = outbound.probe.refuse();
        }
    }

    /** Says whether the SACK just processed is the first answer to a probe of the peer's window, and refuses it. */
    public boolean isProbeRefused() {
        return probeRefused;
    }

    private static void beginSack(final PathSet paths) {
        for (int i = 0; i < paths.count(); i++) {
            paths.path(i).beginSack();
        }
    }

    private boolean ackCumulative(final int cumulativeTsn, final PathSet paths, final long nowNs) {
        final int first = outstanding.firstTsn();
        for (int tsn = first; !Serial.after(tsn, cumulativeTsn); tsn++) {
            work.step();
            final int transmission = outstanding.transmission(tsn);
            final int state = OutstandingData.stateOf(transmission);
            if (state == OutstandingData.ACKED) {
                outbound.gapAckedChunks--;
            } else if (state == OutstandingData.ABANDONED) {
                outbound.abandonment().abandonedChunks--;
            } else {
                final TransportPath path = acknowledge(tsn, transmission, paths, nowNs);
                path.markCumulativelyAcked();
            }
            outbound.release(tsn);
            outstanding.removeFirst();
        }
        outbound.retransmission.onCumulative();
        return first != outstanding.firstTsn();
    }

    private TransportPath acknowledge(final int tsn, final int transmission, final PathSet paths, final long nowNs) {
        final boolean isLost = OutstandingData.stateOf(transmission) == OutstandingData.LOST;
        final TransportPath path =
                paths.at(isLost ? outbound.chunks.pathOfLost(tsn) : OutstandingData.pathOf(transmission));
        final int length = outstanding.length(tsn);
        path.addAckedBytes(outbound.chunkBytes(length));
        // RFC 7829 section 3.2: who sent a chunk to several paths does not know which of them answers.
        final int only = OutstandingData.onlyPathOf(transmission);
        if (only != OutstandingData.SEVERAL_PATHS && !outbound.chunks.isOfOneGone(tsn, only)) {
            paths.at(only).markAnswered();
        }
        if (isLost) {
            outbound.chunks.removeLost(tsn, path);
            outbound.retransmission.lostChunks--;
            outbound.abandonment().onNotLost(tsn);
            return path;
        }
        outbound.chunks.removeInFlight(tsn, path);
        path.removeFlight(outbound.chunkBytes(length));
        outbound.inFlightBytes -= length;
        path.finishTiming(tsn, nowNs);
        return path;
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
        highestGapAcked = tsn - 1;
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
            final int first = later(from, before.first(old));
            final int last = earlier(to, before.last(old));
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
            final int stop = none ? end + 1 : later(tsn, before.first(old));
            for (; tsn != stop; tsn++) {
                work.step();
                ackGap(tsn, paths, nowNs);
            }
            if (!none) {
                tsn = earlier(end, before.last(old)) + 1;
                if (Serial.after(before.last(old), end)) {
                    return old;
                }
                old++;
            }
        }
        return old;
    }

    private static int later(final int tsn, final int other) {
        return Serial.after(tsn, other) ? tsn : other;
    }

    private static int earlier(final int tsn, final int other) {
        return Serial.before(tsn, other) ? tsn : other;
    }

    private void ackGap(final int tsn, final PathSet paths, final long nowNs) {
        final int transmission = outstanding.transmission(tsn);
        final int state = OutstandingData.stateOf(transmission);
        if (state == OutstandingData.ACKED || state == OutstandingData.ABANDONED) {
            return;
        }
        acknowledge(tsn, transmission, paths, nowNs);
        outstanding.state(tsn, OutstandingData.ACKED);
        outbound.gapAckedChunks++;
        highestNewlyAcked = tsn;
    }

    /** The peer dropped a chunk that it had reported (section 6.2.1, rule D.iii): it is in flight again. */
    private void renege(final int tsn, final PathSet paths) {
        if (outstanding.state(tsn) == OutstandingData.ACKED) {
            final int index = outstanding.path(tsn);
            final TransportPath path = outbound.chunks.isOfOneGone(tsn, index) ? paths.forData() : paths.at(index);
            final int length = outstanding.length(tsn);
            outbound.gapAckedChunks--;
            outstanding.state(tsn, OutstandingData.IN_FLIGHT);
            outstanding.path(tsn, path.index());
            outbound.chunks.addInFlight(tsn, path);
            path.addFlight(outbound.chunkBytes(length));
            outbound.inFlightBytes += length;
            outbound.retransmission.countAgainFrom(tsn);
            outbound.abandonment().onReneged(tsn);
        }
    }

    /**
     * Counts missing reports against chunks below the highest newly acknowledged one; if the SACK came in fast recovery
     * and moved the cumulative TSN, against all that it reports missing (section 7.2.4).
     */
    private void countMissing(final int cumulativeTsn, final boolean all, final PathSet paths) {
        final int end = all ? highestGapAcked : highestNewlyAcked;
        TransportPath earliest = null;
        int tsn = later(cumulativeTsn + 1, outbound.retransmission.countFrom());
        boolean allCounted = true;
        for (int block = before.atOrBehind(tsn); Serial.before(tsn, end); block++) {
            work.step();
            final boolean last = block >= before.count();
            final int gapEnd = last ? end : earlier(end, before.first(block));
            for (; Serial.before(tsn, gapEnd); tsn++) {
                work.step();
                final TransportPath target = countMissing(tsn, paths);
                earliest = earliest == null ? target : earliest;
                allCounted &= !isCountable(tsn);
                if (allCounted) {
                    outbound.retransmission.countedTo(tsn);
                }
            }
            tsn = last ? end : later(tsn, before.last(block) + 1);
        }
        if (earliest != null && !fastRecovery) {
            enterFastRecovery(earliest, paths);
        }
    }

    /**
     * Counts a missing report against one chunk; returns the path to which it is sent again if it is lost now, or null.
     */
    private TransportPath countMissing(final int tsn, final PathSet paths) {
        if (!isCountable(tsn)) {
            return null;
        }
        outbound.retransmission.missingReports++;
        if (!isLost(outstanding.countMissing(tsn))) {
            return null;
        }
        final TransportPath path = paths.at(outstanding.path(tsn));
        final TransportPath target = path.isActive() ? path : paths.alternateTo(path);
        outstanding.markFastRetransmitted(tsn);
        outbound.retransmission.markLost(tsn, path, target);
        path.markNewlyLost();
        return target;
    }

    private boolean isCountable(final int tsn) {
        return outstanding.state(tsn) == OutstandingData.IN_FLIGHT && !outstanding.isFastRetransmitted(tsn);
    }

    private static boolean isLost(final int missingReports) {
        return missingReports >= MISSING_REPORTS;
    }

    /** The earliest lost chunk goes at once, whatever the congestion window says; those lost later wait for it. */
    private void enterFastRecovery(final TransportPath earliest, final PathSet paths) {
        outbound.retransmission.urgentPath = earliest.index();
        fastRecovery = true;
        recoveryExitTsn = outstanding.nextTsn() - 1;
        for (int i = 0; i < paths.count(); i++) {
            if (paths.path(i).isNewlyLost()) {
                paths.path(i).congestion().onFastRetransmit();
            }
        }
    }

    private boolean isRecovered(final int cumulativeTsn) {
        return !Serial.before(cumulativeTsn, recoveryExitTsn);
    }

    /**
     * Leaves fast recovery when its exit point is acknowledged, so that what is lost beyond it begins another, and
     * grows the windows, which comes before the SACK's missing reports reduce them (section 7.2.4).
     */
    private void finish(final int cumulativeTsn, final boolean advanced, final PathSet paths) {
        final boolean wasFastRecovery = fastRecovery;
        fastRecovery &= !isRecovered(cumulativeTsn);
        for (int i = 0; i < paths.count(); i++) {
            final TransportPath path = paths.path(i);
            if (path.ackedBytes() == 0) {
                continue;
            }
            path.congestion().onAcked(path.ackedBytes(), path.flightBytesBefore(), advanced, wasFastRecovery);
            if (path.flightChunks() == 0 && path.retransmitChunks() == 0) {
                path.congestion().onDrained();
            }
        }
    }
}
