package io.sctp.engine.receive;

import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageTableTest {
    private final TextChunks chunks = new TextChunks();
    private final ChunkStore store = chunks.store;
    private final MessageTable table = new MessageTable(store, chunks.pool);

    // -- messages ---------------------------------------------------------------------------------------------------

    @Test
    void shouldFindAMessageByStreamOrderAndIdentifier() {
        final ArrivingMessage ordered = table.begin(3, false, 5);
        final ArrivingMessage unordered = table.begin(3, true, 5);
        assertNotSame(ordered, unordered);
        assertSame(ordered, table.find(3, false, 5));
        assertSame(unordered, table.find(3, true, 5));
        assertNull(table.find(3, false, 6));
        assertNull(table.find(4, false, 5));
        assertSame(unordered, table.at(unordered.index));
    }

    @Test
    void shouldFindTheHighestIdentifierOfTheHighestStream() {
        final ArrivingMessage last = table.begin(0xFFFF, true, -1);
        assertSame(last, table.find(0xFFFF, true, -1));
        assertNull(table.find(0xFFFF, false, -1));
    }

    @Test
    void shouldForgetAMessage() {
        final ArrivingMessage message = table.begin(3, false, 5);
        assertFalse(table.isEmpty());
        assertSame(message, table.any());
        table.touch(message, 1);
        table.remove(message);
        assertTrue(table.isEmpty());
        assertNull(table.find(3, false, 5));
        assertNull(table.oldest());
    }

    @Test
    void shouldUseAMessageAgain() {
        final ArrivingMessage message = table.begin(3, false, 5);
        table.remove(message);
        assertSame(message, table.begin(4, true, 6));
        assertEquals(4, message.stream);
        assertTrue(message.unordered);
        assertEquals(6, message.mid);
    }

    @Test
    void shouldKeepManyMessages() {
        for (int i = 0; i < 100; i++) {
            table.begin(i, false, i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, table.find(i, false, i).stream);
        }
        for (int i = 0; i < 100; i += 2) {
            table.remove(table.find(i, false, i));
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i % 2 == 1, table.find(i, false, i) != null);
        }
    }

    @Test
    void shouldFindTheFirstOfAStreamBetweenTwoIdentifiers() {
        final ArrivingMessage five = table.begin(3, false, 5);
        final ArrivingMessage eight = table.begin(3, false, 8);
        table.begin(3, true, 6);
        table.begin(2, false, 6);
        table.begin(4, false, 6);
        assertSame(five, table.firstBetween(3, false, 0, -1));
        assertSame(five, table.firstBetween(3, false, 5, 5));
        assertSame(eight, table.firstBetween(3, false, 6, 8));
        assertNull(table.firstBetween(3, false, 6, 7));
        assertNull(table.firstBetween(3, false, 9, 100));
        assertNull(table.firstBetween(3, false, 0, 4));
    }

    /** Identifiers wrap around. */
    @Test
    void shouldFindTheFirstBetweenTwoIdentifiersAcrossTheHighest() {
        final ArrivingMessage before = table.begin(3, false, -2);
        final ArrivingMessage behind = table.begin(3, false, 1);
        assertSame(before, table.firstBetween(3, false, -3, 2));
        assertSame(before, table.firstBetween(3, false, -2, 0));
        assertSame(behind, table.firstBetween(3, false, -1, 2));
        assertSame(behind, table.firstBetween(3, false, -1, 1));
        assertNull(table.firstBetween(3, false, -1, 0));
    }

    @Test
    void shouldFindNothingBetweenIdentifiersWhereThereIsNoMessage() {
        assertNull(table.firstBetween(3, false, 0, -1));
    }

    // -- which waits longest ----------------------------------------------------------------------------------------

    @Test
    void shouldKnowTheMessageThatHeardNothingForLongest() {
        final ArrivingMessage a = touched(1, 10);
        final ArrivingMessage b = touched(2, 20);
        final ArrivingMessage c = touched(3, 30);
        assertSame(a, table.oldest());
        table.touch(a, 40);
        assertEquals(40, a.lastNs);
        assertSame(b, table.oldest());
        table.touch(c, 50);
        assertSame(b, table.oldest());
        table.remove(b);
        assertSame(a, table.oldest());
        table.remove(a);
        assertSame(c, table.oldest());
    }

    @Test
    void shouldNotMoveTheMessageThatIsTheNewest() {
        final ArrivingMessage a = touched(1, 10);
        final ArrivingMessage b = touched(2, 20);
        table.touch(b, 30);
        assertEquals(30, b.lastNs);
        assertSame(a, table.oldest());
    }

    @Test
    void shouldNotWaitForAMessageThatHoldsNothing() {
        final ArrivingMessage a = touched(1, 10);
        final ArrivingMessage b = touched(2, 20);
        final ArrivingMessage c = touched(3, 30);
        table.unlist(b);
        table.unlist(b);
        table.unlist(a);
        assertSame(c, table.oldest());
        table.unlist(c);
        assertNull(table.oldest());
        table.touch(b, 40);
        assertSame(b, table.oldest());
        assertNotNull(table.find(1, false, 0), "it is there all the same");
    }

    @Test
    void shouldNotKnowAMessageAsWaitingBeforeItHoldsSomething() {
        table.begin(1, false, 0);
        assertNull(table.oldest());
    }

    @Test
    void shouldTakeTheNewestOutOfTheMiddle() {
        final ArrivingMessage a = touched(1, 10);
        final ArrivingMessage b = touched(2, 20);
        table.unlist(b);
        final ArrivingMessage c = touched(3, 30);
        table.remove(a);
        assertSame(c, table.oldest());
        assertNull(c.previous);
    }

    // -- fragments beyond a gap -------------------------------------------------------------------------------------

    @Test
    void shouldKeepFragmentsBeyondAGap() {
        final ArrivingMessage message = table.begin(1, false, 0);
        beyond(message, 4, "four");
        beyond(message, 2, "two");
        assertEquals(2, message.beyondCount);
        assertTrue(table.isBeyond(message, 4));
        assertFalse(table.isBeyond(message, 3));
        assertEquals("two", chunks.nameOf(table.takeBeyond(message, 2)));
        assertEquals("none", chunks.nameOf(table.takeBeyond(message, 2)));
        assertFalse(table.isBeyond(message, 2));
        assertEquals(1, message.beyondCount);
        assertEquals("four", chunks.nameOf(message.beyond));
    }

    @Test
    void shouldKeepTheFragmentsOfMessagesApart() {
        final ArrivingMessage one = table.begin(1, false, 0);
        final ArrivingMessage other = table.begin(2, false, 0);
        beyond(one, 2, "of one");
        beyond(other, 3, "of the other");
        assertFalse(table.isBeyond(other, 2));
        assertEquals("none", chunks.nameOf(table.takeBeyond(one, 3)));
        assertEquals("of the other", chunks.nameOf(table.takeBeyond(other, 3)));
    }

    /** Whichever of three is taken first, the other two stay linked. */
    @Test
    void shouldTakeFragmentsOutOfTheMiddleAndTheEnds() {
        for (int taken = 1; taken <= 3; taken++) {
            final ArrivingMessage message = table.begin(taken, false, 0);
            final List<String> left = new ArrayList<>();
            for (int fragment = 1; fragment <= 3; fragment++) {
                beyond(message, fragment, "f" + fragment);
                if (fragment != taken) {
                    left.add(0, "f" + fragment);
                }
            }
            final int slot = table.takeBeyond(message, taken);
            assertEquals(List.of("f" + taken), chunks.linked(slot), "linked to nothing any more");
            assertEquals(left, chunks.linked(message.beyond));
            for (int fragment = 1; fragment <= 3; fragment++) {
                table.takeBeyond(message, fragment);
            }
            assertEquals(ChunkStore.NONE, message.beyond);
            assertEquals(0, message.beyondCount);
        }
    }

    // -- memory -----------------------------------------------------------------------------------------------------

    @Test
    void shouldFreeAllFragmentsOfAMessage() {
        final ArrivingMessage message = table.begin(1, false, 0);
        beyond(message, 4, "four");
        beyond(message, 6, "six");
        message.first = chunks.link(fragment(0, "zero"), fragment(1, "one"));
        assertEquals(6, table.free(message, 10));
        assertTrue(message.isEmpty());
        assertEquals(0, store.live());
        assertFalse(table.isBeyond(message, 4));
        assertFalse(table.isBeyond(message, 6));
    }

    @Test
    void shouldFreeNoMoreFragmentsAtOnceThanItMay() {
        final ArrivingMessage message = table.begin(1, false, 0);
        beyond(message, 4, "four");
        beyond(message, 6, "six");
        message.first = chunks.link(fragment(0, "zero"), fragment(1, "one"));
        assertEquals(0, table.free(message, 1));
        assertEquals(3, store.live());
        assertEquals(0, table.free(message, 2));
        assertEquals(1, store.live());
        assertEquals("one", chunks.nameOf(message.first));
        assertEquals(0, table.free(message, 1));
        assertTrue(message.isEmpty());
    }

    @Test
    void shouldBeginAnewOnceItsMemoryWasGivenBack() {
        table.remove(table.begin(1, false, 0));
        table.trim();
        final ArrivingMessage message = table.begin(2, false, 0);
        assertEquals(0, message.index);
        assertSame(message, table.find(2, false, 0));
    }

    private ArrivingMessage touched(final int stream, final long nowNs) {
        final ArrivingMessage message = table.begin(stream, false, 0);
        table.touch(message, nowNs);
        return message;
    }

    private void beyond(final ArrivingMessage message, final int number, final String text) {
        table.addBeyond(message, number, fragment(number, text));
    }

    private int fragment(final int number, final String text) {
        return chunks.addFragment(MIDDLE, 1, 0, number, text);
    }
}
