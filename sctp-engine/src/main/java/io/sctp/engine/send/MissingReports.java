package io.sctp.engine.send;

import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;

/**
 * A chunk that three SACKs report missing is lost (RFC 9260 section 7.2.4). This counts only against what was sent
 * once: what was sent again, and is lost again, is found by time ({@link LateChunks}).
 */
final class MissingReports implements LossDetection {
    /** Missing reports that make a chunk lost. */
    private static final int LOST_AT = 3;

    private final OutstandingData outstanding;
    private final Retransmission retransmission;
    private final Work work;
    private long missingReports;

    /**
     * Where missing reports are counted from: all chunks before it that could be counted against were, as often as it
     * takes.
     */
    private int countFrom;

    MissingReports(final OutstandingData outstanding, final Retransmission retransmission, final Work work) {
        this.outstanding = outstanding;
        this.retransmission = retransmission;
        this.work = work;
    }

    @Override
    public void reset() {
        countFrom = outstanding.firstTsn();
    }

    @Override
    public void onCumulative() {
        if (Serial.before(countFrom, outstanding.firstTsn())) {
            countFrom = outstanding.firstTsn();
        }
    }

    @Override
    public void onInFlightAgain(final int tsn) {
        if (isCountable(tsn) && Serial.before(tsn, countFrom)) {
            countFrom = tsn;
        }
    }

    /** Lost chunks are mostly found in their order, so that the next SACK need not pass over them. */
    @Override
    public void onLost(final int tsn) {
        if (tsn == countFrom) {
            countedTo(tsn);
        }
    }

    @Override
    public void onTimedOut(final int tsn) {
        outstanding.clearMissing(tsn);
    }

    @Override
    public long missingReports() {
        return missingReports;
    }

    /**
     * Counts missing reports against chunks below the highest newly acknowledged one; if the SACK came in fast recovery
     * and moved the cumulative TSN, against all that it reports missing.
     */
    @Override
    public TransportPath onSack(
            final int cumulativeTsn,
            final GapBlocks gaps,
            final int highestNewlyAcked,
            final boolean inRecovery,
            final PathSet paths,
            final SackResult result) {
        final int end = inRecovery && gaps.count() > 0 ? gaps.last(gaps.count() - 1) : highestNewlyAcked;
        TransportPath earliest = null;
        int tsn = Serial.later(cumulativeTsn + 1, countFrom);
        boolean allCounted = true;
        for (int block = gaps.atOrBehind(tsn); Serial.before(tsn, end); block++) {
            work.step();
            final boolean last = block >= gaps.count();
            final int gapEnd = last ? end : Serial.earlier(end, gaps.first(block));
            for (; Serial.before(tsn, gapEnd); tsn++) {
                work.step();
                final TransportPath target = count(tsn, paths, result);
                earliest = earliest == null ? target : earliest;
                allCounted &= !isCountable(tsn);
                if (allCounted) {
                    countedTo(tsn);
                }
            }
            tsn = last ? end : Serial.later(tsn, gaps.last(block) + 1);
        }
        return earliest;
    }

    /** Counts a missing report against a chunk; returns the path to which it goes again if it is lost now, or null. */
    private TransportPath count(final int tsn, final PathSet paths, final SackResult result) {
        if (!isCountable(tsn)) {
            return null;
        }
        missingReports++;
        if (!isLost(outstanding.countMissing(tsn))) {
            return null;
        }
        final TransportPath path = paths.at(outstanding.path(tsn));
        final TransportPath target = path.isActive() ? path : paths.alternateTo(path);
        outstanding.markFastRetransmitted(tsn);
        retransmission.markLost(tsn, path, target);
        result.of(path).addLost(outstanding.length(tsn));
        return target;
    }

    private boolean isCountable(final int tsn) {
        return outstanding.state(tsn) == OutstandingData.IN_FLIGHT && outstanding.retransmissions(tsn) == 0;
    }

    private static boolean isLost(final int reports) {
        return reports >= LOST_AT;
    }

    /** Missing reports count no more against a chunk, nor against any before it. */
    private void countedTo(final int tsn) {
        countFrom = tsn + 1;
    }
}
