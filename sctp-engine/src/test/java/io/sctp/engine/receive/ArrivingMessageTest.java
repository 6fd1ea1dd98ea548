package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ArrivingMessageTest {
    private final ArrivingMessage message = new ArrivingMessage(7);

    @Test
    void shouldHoldNothingWhenItBegins() {
        use();
        message.begin(5, true, 9);
        assertEquals(7, message.index);
        assertEquals(5, message.stream);
        assertTrue(message.unordered);
        assertEquals(9, message.mid);
        assertTrue(message.isEmpty());
        assertFalse(message.isComplete());
        assertFalse(message.partial);
        assertFalse(message.endArrived);
        assertFalse(message.isListed);
        assertFalse(message.isHeldBack);
        assertTrue(message.waitingKey < 0);
        assertEquals(ChunkStore.NONE, message.last);
        assertEquals(
                0,
                message.ppid
                        + message.bytesInRow
                        + message.nextFragment
                        + message.beyondCount
                        + message.highestFragment
                        + message.bytes);
    }

    @Test
    void shouldBeCompleteOnceAllUpToItsEndIsInARow() {
        message.begin(0, false, 0);
        message.nextFragment = 2;
        message.highestFragment = 1;
        assertFalse(message.isComplete(), "the end has not arrived");
        message.endArrived = true;
        assertTrue(message.isComplete());
        message.highestFragment = 2;
        assertFalse(message.isComplete(), "the last one is beyond a gap");
    }

    @Test
    void shouldHoldSomethingInARowOrBeyondAGap() {
        message.begin(0, false, 0);
        message.first = 0;
        assertFalse(message.isEmpty());
        message.first = ChunkStore.NONE;
        message.beyond = 0;
        assertFalse(message.isEmpty());
    }

    @Test
    void shouldHaveTheFlagOfItsOrder() {
        message.begin(0, true, 0);
        assertEquals(TextChunks.UNORDERED, message.flags());
        message.begin(0, false, 0);
        assertEquals(0, message.flags());
    }

    private void use() {
        message.begin(1, false, 2);
        message.ppid = 1;
        message.first = 1;
        message.last = 1;
        message.bytesInRow = 1;
        message.nextFragment = 1;
        message.beyond = 1;
        message.beyondCount = 1;
        message.highestFragment = 1;
        message.endArrived = true;
        message.bytes = 1;
        message.partial = true;
        message.isListed = true;
        message.isHeldBack = true;
        message.waitingKey = 1;
    }
}
