package io.sctp.engine.send;

import io.sctp.engine.packet.Serial;
import io.sctp.engine.path.Deliveries;
import io.sctp.engine.path.PathAck;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;

/**
 * A chunk is lost if one that was sent to the same path after it has arrived, and a quarter of a round-trip time has
 * passed (RACK, RFC 8985 section 6, for chunks instead of segments). Unlike missing reports that finds chunks that were
 * lost more than once.
 */
public final class LateChunks {
    /** Linux reports so many blocks of chunks that arrived, and says nothing of those beyond. Others report more. */
    private static final int FEWEST_BLOCKS = 16;

    /** Chance does not often lose what was sent again so many times. */
    private static final int LOST_OFTEN = 2;

    private final OutstandingData outstanding;
    private final PathChunks chunks;
    private final Retransmission retransmission;
    private long lostChunks;

    /** Whether the last SACK reports all that arrived, else up to which TSN it reports. */
    private boolean reportsAll = true;

    private int lastReported;

    LateChunks(final OutstandingData outstanding, final PathChunks chunks, final Retransmission retransmission) {
        this.outstanding = outstanding;
        this.chunks = chunks;
        this.retransmission = retransmission;
    }

    /** A SACK came. What may lie beyond the blocks that it had room for is not late because it is not reported. */
    void onSack(final GapBlocks gaps) {
        reportsAll = gaps.count() < FEWEST_BLOCKS;
        lastReported = reportsAll ? 0 : gaps.last(gaps.count() - 1);
    }

    /** Returns whether the last SACK had room to report all that has arrived. */
    boolean isAllReported() {
        return reportsAll;
    }

    /** Marks what is lost of what was sent to a path. */
    void markLate(final TransportPath path, final PathSet paths, final PathAck result, final long nowNs) {
        while (chunks.inFlightCount(path) > 0) {
            final int tsn = chunks.firstInFlight(path);
            if (leftNs(tsn, path, nowNs) > 0) {
                break;
            }
            if (outstanding.retransmissions(tsn) >= LOST_OFTEN) {
                result.doubtSize();
            }
            outstanding.markFastRetransmitted(tsn);
            retransmission.markLost(tsn, path, target(path, paths));
            result.addLost(outstanding.length(tsn));
            lostChunks++;
        }
    }

    /** Returns the path to which what is lost on a path goes again. */
    static TransportPath target(final TransportPath path, final PathSet paths) {
        return path.isActive() ? path : paths.alternateTo(path);
    }

    /** Returns after how long a chunk in flight to a path is lost, or {@link Timers#NONE} if none was overtaken. */
    public long leftNs(final TransportPath path, final long nowNs) {
        return chunks.inFlightCount(path) == 0 ? Timers.NONE : leftNs(chunks.firstInFlight(path), path, nowNs);
    }

    private long leftNs(final int tsn, final TransportPath path, final long nowNs) {
        final Deliveries deliveries = path.flight().deliveries();
        if (deliveries.isInOrder(tsn) || (!reportsAll && Serial.after(tsn, lastReported))) {
            return Timers.NONE;
        }
        final long sentNs = outstanding.sentNs(tsn, nowNs);
        return deliveries.isOvertaken(tsn, sentNs) ? deliveries.lostAtNs(sentNs) - nowNs : Timers.NONE;
    }

    /** Returns how many chunks were found to be lost. */
    public long lostChunks() {
        return lostChunks;
    }
}
