package io.sctp.engine.send;

import static io.sctp.engine.send.SentTexts.FIRST;
import static io.sctp.engine.send.SentTexts.LAST;
import static io.sctp.engine.send.SentTexts.UNORDERED;
import static io.sctp.engine.send.SentTexts.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 9260 section 6.5 and RFC 8260 section 2.2.2. */
final class NumberingTest {
    private final SentTexts texts = new SentTexts();
    private final SendQueue queue = texts.queue;
    private final OutstandingData outstanding = texts.outstanding;
    private final Numbering numbering = new Numbering(queue, outstanding);

    @Test
    void shouldNumberTheOrderedMessagesOfEachStream() {
        assertFalse(numbering.isInterleaved());
        assertEquals(0, number(1, WHOLE));
        assertEquals(1, number(1, WHOLE));
        assertEquals(0, number(2, WHOLE));
        assertEquals(0, number(1, WHOLE | UNORDERED));
        assertEquals(2, number(1, WHOLE), "an unordered message uses no number up");
    }

    @Test
    void shouldUseANumberUpWithTheLastFragment() {
        final int segment = texts.queue(1, WHOLE, "text");
        sendOf(segment, true, false, false);
        assertEquals(0, numbering.sequenceNumber(1, false));
        sendOf(segment, false, true, true);
        assertEquals(1, numbering.sequenceNumber(1, false));
    }

    @Test
    void shouldUseTheNumberUpOfAMessageThatIsGivenUp() {
        numbering.skip(1, false);
        numbering.skip(1, true);
        assertEquals(1, numbering.sequenceNumber(1, false));
        numbering.interleave(true);
        numbering.skip(1, false);
        numbering.skip(1, true);
        numbering.skip(1, true);
        assertEquals(1, numbering.sequenceNumber(1, false));
        assertEquals(2, numbering.sequenceNumber(1, true));
    }

    @Test
    void shouldIdentifyMessagesWhereTheyAreInterleaved() {
        numbering.interleave(true);
        assertTrue(numbering.isInterleaved());
        assertEquals(0, mid(1, WHOLE));
        assertEquals(1, mid(1, WHOLE));
        assertEquals(0, mid(1, WHOLE | UNORDERED), "unordered messages are counted apart");
        assertEquals(1, mid(1, WHOLE | UNORDERED));
        assertEquals(2, mid(1, WHOLE));
    }

    @Test
    void shouldNumberFragmentsWhereMessagesAreInterleaved() {
        numbering.interleave(true);
        final int segment = texts.queue(1, WHOLE, "text");
        final int first = sendOf(segment, true, false, false);
        final int other = texts.send("of another stream");
        numbering.onSent(texts.queue(2, WHOLE, "x"), other, true, true, true);
        final int second = sendOf(segment, false, false, false);
        final int third = sendOf(segment, false, true, true);
        assertEquals(0, outstanding.fragment(first));
        assertEquals(1, outstanding.fragment(second));
        assertEquals(2, outstanding.fragment(third));
        assertEquals(0, outstanding.mid(third));
        assertEquals(first, outstanding.firstOfMessage(third));
        assertEquals(second, outstanding.nextOfMessage(first));
        assertEquals(third, outstanding.nextOfMessage(second));
        assertFalse(outstanding.hasNextOfMessage(third));
    }

    @Test
    void shouldGoOnNumberingInTheNextSegmentOfAMessage() {
        numbering.interleave(true);
        final int one = texts.queue(1, FIRST, "one");
        final int two = texts.queue(1, LAST, "two");
        final int first = sendOf(one, true, true, false);
        final int second = sendOf(two, false, true, true);
        assertEquals(1, outstanding.fragment(second));
        assertEquals(first, outstanding.firstOfMessage(second));
        assertEquals(1, numbering.sequenceNumber(1, false));
    }

    @Test
    void shouldBeginStreamsAgain() {
        for (int i = 0; i < 2; i++) {
            for (final int stream : new int[] {1, 2, 3}) {
                numbering.skip(stream, false);
            }
            numbering.reset(1, 2);
            assertEquals(0, numbering.sequenceNumber(1, false));
            assertEquals(0, numbering.sequenceNumber(2, false));
            assertEquals(1, numbering.sequenceNumber(3, false));
            numbering.reset();
            assertEquals(0, numbering.sequenceNumber(3, false));
            numbering.interleave(true);
        }
        numbering.interleave(false);
        assertFalse(numbering.isInterleaved());
    }

    /** The number in its chunk; with interleaving the low half of the identifier. */
    @Test
    void shouldKnowTheLowHalfOfAnIdentifier() {
        numbering.interleave(true);
        for (int i = 0; i < (1 << 16) + 1; i++) {
            numbering.skip(1, false);
        }
        assertEquals(1, numbering.sequenceNumber(1, false));
        assertEquals((1 << 16) + 1, mid(1, WHOLE));
    }

    private int number(final int stream, final int flags) {
        final int number = numbering.sequenceNumber(stream, (flags & UNORDERED) != 0);
        sendOf(texts.queue(stream, flags, "text"), true, true, true);
        return number;
    }

    private int mid(final int stream, final int flags) {
        return outstanding.mid(sendOf(texts.queue(stream, flags, "text"), true, true, true));
    }

    private int sendOf(final int segment, final boolean begin, final boolean segmentEnd, final boolean end) {
        final int tsn = texts.send("text");
        numbering.onSent(segment, tsn, begin, segmentEnd, end);
        return tsn;
    }
}
