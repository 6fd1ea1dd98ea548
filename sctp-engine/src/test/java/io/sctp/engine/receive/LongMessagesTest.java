package io.sctp.engine.receive;

import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LongMessagesTest {
    private final TextChunks chunks = new TextChunks();
    private final LongMessages messages = new LongMessages(chunks.store, chunks.pool);

    @Test
    void shouldHaveNoneAtFirst() {
        assertEquals("none", firstDue());
        messages.onTurn(0);
        assertEquals("none", firstDue());
    }

    @Test
    void shouldGiveOutTheMessageThatBeganFirst() {
        messages.add(chunks.add(20, BEGIN, 1, 0, "later"), true);
        messages.add(chunks.add(10, BEGIN, 2, 0, "earlier"), true);
        assertEquals("earlier", firstDue());
    }

    @Test
    void shouldKeepAMessageUntilItsTurnComes() {
        messages.add(chunks.add(10, BEGIN, 3, 7, "waits"), false);
        assertEquals("none", firstDue());
        messages.onTurn(3 << 16 | 6);
        messages.onTurn(4 << 16 | 7);
        assertEquals("none", firstDue());
        messages.onTurn(3 << 16 | 7);
        assertEquals("waits", firstDue());
    }

    @Test
    void shouldTakeATurnOfTheHighestStream() {
        messages.add(chunks.add(-5, BEGIN, 0xFFFF, 0xFFFF, "waits"), false);
        messages.onTurn(0xFFFF << 16 | 0xFFFF);
        assertEquals("waits", firstDue());
    }

    @Test
    void shouldForgetAMessageThatIsDue() {
        final int first = chunks.add(10, BEGIN, "due");
        messages.add(first, true);
        messages.remove(first);
        assertEquals("none", firstDue());
    }

    @Test
    void shouldForgetAMessageThatWaits() {
        final int first = chunks.add(10, BEGIN, 3, 7, "waits");
        messages.add(first, false);
        messages.remove(first);
        messages.onTurn(3 << 16 | 7);
        assertEquals("none", firstDue());
    }

    /** Each message that is complete is removed, whether it was long or not. */
    @Test
    void shouldKeepOthersWhenAMessageIsRemovedThatIsNotThere() {
        messages.add(chunks.add(10, BEGIN, 3, 7, "due"), true);
        messages.add(chunks.add(20, BEGIN, 4, 7, "waits"), false);
        messages.remove(chunks.add(30, BEGIN, 5, 7, "other"));
        assertEquals("due", firstDue());
        messages.remove(chunks.store.add(-1, 0, BEGIN, 3 << 16 | 7, 0, 10));
        messages.onTurn(4 << 16 | 7);
        assertEquals("waits", firstDue());
    }

    /** An unordered message has sequence number 0 in the store, as the first of its stream has. */
    @Test
    void shouldNotTakeAnUnorderedMessageForTheOrderedOneThatWaits() {
        messages.add(chunks.add(10, BEGIN, 3, 0, "waits"), false);
        messages.remove(chunks.add(20, BEGIN | UNORDERED, 3, 0, "unordered"));
        messages.onTurn(3 << 16);
        assertEquals("waits", firstDue());
    }

    /** Two may claim the same turn; what waits is the one that was put there. */
    @Test
    void shouldNotTakeAnotherMessageOfTheSameTurnForTheOneThatWaits() {
        messages.add(chunks.add(10, BEGIN, 3, 7, "waits"), false);
        messages.remove(chunks.add(20, BEGIN, 3, 7, "other"));
        messages.onTurn(3 << 16 | 7);
        assertEquals("waits", firstDue());
    }

    @Test
    void shouldHaveNoneOnceCleared() {
        messages.add(chunks.add(10, BEGIN, 3, 7, "due"), true);
        messages.add(chunks.add(20, BEGIN, 4, 7, "waits"), false);
        messages.clear();
        assertEquals("none", firstDue());
        messages.onTurn(4 << 16 | 7);
        assertEquals("none", firstDue());
    }

    private String firstDue() {
        return chunks.nameOf(messages.firstDue());
    }
}
