package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

final class WaitingMessagesTest {
    private final TextChunks chunks = new TextChunks();
    private final MessageTable table = new MessageTable(chunks.store, chunks.pool);
    private final WaitingMessages waiting = new WaitingMessages(table, chunks.pool);

    @Test
    void shouldGoOnInTheOrderInWhichTheyCameToWait() {
        final ArrivingMessage first = table.begin(9, false, 0);
        final ArrivingMessage second = table.begin(1, false, 0);
        waiting.add(first);
        waiting.add(second);
        assertSame(first, waiting.take());
        assertSame(second, waiting.take());
        assertNull(waiting.take());
    }

    @Test
    void shouldGoOnByStreamWhereAMessageOfTheStreamIsAwaited() {
        final ArrivingMessage one = table.begin(1, true, 0);
        final ArrivingMessage other = table.begin(2, true, 0);
        final ArrivingMessage later = table.begin(2, true, 1);
        waiting.addOfStream(one);
        waiting.addOfStream(other);
        waiting.addOfStream(later);
        assertNull(waiting.take(), "each waits for one of its stream");
        assertNull(waiting.takeOfStream(0));
        assertSame(other, waiting.takeOfStream(2));
        assertSame(later, waiting.takeOfStream(2));
        assertNull(waiting.takeOfStream(2));
        assertSame(one, waiting.takeOfStream(1));
    }

    @Test
    void shouldNotTakeWhatWaitsForAnyForWhatWaitsForTheHighestStream() {
        final ArrivingMessage any = table.begin(0xFFFF, true, 0);
        waiting.add(any);
        assertNull(waiting.takeOfStream(0xFFFF));
        assertSame(any, waiting.take());
    }

    @Test
    void shouldWaitOnceHoweverOftenItIsAdded() {
        final ArrivingMessage first = table.begin(1, false, 0);
        final ArrivingMessage second = table.begin(2, false, 0);
        waiting.add(first);
        waiting.add(second);
        waiting.add(first);
        assertSame(first, waiting.take());
        assertSame(second, waiting.take());
        assertNull(waiting.take());
    }

    @Test
    void shouldWaitAgainAtTheEndOnceItHasGoneOn() {
        final ArrivingMessage first = table.begin(1, false, 0);
        final ArrivingMessage second = table.begin(2, false, 0);
        waiting.add(first);
        waiting.add(second);
        waiting.add(waiting.take());
        assertSame(second, waiting.take());
        assertSame(first, waiting.take());
    }

    @Test
    void shouldForgetAMessage() {
        final ArrivingMessage message = table.begin(1, false, 0);
        waiting.remove(message);
        waiting.add(message);
        waiting.remove(message);
        assertEquals(-1, message.waitingKey);
        assertNull(waiting.take());
    }

    @Test
    void shouldHaveNoneOnceItsMemoryWasGivenBack() {
        waiting.add(table.begin(1, false, 0));
        waiting.trim();
        assertNull(waiting.take());
    }
}
