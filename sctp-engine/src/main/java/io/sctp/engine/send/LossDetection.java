package io.sctp.engine.send;

import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;

/**
 * Decides which chunks in flight are lost, and has {@link Retransmission} mark them. It is told of each SACK once what
 * it acknowledges is marked.
 */
interface LossDetection {
    /** TSNs begin anew. */
    void reset();

    /** Chunks were acknowledged cumulatively. */
    void onCumulative();

    /** A chunk is in flight again: it was sent again, or the peer dropped it after it had reported it. */
    void onInFlightAgain(int tsn);

    /** A chunk is lost, as was found by one way or another. */
    void onLost(int tsn);

    /** A chunk was given up as lost by a timeout, and what counted against it counts no more. */
    void onTimedOut(int tsn);

    /**
     * A SACK was processed.
     *
     * @param cumulativeTsn what it acknowledges cumulatively
     * @param gaps the blocks that it reports
     * @param highestNewlyAcked the highest TSN that it is the first to acknowledge
     * @param inRecovery whether it came in fast recovery and moved the cumulative TSN
     * @return the path to which the earliest chunk that is lost now is sent again; null if none is
     */
    TransportPath onSack(
            int cumulativeTsn,
            GapBlocks gaps,
            int highestNewlyAcked,
            boolean inRecovery,
            PathSet paths,
            SackResult result);

    /** Returns how many missing reports counted against chunks. */
    long missingReports();
}
