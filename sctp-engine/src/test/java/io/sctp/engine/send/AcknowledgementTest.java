package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9260 sections 6.2.1 and 7.2. */
final class AcknowledgementTest {
    private final SendingEnd end = new SendingEnd();

    @Test
    void shouldForgetWhatIsAcknowledgedCumulatively() {
        end.send(3);
        final SackResult result = end.sack(1);
        assertEquals(SackResult.Outcome.ADVANCED, result.outcome());
        assertTrue(result.of(end.one).isCumulativelyAcked());
        assertTrue(result.of(end.one).isAnswered());
        assertEquals(2 * 116, result.of(end.one).ackedBytes());
        assertEquals(1, end.outbound.outstandingChunks());
        assertEquals(1, end.one.flightChunks());
        assertEquals(100, end.outbound.bufferedBytes());
        assertEquals(1, end.pool.liveBlocks());
        assertEquals(SendingEnd.WINDOW - 100, end.outbound.peerWindow());
        assertEquals(SackResult.Outcome.PROCESSED, end.sack(1).outcome());
        assertFalse(end.sack(1).of(end.one).isAnswered());
    }

    @Test
    void shouldIgnoreASackThatIsOlderThanAnother() {
        end.send(3);
        end.sack(1);
        assertEquals(SackResult.Outcome.STALE, end.sackWithWindow(5, 0).outcome());
        assertEquals(SendingEnd.WINDOW - 100, end.outbound.peerWindow());
    }

    @Test
    void shouldRefuseTheAcknowledgementOfWhatWasNeverSent() {
        end.send(3);
        assertEquals(SackResult.Outcome.VIOLATION, end.sack(3).outcome());
        assertEquals(SackResult.Outcome.VIOLATION, end.sack(0, 2, 3).outcome());
        assertEquals(SackResult.Outcome.ADVANCED, end.sack(2).outcome());
    }

    @Test
    void shouldMarkWhatGapBlocksReport() {
        end.send(6);
        final SackResult result = end.sack(0, 2, 3, 5, 5);
        assertEquals(4 * 116, result.of(end.one).ackedBytes());
        assertEquals(
                List.of(0, 1, 1, 0, 1), List.of(end.state(1), end.state(2), end.state(3), end.state(4), end.state(5)));
        assertEquals(200, end.outbound.outstanding.inFlightBytes());
        assertEquals(0, end.sack(0, 2, 3, 5, 5).of(end.one).ackedBytes(), "once");
        assertEquals(116, end.sack(0, 2, 5).of(end.one).ackedBytes());
    }

    /** Section 6.2.1, rule D.iii: the peer dropped what it had reported. */
    @Test
    void shouldTakeBackWhatIsNotReportedAnyMore() {
        end.send(6);
        end.sack(0, 2, 5);
        end.sack(0, 3, 4);
        assertEquals(OutstandingData.IN_FLIGHT, end.state(2));
        assertEquals(OutstandingData.ACKED, end.state(3));
        assertEquals(OutstandingData.IN_FLIGHT, end.state(5));
        assertEquals(3, end.one.flightChunks());
        end.sack(0);
        assertEquals(0, end.outbound.outstanding.ackedChunks());
        assertEquals(5, end.one.flightChunks());
    }

    @Test
    void shouldIgnoreBlocksBehindOneThatIsOutOfOrder() {
        end.send(6);
        assertEquals(SackResult.Outcome.ADVANCED, end.sack(0, 4, 4, 2, 2).outcome());
        assertEquals(OutstandingData.ACKED, end.state(4));
        assertEquals(OutstandingData.IN_FLIGHT, end.state(2));
    }

    /** Section 7.2.3: not below four packets, which is more than this path had at first. */
    @Test
    void shouldSetTheCongestionWindowOnceInARecovery() {
        end.send(8);
        final int before = end.one.congestion().windowBytes();
        end.sack(-1, 1, 1);
        end.sack(-1, 1, 2);
        final SackResult result = end.sack(-1, 1, 3);
        assertEquals(1, result.of(end.one).lostChunks());
        assertTrue(end.outbound.retransmission().isUrgent(end.one), "the earliest goes at once");
        final int reduced = end.one.congestion().windowBytes();
        assertNotEquals(before, reduced);
        end.writeLost(end.one);
        end.sack(3, 5, 5);
        end.sack(3, 5, 6);
        end.sack(3, 5, 7);
        assertEquals(OutstandingData.LOST, end.state(4));
        assertFalse(end.outbound.retransmission().isUrgent(end.one), "in the same recovery");
        assertEquals(reduced, end.one.congestion().windowBytes());
    }

    @Test
    void shouldTakeABareCumulativeTsn() {
        end.send(3);
        final int first = SendingEnd.FIRST;
        assertEquals(SackResult.Outcome.VIOLATION, cumulative(first + 3));
        assertEquals(SackResult.Outcome.ADVANCED, cumulative(first + 1));
        assertEquals(SackResult.Outcome.PROCESSED, cumulative(first + 1));
        assertEquals(SackResult.Outcome.STALE, cumulative(first - 1));
        assertEquals(1, end.outbound.outstandingChunks());
        assertEquals(SendingEnd.WINDOW - 300, end.outbound.peerWindow(), "it says nothing of the window");
    }

    @Test
    void shouldSayThatTheProbeOfAClosedWindowIsRefused() {
        end.send(1);
        end.sackWithWindow(0, 0);
        end.queue(100);
        assertEquals(List.of(), end.writeNew());
        end.outbound.probe().demand();
        assertEquals(List.of(1), end.writeNew());
        assertTrue(end.outbound.probe().isOut());
        assertTrue(end.sackWithWindow(0, 0).isProbeRefused());
        assertFalse(end.sackWithWindow(0, 0).isProbeRefused(), "the first answer to it");
        end.sackWithWindow(1000, 0);
        assertFalse(end.outbound.probe().isOut());
        assertEquals(List.of(1), end.writeLost(end.one), "there is room for it: it goes again");
        end.sackWithWindow(1000, 1);
        assertEquals(0, end.outbound.outstandingChunks());
    }

    private SackResult.Outcome cumulative(final int tsn) {
        return end.acknowledgement.onCumulative(tsn, end.paths, 0).outcome();
    }
}
