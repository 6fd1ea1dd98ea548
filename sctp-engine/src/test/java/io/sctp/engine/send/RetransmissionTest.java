package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9260 sections 6.3.3 and 6.4.1. */
final class RetransmissionTest {
    private final SendingEnd end = new SendingEnd();
    private final Retransmission retransmission = end.outbound.retransmission();

    @Test
    void shouldSendAgainToAnotherPathWhatTimedOut() {
        end.send(3);
        retransmission.onTimeout(end.one, end.two);
        assertEquals(3, retransmission.lostChunks());
        assertEquals(0, end.one.flightChunks());
        assertTrue(retransmission.isFirstLost(end.two));
        assertFalse(retransmission.isFirstLost(end.one));
        assertFalse(retransmission.canRetransmit(end.one));
        assertTrue(retransmission.isUrgent(end.two), "a packet of it at once");
        assertEquals(List.of(0, 1, 2), end.writeLost(end.two), "in one packet, the lowest TSN first");
        assertFalse(retransmission.isUrgent(end.two));
        assertEquals(3, retransmission.retransmittedChunks());
        assertEquals(0, retransmission.lostChunks());
        assertEquals(3, end.two.flightChunks());
        assertEquals(OutstandingData.IN_FLIGHT, end.state(0));
        assertEquals(1, end.outbound.outstanding.retransmissions(SendingEnd.FIRST));
        assertEquals(OutstandingData.SEVERAL_PATHS, end.outbound.outstanding.onlyPath(SendingEnd.FIRST));
    }

    @Test
    void shouldSendNoMoreAgainThanAPacketTakes() {
        for (int i = 0; i < 3; i++) {
            end.queue(700);
            end.writeNew();
        }
        retransmission.onTimeout(end.one, end.one);
        assertEquals(List.of(0), end.writeLost(end.one));
        assertEquals(2, retransmission.lostChunks());
    }

    /** What seems to be in flight may have left the path: the peer has no room to say so. */
    @Test
    void shouldSendTwoPacketsForEachSackThatCannotReportAll() {
        for (int i = 0; i < 6; i++) {
            end.queue(700);
            end.writeNew();
        }
        for (int tsn = 0; tsn < 3; tsn++) {
            retransmission.markLost(SendingEnd.FIRST + tsn, end.one, end.one);
        }
        end.one.congestion().onTimeout();
        assertFalse(retransmission.canRetransmit(end.one), "the window is full");
        retransmission.sendInSpiteOf(end.one);
        assertEquals(List.of(0), end.writeLost(end.one));
        assertEquals(List.of(1), end.writeLost(end.one));
        assertFalse(retransmission.canRetransmit(end.one));
        assertEquals(1, retransmission.lostChunks());
    }

    /** Section 6.2.1, rule C. */
    @Test
    void shouldOpenThePeersWindowByWhatIsLost() {
        end.send(2);
        assertEquals(SendingEnd.WINDOW - 200, end.outbound.peerWindow());
        retransmission.onTimeout(end.one, end.one);
        assertEquals(SendingEnd.WINDOW, end.outbound.peerWindow());
        end.writeLost(end.one);
        assertEquals(SendingEnd.WINDOW - 200, end.outbound.peerWindow());
    }

    @Test
    void shouldSendToAnotherPathWhatWaitsForOneThatFailed() {
        end.send(2);
        retransmission.onTimeout(end.one, end.one);
        retransmission.redirect(end.one, end.two);
        assertTrue(retransmission.isUrgent(end.two));
        assertEquals(List.of(), end.writeLost(end.one));
        assertEquals(List.of(0, 1), end.writeLost(end.two));
        retransmission.redirect(end.one, end.two);
        assertFalse(retransmission.isUrgent(end.two), "nothing waited");
    }

    @Test
    void shouldSendEverythingAgainToAPathThatIsNew() {
        end.send(3);
        retransmission.resend(end.two);
        assertEquals(3, retransmission.lostChunks());
        assertEquals(3, end.two.retransmitChunks());
        assertEquals(List.of(0, 1, 2), end.writeLost(end.two));
    }

    @Test
    void shouldSendAgainWhatWasSentToAPathThatIsGone() {
        end.send(2);
        retransmission.moveAway(end.one, end.two);
        assertTrue(end.outbound.chunks.isOfOneGone(SendingEnd.FIRST, 0));
        assertEquals(List.of(0, 1), end.writeLost(end.two));
    }

    @Test
    void shouldForgetEverything() {
        end.send(2);
        retransmission.onTimeout(end.one, end.two);
        retransmission.reset();
        assertFalse(retransmission.isUrgent(end.two));
        assertEquals(-1, end.outbound.chunks.pathOfLost(SendingEnd.FIRST));
    }
}
