package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.Inbound.Outcome.VIOLATION;
import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of DATA chunks that are delivered in parts before they are complete (RFC 9260 section 6.9). */
final class SequencedPartialDeliveryTest {
    private final SequencedReceiver receiver = new SequencedReceiver();
    private final SequencedMessages messages = receiver.messages;
    private final ChunkStore store = receiver.store;

    @Test
    void shouldHandUpInPartsWhatIsLong() {
        messages.partialDelivery(4);
        receiver.add(10, BEGIN, 1, 0, "abc");
        assertEquals(List.of(), receiver.readAll());
        receiver.add(11, MIDDLE, 1, 0, "d");
        assertEquals(List.of("abcd..."), receiver.readAll());
        receiver.add(12, MIDDLE, 1, 0, "e");
        assertEquals(List.of("e..."), receiver.readAll(), "from then on each fragment");
        receiver.add(14, END, 1, 0, "g");
        assertEquals(List.of(), receiver.readAll());
        receiver.add(13, MIDDLE, 1, 0, "f");
        assertEquals(List.of("fg"), receiver.readAll());
        receiver.whole(15, 1, 1, "next");
        assertEquals(List.of("next"), receiver.readAll());
    }

    @Test
    void shouldHandNothingUpInPartsUnlessAsked() {
        receiver.add(10, BEGIN, 1, 0, "abc".repeat(20));
        receiver.add(11, MIDDLE, 1, 0, "d");
        messages.relieve(11);
        assertEquals(List.of(), receiver.readAll());
    }

    @Test
    void shouldMakeOthersWaitForTheEndOfAMessageInParts() {
        messages.partialDelivery(4);
        receiver.add(10, BEGIN, 1, 0, "abcd");
        receiver.whole(12, 2, 0, "other");
        assertEquals(List.of("abcd..."), receiver.readAll());
        receiver.add(11, END, 1, 0, "e");
        assertEquals(List.of("e", "other"), receiver.readAll());
    }

    @Test
    void shouldHandUpInPartsOnlyTheMessageWhoseTurnItIs() {
        messages.partialDelivery(4);
        receiver.add(20, BEGIN, 1, 1, "later");
        assertEquals(List.of(), receiver.readAll());
        receiver.whole(10, 1, 0, "first");
        assertEquals(List.of("first", "later..."), receiver.readAll(), "now it is its turn");
    }

    @Test
    void shouldHandUpAnUnorderedMessageInPartsWhateverTurnItIs() {
        messages.partialDelivery(4);
        receiver.add(20, BEGIN | UNORDERED, 1, 0, "abcd");
        assertEquals(List.of("abcd..."), receiver.readAll());
        receiver.whole(10, 1, 0, "ordered");
        receiver.add(21, END | UNORDERED, 1, 0, "e");
        assertEquals(List.of("e", "ordered"), receiver.readAll());
        receiver.whole(11, 1, 1, "which used no number up");
        assertEquals(List.of("which used no number up"), receiver.readAll());
    }

    @Test
    void shouldHandUpTheNextLongMessageWhenOneHasEnded() {
        messages.partialDelivery(4);
        receiver.add(10, BEGIN, 1, 0, "one ");
        receiver.add(20, BEGIN, 2, 0, "two ");
        receiver.add(30, BEGIN | UNORDERED, 3, 0, "three");
        assertEquals(List.of("one ..."), receiver.readAll());
        receiver.add(11, END, 1, 0, "end");
        assertEquals(List.of("end", "two ..."), receiver.readAll());
        receiver.add(21, END, 2, 0, "end");
        assertEquals(List.of("end", "three..."), receiver.readAll());
        receiver.add(31, END | UNORDERED, 3, 0, "end");
        assertEquals(List.of("end"), receiver.readAll());
    }

    @Test
    void shouldHandUpTheNextLongMessageWhenAnUnorderedOneHasEnded() {
        messages.partialDelivery(4);
        receiver.whole(5, 1, 0, "so that unordered ones are not taken for the next of the stream");
        receiver.add(10, BEGIN | UNORDERED, 1, 0, "one ");
        receiver.add(20, BEGIN | UNORDERED, 1, 0, "two ");
        receiver.whole(30, 3, 0, "other");
        receiver.readAll();
        receiver.add(11, END | UNORDERED, 1, 0, "end");
        assertEquals(List.of("end", "other", "two ..."), receiver.readAll());
    }

    @Test
    void shouldNotHandUpTheNextLongMessageBeforeTheOneInPartsHasEnded() {
        messages.partialDelivery(4);
        receiver.add(10, BEGIN, 1, 0, "one ");
        receiver.add(20, BEGIN, 2, 0, "two ");
        receiver.whole(30, 3, 0, "other");
        assertEquals(List.of("one ..."), receiver.readAll());
    }

    @Test
    void shouldHandUpALongMessageWholeIfItEndsWhileItWaits() {
        messages.partialDelivery(4);
        receiver.add(10, BEGIN, 1, 0, "one ");
        receiver.add(20, BEGIN, 2, 0, "two ");
        receiver.add(21, END, 2, 0, "end");
        receiver.readAll();
        receiver.add(11, END, 1, 0, "end");
        assertEquals(List.of("end", "two end"), receiver.readAll());
    }

    @Test
    void shouldHandUpNoPartWithoutTheBeginning() {
        messages.partialDelivery(4);
        receiver.add(11, MIDDLE, 1, 0, "bcdef");
        assertEquals(List.of(), receiver.readAll());
        messages.relieve(11);
        assertEquals(List.of(), receiver.readAll());
        receiver.add(10, BEGIN, 1, 0, "a");
        assertEquals(List.of("abcdef..."), receiver.readAll());
    }

    @Test
    void shouldRefuseWhatDoesNotGoOnWithTheMessageInParts() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.readAll();
        assertTrue(messages.contradicts(11));
        assertFalse(messages.contradicts(12));
        assertEquals(VIOLATION, receiver.add(11, BEGIN, 1, 0, "b"));
        assertEquals(VIOLATION, receiver.add(11, MIDDLE, 2, 0, "b"));
        assertEquals(VIOLATION, receiver.add(11, MIDDLE, 1, 1, "b"));
        assertEquals(VIOLATION, receiver.add(11, MIDDLE | UNORDERED, 1, 0, "b"));
        assertEquals(VIOLATION, receiver.add(11, WHOLE, 1, 1, "b"));
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, receiver.add(11, END, 1, 0, "b"));
        assertEquals(List.of("b"), receiver.readAll());
    }

    /** The window is nearly used up, and there is nothing else to read. */
    @Test
    void shouldHandUpTheMessageInLineHoweverShortWhenAskedTo() {
        messages.partialDelivery(50);
        receiver.add(10, BEGIN, 1, 0, "short");
        messages.relieve(9);
        assertEquals(List.of(), receiver.readAll(), "another one is in line");
        messages.relieve(10);
        assertEquals(List.of("short..."), receiver.readAll());
        receiver.add(20, BEGIN, 2, 0, "other");
        messages.relieve(20);
        assertEquals(List.of(), receiver.readAll(), "one is handed up in parts already");
        receiver.add(11, END, 1, 0, "end");
        assertEquals(List.of("end"), receiver.readAll());
    }

    @Test
    void shouldNotHandUpTheMessageInLineBeforeItsTurn() {
        messages.partialDelivery(50);
        receiver.add(10, BEGIN, 1, 1, "later");
        messages.relieve(10);
        assertEquals(List.of(), receiver.readAll());
    }
}
