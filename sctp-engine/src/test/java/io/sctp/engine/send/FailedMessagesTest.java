package io.sctp.engine.send;

import static io.sctp.engine.send.SentTexts.FIRST;
import static io.sctp.engine.send.SentTexts.LAST;
import static io.sctp.engine.send.SentTexts.UNORDERED;
import static io.sctp.engine.send.SentTexts.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.FailedMessage;
import io.sctp.engine.FailedMessage.Reason;
import io.sctp.engine.Policy;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6458 section 6.1.11. */
final class FailedMessagesTest {
    private static final int CAUSE = 12;

    private final SentTexts texts = new SentTexts();
    private final FailedMessages failed = new FailedMessages(texts.pool);

    // -- queued messages --------------------------------------------------------------------------------------------

    @Test
    void shouldHandBackWhatWasQueued() {
        assertTrue(failed.isEmpty());
        assertNull(failed.first());
        queued(3, WHOLE | UNORDERED, "text");
        assertFalse(failed.isEmpty());
        final FailedMessage message = failed.first();
        assertEquals(3, message.stream());
        assertTrue(message.isUnordered());
        assertEquals(SentTexts.PPID, message.ppid());
        assertEquals(SentTexts.CONTEXT, message.context());
        assertEquals(4, message.length());
        assertEquals(Reason.ASSOCIATION_OVER, message.reason());
        assertEquals(CAUSE, message.causeCode());
        assertFalse(message.wasSent());
        assertTrue(message.isWhole());
        assertEquals("text", copied());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void shouldSayWhyItFailed(final Reason reason) {
        failed.addQueued(texts.queue, texts.queue(0xFFFF, WHOLE, "text"), reason, 0xFFFF);
        assertEquals(reason, failed.first().reason());
        assertEquals(0xFFFF, failed.first().causeCode());
        assertEquals(0xFFFF, failed.first().stream());
        assertFalse(failed.first().isUnordered());
    }

    @Test
    void shouldSayThatAMessageWasSentInPart() {
        final int segment = texts.queue(1, WHOLE, "text");
        texts.queue.sentBytes(segment, 1);
        failed.addQueued(texts.queue, segment, Reason.ABANDONED, 0);
        assertTrue(failed.first().wasSent());
        assertEquals("text", copied(), "all of it");
    }

    @Test
    void shouldHandBackWhatFollowsThePolicy() {
        failed.addQueued(texts.queue, texts.queue(1, Policy.LIFETIME, 5, "text"), Reason.ABANDONED, 0);
        assertEquals("text", copied());
    }

    @Test
    void shouldHandBackAMessageOfSeveralSegmentsAsOne() {
        queued(1, FIRST, "one ");
        queued(1, 0, "two ");
        queued(1, LAST, "three");
        assertEquals(13, failed.first().length());
        assertTrue(failed.first().isWhole());
        assertEquals("one two three", copied());
        failed.removeFirst();
        assertTrue(failed.isEmpty());
        assertEquals(0, texts.pool.liveBlocks());
    }

    @Test
    void shouldTellTheMessagesOfStreamsApartWhoseSegmentsTakeTurns() {
        queued(1, FIRST, "a1");
        queued(2, FIRST, "b1");
        queued(1, LAST, "a2");
        queued(3, WHOLE, "c");
        queued(2, LAST, "b2");
        assertEquals(List.of("a1a2", "b1b2", "c"), takeAll());
        assertEquals(0, texts.pool.liveBlocks());
    }

    @Test
    void shouldNotTakeTheNextMessageOfAStreamForTheRestOfTheLast() {
        queued(1, FIRST, "a1");
        queued(1, LAST, "a2");
        queued(1, FIRST, "b1");
        queued(1, LAST, "b2");
        assertEquals(List.of("a1a2", "b1b2"), takeAll());
    }

    /** The acknowledged beginning of a message over 64 KiB is gone. */
    @Test
    void shouldSayThatAMessageIsNotWholeWhoseBeginningIsGone() {
        queued(1, LAST, "rest");
        assertFalse(failed.first().isWhole());
        failed.removeFirst();
        queued(1, FIRST, "beginning");
        assertFalse(failed.first().isWhole(), "the end has not failed yet");
        queued(1, LAST, ", end");
        assertTrue(failed.first().isWhole());
    }

    /** The user was handed the beginning already. */
    @Test
    void shouldHandBackTheRestOfAMessageByItself() {
        queued(1, FIRST, "a1");
        queued(2, WHOLE, "b");
        failed.removeFirst();
        queued(1, LAST, "a2");
        assertEquals(List.of("b", "a2"), takeAll());
    }

    // -- sent messages ----------------------------------------------------------------------------------------------

    @Test
    void shouldHandBackWhatWasSent() {
        final int tsn = texts.send(3, 0, WHOLE_DATA | DataChunk.FLAG_UNORDERED, "text");
        assertEquals(4, failed.addSent(texts.outstanding, tsn, Reason.ABANDONED, CAUSE));
        final FailedMessage message = failed.first();
        assertEquals(3, message.stream());
        assertTrue(message.isUnordered());
        assertTrue(message.wasSent());
        assertTrue(message.isWhole());
        assertEquals(SentTexts.PPID, message.ppid());
        assertEquals(SentTexts.CONTEXT, message.context());
        assertEquals(Reason.ABANDONED, message.reason());
        assertEquals("text", copied());
    }

    /** The block that ends with a chunk has the message from its beginning. */
    @Test
    void shouldHandBackTheWholeBlockOfTheLastChunk() {
        final int handle = texts.block(PolicyHeader.LENGTH, "0123456789");
        PolicyHeader.write(texts.pool, handle, Policy.LIFETIME, 5);
        final int marks = OutstandingData.SEGMENT_END | OutstandingData.FIRST_SEGMENT | OutstandingData.HAS_POLICY;
        final int tsn = texts.add(handle, PolicyHeader.LENGTH + 6, 4, DataChunk.FLAG_END, marks, 1, 0);
        assertEquals(10, failed.addSent(texts.outstanding, tsn, Reason.ABANDONED, 0));
        assertEquals("0123456789", copied());
        assertTrue(failed.first().isWhole());
    }

    @Test
    void shouldSayThatAMessageIsNotWholeWhoseFirstBlockIsGone() {
        final int tsn = texts.add(texts.block(0, "rest"), 0, 4, DataChunk.FLAG_END, OutstandingData.SEGMENT_END, 1, 0);
        failed.addSent(texts.outstanding, tsn, Reason.ABANDONED, 0);
        assertFalse(failed.first().isWhole());
    }

    @Test
    void shouldJoinWhatWasSentAndWhatWasNot() {
        final int marks = OutstandingData.SEGMENT_END | OutstandingData.FIRST_SEGMENT;
        final int tsn = texts.add(texts.block(0, "sent, "), 0, 6, DataChunk.FLAG_BEGIN, marks, 1, 0);
        failed.addSent(texts.outstanding, tsn, Reason.ABANDONED, 0);
        queued(1, LAST, "queued");
        assertTrue(failed.first().wasSent());
        assertTrue(failed.first().isWhole());
        assertEquals("sent, queued", copied());
    }

    // -- memory -----------------------------------------------------------------------------------------------------

    @Test
    void shouldKeepManyMessages() {
        for (int i = 0; i < 100; i++) {
            queued(i, FIRST, "m" + i);
            if (i % 3 == 2) {
                failed.removeFirst();
            }
        }
        final int gone = 100 / 3;
        final List<String> left = takeAll();
        assertEquals(100 - gone, left.size());
        assertEquals("m" + gone, left.get(0));
        assertEquals("m99", left.get(left.size() - 1));
        assertEquals(0, texts.pool.liveBlocks());
    }

    @Test
    void shouldFreeAllMessagesOfWhichNobodyIsTold() {
        queued(1, FIRST, "a1");
        queued(2, WHOLE, "b");
        queued(1, LAST, "a2");
        failed.removeFirst();
        assertEquals(1, texts.pool.liveBlocks());
        queued(1, FIRST, "c1");
        failed.clear();
        assertTrue(failed.isEmpty());
        assertEquals(0, texts.pool.liveBlocks());
        queued(1, LAST, "d");
        assertEquals(List.of("d"), takeAll());
    }

    @Test
    void shouldFreeNoMoreAtOnceThanItMay() {
        for (int i = 0; i < 5; i++) {
            queued(1, WHOLE, "m");
        }
        assertEquals(0, failed.clear(2));
        assertEquals(3, texts.pool.liveBlocks());
        assertEquals(1, failed.clear(4));
        assertTrue(failed.isEmpty());
    }

    @Test
    void shouldRemoveNothingWhereThereIsNothing() {
        failed.removeFirst();
        assertTrue(failed.isEmpty());
        assertEquals(3, failed.clear(3));
    }

    private static final int WHOLE_DATA = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;

    private void queued(final int stream, final int flags, final String text) {
        failed.addQueued(texts.queue, texts.queue(stream, flags, text), Reason.ASSOCIATION_OVER, CAUSE);
    }

    private List<String> takeAll() {
        final List<String> messages = new ArrayList<>();
        while (failed.first() != null) {
            messages.add(copied());
            failed.removeFirst();
        }
        return messages;
    }

    private String copied() {
        final FailedMessage message = failed.first();
        final ByteBuffer destination = ByteBuffer.allocate(message.length() + 3);
        message.copy(destination, 3);
        return SentTexts.text(destination, 3, message.length());
    }
}
