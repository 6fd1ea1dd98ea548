package io.sctp.engine.send;

import static io.sctp.engine.send.SentTexts.FIRST;
import static io.sctp.engine.send.SentTexts.LAST;
import static io.sctp.engine.send.SentTexts.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.Policy;
import io.sctp.engine.SendOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SendQueueTest {
    private static final int NONE = SendQueue.NONE;

    private final SentTexts texts = new SentTexts();
    private final SendQueue queue = texts.queue;

    // -- segments ---------------------------------------------------------------------------------------------------

    @Test
    void shouldKeepWhatASegmentSays() {
        queue.add(
                7,
                1000,
                0x8003,
                new SendOptions().stream(0xFFFE).ppid(-46).context(-99).signedWith(0xFFFF),
                200);
        final int segment = queue.first();
        assertEquals(7, queue.handle(segment));
        assertEquals(1000, queue.length(segment));
        assertEquals(0xFFFE, queue.stream(segment));
        assertEquals(0x8003, queue.flags(segment));
        assertEquals(-46, queue.ppid(segment));
        assertEquals(-99, queue.context(segment));
        assertEquals(200, queue.path(segment));
        assertEquals(0xFFFF, queue.key(segment));
        assertEquals(0, queue.sentBytes(segment));
        assertEquals(NONE, queue.next(segment));
    }

    @Test
    void shouldKeepASegmentAsLongAsABlock() {
        queue.add(7, 1 << 16, WHOLE, new SendOptions(), NONE);
        queue.sentBytes(queue.first(), 0xFFFF);
        assertEquals(1 << 16, queue.length(queue.first()));
        assertEquals(0xFFFF, queue.sentBytes(queue.first()));
    }

    @Test
    void shouldKnowTheUsualPathAndTheActiveKey() {
        queue.add(7, 1, WHOLE, new SendOptions(), NONE);
        queue.add(8, 1, WHOLE, new SendOptions().signedWith(0), 0);
        assertEquals(NONE, queue.path(queue.first()));
        assertEquals(NONE, queue.key(queue.first()));
        assertEquals(0, queue.path(queue.last()));
        assertEquals(0, queue.key(queue.last()));
    }

    @Test
    void shouldSendTheUsualWayWhatWasForAPathThatIsGone() {
        queue.add(7, 1, WHOLE, new SendOptions().signedWith(5), 3);
        queue.add(8, 1, WHOLE, new SendOptions().signedWith(6), 4);
        queue.add(9, 1, WHOLE, new SendOptions(), 3);
        queue.forgetPath(3);
        assertEquals(NONE, queue.path(queue.first()));
        assertEquals(5, queue.key(queue.first()), "the key stays");
        assertEquals(4, queue.path(queue.next(queue.first())));
        assertEquals(NONE, queue.path(queue.last()));
    }

    @Test
    void shouldCountTheBytesThatWereSentOfASegment() {
        final int segment = texts.queue(1, WHOLE, "0123456789");
        queue.sentBytes(segment, 6);
        assertEquals(6, queue.sentBytes(segment));
        assertEquals(10, queue.length(segment));
        assertEquals(4, queue.unsentBytes(segment));
        queue.sentBytes(segment, 3);
        assertEquals(3, queue.sentBytes(segment));
    }

    @Test
    void shouldBeginThePayloadBehindThePolicy() {
        assertEquals(0, queue.payloadOffset(texts.queue(1, WHOLE, "without")));
        assertEquals(PolicyHeader.LENGTH, queue.payloadOffset(texts.queue(1, Policy.PRIORITY, 1, "with")));
    }

    // -- messages of several segments -------------------------------------------------------------------------------

    @Test
    void shouldKnowTheLastSegmentAndTheBytesOfAMessage() {
        final int first = texts.queue(1, FIRST, "abc");
        texts.queue(1, 0, "de");
        final int last = texts.queue(1, LAST, "f");
        texts.queue(1, WHOLE, "other");
        assertEquals(last, queue.lastOfMessage(first));
        assertEquals(last, queue.lastOfMessage(last));
        assertEquals(6, queue.unsentBytes(first));
        queue.sentBytes(first, 2);
        assertEquals(4, queue.unsentBytes(first));
    }

    @Test
    void shouldKnowWhetherAnyOfAMessageWasSent() {
        final int first = texts.queue(1, FIRST, "abc");
        final int last = texts.queue(1, LAST, "d");
        assertFalse(queue.isBegun(first));
        queue.sentBytes(first, 1);
        assertTrue(queue.isBegun(first));
        assertTrue(queue.isBegun(last), "the first is gone");
    }

    /** RFC 8260 section 2.1. */
    @Test
    void shouldNumberFragmentsWhereMessagesAreInterleaved() {
        texts.queue(1, WHOLE, "before");
        texts.queue(1, WHOLE, "before");
        texts.queue(1, WHOLE, "before");
        queue.numberFragments(true);
        final int segment = texts.queue(1, WHOLE, "text");
        queue.fragment(segment, 5, -7);
        for (int i = 0; i < 20; i++) {
            texts.queue(1, WHOLE, "more");
        }
        assertEquals(5, queue.fragment(segment));
        assertEquals(-7, queue.lastTsn(segment));
        assertEquals(0, queue.fragment(queue.last()));
    }

    // -- lists ------------------------------------------------------------------------------------------------------

    @Test
    void shouldKeepMessagesInTheOrderInWhichTheyCame() {
        assertTrue(queue.isEmpty());
        assertEquals(NONE, queue.first());
        assertEquals(NONE, queue.last());
        for (int i = 0; i < 9; i++) {
            texts.queue(1, WHOLE, "" + i);
        }
        assertFalse(queue.isEmpty());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8"), texts.queued());
    }

    @Test
    void shouldTakeSegmentsOutAnywhere() {
        final int a = texts.queue(1, WHOLE, "a");
        final int b = texts.queue(1, WHOLE, "b");
        final int c = texts.queue(1, WHOLE, "c");
        final int d = texts.queue(1, WHOLE, "d");
        queue.remove(c);
        assertEquals(List.of("a", "b", "d"), texts.queued());
        queue.remove(d);
        assertEquals(b, queue.last());
        queue.remove(a);
        assertEquals(List.of("b"), texts.queued());
        texts.queue(1, WHOLE, "e");
        assertEquals(List.of("b", "e"), texts.queued());
        queue.remove(b);
        queue.remove(queue.first());
        assertTrue(queue.isEmpty());
        assertEquals(NONE, queue.first());
        assertEquals(NONE, queue.last());
    }

    @Test
    void shouldUseThePlaceOfASegmentAgain() {
        final int segment = texts.queue(1, WHOLE, "a");
        queue.sentBytes(segment, 1);
        queue.remove(segment);
        assertEquals(segment, texts.queue(1, WHOLE, "bc"));
        assertEquals(0, queue.sentBytes(segment));
        assertEquals(List.of("bc"), texts.queued());
    }

    @Test
    void shouldKeepSeveralLists() {
        final int a = texts.queue(1, WHOLE, "a");
        final int b = texts.queue(1, WHOLE, "b");
        queue.open(NONE, NONE);
        assertEquals(List.of(), texts.queued());
        assertFalse(queue.isEmpty(), "those of other lists count");
        final int c = texts.queue(2, WHOLE, "c");
        assertEquals(List.of("c"), texts.queued());
        queue.open(a, b);
        assertEquals(List.of("a", "b"), texts.queued());
        queue.append(c, c);
        assertEquals(List.of("a", "b", "c"), texts.queued());
        queue.remove(b);
        assertEquals(List.of("a", "c"), texts.queued());
    }

    @Test
    void shouldAppendSegmentsInARow() {
        final int a = texts.queue(1, FIRST, "a");
        texts.queue(1, 0, "b");
        final int c = texts.queue(1, LAST, "c");
        queue.open(NONE, NONE);
        texts.queue(2, WHOLE, "x");
        queue.append(a, c);
        assertEquals(List.of("x", "a", "b", "c"), texts.queued());
        queue.remove(a);
        assertEquals(List.of("x", "b", "c"), texts.queued());
        assertEquals(c, queue.last());
    }

    @Test
    void shouldFreeWhatIsBehindASegment() {
        final int a = texts.queue(1, WHOLE, "a");
        texts.queue(1, FIRST, "b");
        texts.queue(1, 0, "c");
        queue.freeBehind(a, texts.pool);
        assertEquals(List.of("a"), texts.queued());
        assertEquals(1, texts.pool.liveBlocks());
        queue.freeBehind(NONE, texts.pool);
        assertTrue(queue.isEmpty());
        assertEquals(0, texts.pool.liveBlocks());
    }

    @Test
    void shouldBeginAnewOnceItsMemoryWasGivenBack() {
        queue.numberFragments(true);
        queue.remove(texts.queue(1, WHOLE, "a"));
        queue.trim();
        final int segment = texts.queue(1, WHOLE, "b");
        assertEquals(List.of("b"), texts.queued());
        queue.fragment(segment, 1, 2);
        assertEquals(1, queue.fragment(segment));
    }
}
