package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.FailedMessage;
import io.sctp.engine.Policy;
import io.sctp.engine.SendResult;
import io.sctp.engine.packet.ForwardTsnChunk;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 3758 section 3.5 and RFC 7496 section 3. */
final class AbandonmentTest {
    private static final int ROOM = 1400;

    private final SendingEnd end = new SendingEnd();
    private final Abandonment abandonment = end.outbound.abandonment();

    @BeforeEach
    void enable() {
        abandonment.enable(true);
    }

    @Test
    void shouldGiveUpAQueuedMessageWhoseLifetimeIsOver() {
        assertFalse(abandonment.hasPolicies());
        end.queue(Policy.LIFETIME, 100, 50);
        end.queue(50);
        assertTrue(abandonment.hasPolicies());
        assertFalse(abandonment.abandonExpired(end.paths, 99));
        assertTrue(abandonment.abandonExpired(end.paths, 100));
        assertFalse(abandonment.abandonExpired(end.paths, 100));
        assertFalse(abandonment.hasPolicies());
        assertEquals(
                FailedMessage.Reason.ABANDONED, end.outbound.failed().first().reason());
        assertFalse(end.outbound.failed().first().wasSent());
        assertEquals(1, abandonment.total().unsent(Policy.LIFETIME));
        assertEquals(1, abandonment.ofStream(0).unsent());
        assertNull(abandonment.ofStream(1));
        assertEquals(List.of(0), end.writeNew(), "the other one");
        assertFalse(abandonment.isPeerWaiting(), "nothing of it was sent");
    }

    @Test
    void shouldSendNothingWhoseLifetimeIsOver() {
        end.queue(Policy.LIFETIME, 100, 50);
        end.nowNs = 100;
        assertEquals(List.of(), end.writeNew(), "the next poll gives it up");
        end.nowNs = 99;
        assertEquals(List.of(0), end.writeNew());
    }

    /** An association reset (RFC 6525 section 5.2.4): the new TSNs lie before the old ones. */
    @Test
    void shouldTellOfNewTsnsWhenTheyHaveBegunAnew() {
        forwardLostMessage();
        end.sack(0);
        end.outbound.restart(SendingEnd.FIRST - 1000);
        forwardLostMessage();
        assertEquals(SendingEnd.FIRST - 1000, ForwardTsnChunk.cumulativeTsn(end.packet, 0));
    }

    private void forwardLostMessage() {
        end.queue(Policy.LIFETIME, end.nowNs + 100, 50);
        end.writeNew();
        end.outbound.retransmission().onTimeout(end.one, end.one);
        assertTrue(abandonment.abandonExpired(end.paths, end.nowNs + 100));
        abandonment.demandForward();
        assertTrue(abandonment.prepareForward(ROOM));
        assertTrue(abandonment.isForwardDue());
        abandonment.writeForward(end.packet, 0, 1000);
    }

    @Test
    void shouldGiveUpALostMessageWhoseLifetimeIsOver() {
        end.queue(Policy.LIFETIME, 100, 50);
        end.writeNew();
        assertFalse(abandonment.abandonExpired(end.paths, 100), "it may yet be acknowledged");
        end.outbound.retransmission().onTimeout(end.one, end.one);
        assertTrue(abandonment.abandonExpired(end.paths, 100));
        assertEquals(OutstandingData.ABANDONED, end.state(0));
        assertEquals(List.of(), end.writeLost(end.one));
        assertTrue(end.outbound.failed().first().wasSent());
        assertEquals(1, abandonment.total().sent(Policy.LIFETIME));
        assertTrue(abandonment.isPeerWaiting());
        assertTrue(abandonment.prepareForward(ROOM));
        assertTrue(abandonment.isForwardDue());
        final int chunk = 100;
        assertEquals(chunk, abandonment.writeForward(end.packet, chunk, chunk + 11), "it does not fit");
        assertEquals(chunk + 12, abandonment.writeForward(end.packet, chunk, 1000));
        assertEquals(SendingEnd.FIRST, ForwardTsnChunk.cumulativeTsn(end.packet, chunk));
        assertFalse(abandonment.isForwardDue());
        abandonment.demandForward();
        assertTrue(abandonment.isForwardDue());
        end.sack(0);
        assertFalse(abandonment.isPeerWaiting());
        assertFalse(abandonment.isForwardDue());
    }

    @Test
    void shouldGiveUpWhatWasSentAgainAsOftenAsItMay() {
        end.queue(Policy.RETRANSMISSIONS, 1, 50);
        end.writeNew();
        end.outbound.retransmission().onTimeout(end.one, end.one);
        assertFalse(abandonment.abandonExpired(end.paths, 0));
        assertEquals(List.of(0), end.writeLost(end.one));
        end.outbound.retransmission().onTimeout(end.one, end.one);
        assertTrue(abandonment.abandonExpired(end.paths, 0));
        assertEquals(OutstandingData.ABANDONED, end.state(0));
    }

    /** If the peer knows no FORWARD TSN, what was sent once is sent until it arrives. */
    @Test
    void shouldGiveNothingUpThatWasSentUnlessThePeerCanBeTold() {
        abandonment.enable(false);
        assertFalse(abandonment.isEnabled());
        end.queue(Policy.LIFETIME, 100, 50);
        end.writeNew();
        end.outbound.retransmission().onTimeout(end.one, end.one);
        assertFalse(abandonment.abandonExpired(end.paths, 1000));
        assertEquals(List.of(0), end.writeLost(end.one));
    }

    /** A TSN that is never sent stands for what was not sent of it. */
    @Test
    void shouldGiveUpAllFragmentsOfAMessage() {
        end.queue(Policy.LIFETIME, 100, 5000);
        end.queue(50);
        end.writeNew();
        end.writeNew();
        end.outbound.retransmission().onTimeout(end.one, end.one);
        assertTrue(abandonment.abandonExpired(end.paths, 100));
        assertEquals(OutstandingData.ABANDONED, end.state(0));
        assertEquals(OutstandingData.ABANDONED, end.state(1));
        assertEquals(OutstandingData.ABANDONED, end.state(2), "never sent");
        assertEquals(List.of(3), end.writeNew(), "the next message");
        assertEquals(1, abandonment.total().sent());
        assertEquals(5000, end.outbound.failed().first().length());
    }

    @Test
    void shouldGiveUpWhatMattersLessToMakeRoom() {
        end.queue(Policy.PRIORITY, 5, SendingEnd.BUFFER / 2);
        end.queue(Policy.PRIORITY, 7, SendingEnd.BUFFER / 2 - 100);
        assertEquals(SendResult.WOULD_BLOCK, end.queue(Policy.PRIORITY, 7, 1000));
        assertEquals(SendResult.QUEUED, end.queue(Policy.PRIORITY, 6, 1000));
        assertEquals(SendingEnd.BUFFER / 2 - 100, end.outbound.failed().first().length(), "the least important");
        assertFalse(abandonment.abandonLeastImportant(6, end.paths));
        assertTrue(abandonment.abandonLeastImportant(5, end.paths));
        assertEquals(2, abandonment.total().unsent(Policy.PRIORITY));
    }
}
