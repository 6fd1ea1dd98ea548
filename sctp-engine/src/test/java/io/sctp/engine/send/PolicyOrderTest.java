package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.Policy;
import org.junit.jupiter.api.Test;

/** RFC 3758 and RFC 7496. */
final class PolicyOrderTest {
    private final SentTexts texts = new SentTexts();
    private final OutstandingData outstanding = texts.outstanding;
    private final PolicyOrder order = new PolicyOrder(texts.pool, outstanding);

    // -- lifetimes --------------------------------------------------------------------------------------------------

    @Test
    void shouldKnowTheQueuedMessageWhoseLifetimeEndsFirst() {
        assertFalse(order.isQueuedOver(Long.MAX_VALUE));
        order.onQueued(1, Policy.LIFETIME, 200);
        order.onQueued(2, Policy.LIFETIME, 100);
        order.onQueued(3, Policy.PRIORITY, 1);
        order.onQueued(4, Policy.RETRANSMISSIONS, 1);
        assertFalse(order.isQueuedOver(99));
        assertTrue(order.isQueuedOver(100));
        assertEquals(2, order.firstQueuedOver());
        order.onUnqueued(2);
        assertFalse(order.isQueuedOver(199));
        assertEquals(1, order.firstQueuedOver());
        order.onUnqueued(1);
        assertFalse(order.isQueuedOver(Long.MAX_VALUE - 1));
    }

    @Test
    void shouldKnowTheLostChunkWhoseLifetimeEndsFirst() {
        final int later = texts.send(Policy.LIFETIME, 200, "later");
        final int first = texts.send(Policy.LIFETIME, 100, "first");
        assertFalse(order.isLostOver(1000), "none is lost");
        order.onLost(later);
        order.onLost(first);
        assertFalse(order.isLostOver(99));
        assertTrue(order.isLostOver(100));
        assertEquals(first, order.firstLostOver());
        order.onNotLost(first);
        assertFalse(order.isLostOver(199));
        assertTrue(order.isLostOver(200));
        order.onGone(later);
        assertFalse(order.isLostOver(1000));
    }

    @Test
    void shouldSendReliableMessagesAgainHoweverLateItIs() {
        order.onLost(texts.send(Policy.RELIABLE, 0, "reliable"));
        order.onLost(texts.send(Policy.PRIORITY, 0, "of some priority"));
        assertFalse(order.isLostOver(Long.MAX_VALUE - 1));
    }

    // -- retransmissions --------------------------------------------------------------------------------------------

    @Test
    void shouldGiveUpAtOnceWhatWasSentAgainAsOftenAsItMay() {
        final int tsn = texts.send(Policy.RETRANSMISSIONS, 2, "twice");
        order.onLost(tsn);
        assertFalse(order.isLostOver(Long.MAX_VALUE - 1));
        outstanding.countRetransmission(tsn);
        order.onLost(tsn);
        assertFalse(order.isLostOver(Long.MAX_VALUE - 1));
        outstanding.countRetransmission(tsn);
        order.onLost(tsn);
        assertTrue(order.isLostOver(Long.MIN_VALUE));
        assertEquals(tsn, order.firstLostOver());
    }

    // -- priorities -------------------------------------------------------------------------------------------------

    /** A lower priority is a higher number (RFC 7496 section 3.2). */
    @Test
    void shouldKnowTheQueuedMessageThatMattersLeast() {
        assertFalse(order.isQueuedLessImportant(0));
        order.onQueued(1, Policy.PRIORITY, 5);
        order.onQueued(2, Policy.PRIORITY, 9);
        order.onQueued(3, Policy.LIFETIME, 1000);
        assertTrue(order.isQueuedLessImportant(8));
        assertFalse(order.isQueuedLessImportant(9), "it matters as much");
        assertEquals(2, order.leastImportantQueued());
        order.onUnqueued(2);
        assertFalse(order.isQueuedLessImportant(5));
        assertTrue(order.isQueuedLessImportant(4));
        assertEquals(1, order.leastImportantQueued());
    }

    @Test
    void shouldGiveUpTheOldestOfEqualPriority() {
        order.onQueued(7, Policy.PRIORITY, 5);
        order.onQueued(3, Policy.PRIORITY, 5);
        assertEquals(7, order.leastImportantQueued());
    }

    @Test
    void shouldKnowTheSentChunkThatMattersLeast() {
        final int more = texts.send(Policy.PRIORITY, 5, "more");
        final int less = texts.send(Policy.PRIORITY, 0xFFFF_FFFFL, "less");
        final int other = texts.send(Policy.LIFETIME, 0xFFFF_FFFFFL, "other");
        assertFalse(order.isSentLessImportant(0));
        for (final int tsn : new int[] {more, less, other}) {
            order.onSent(tsn);
        }
        assertTrue(order.isSentLessImportant(6));
        assertFalse(order.isSentLessImportant(0xFFFF_FFFFL));
        assertEquals(less, order.leastImportantSent());
        order.onGone(less);
        assertFalse(order.isSentLessImportant(5));
        assertTrue(order.isSentLessImportant(4));
        assertEquals(more, order.leastImportantSent());
    }
}
