package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.Inbound.Outcome.TOO_LONG;
import static io.sctp.engine.receive.Inbound.Outcome.VIOLATION;
import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.ReceiveInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of I-DATA chunks: their order, what contradicts, resets and the end (RFC 8260 section 2.2.3). */
final class InterleavedMessagesTest {
    private final InterleavedReceiver receiver = new InterleavedReceiver();
    private final InterleavedMessages messages = receiver.messages;
    private final ChunkStore store = receiver.store;
    private final ReceiveInfo info = receiver.reader.info;

    // -- the order of a stream --------------------------------------------------------------------------------------

    @Test
    void shouldHandUpTheMessagesOfAStreamInTheirOrder() {
        assertEquals(ACCEPTED, receiver.add(WHOLE, 1, 2, 0, "third"));
        assertEquals(ACCEPTED, receiver.add(WHOLE, 1, 1, 0, "second"));
        assertEquals(List.of(), receiver.readAll());
        assertTrue(messages.isIncomplete());
        assertEquals(ACCEPTED, receiver.add(WHOLE, 1, 0, 0, "first"));
        assertEquals(List.of("first", "second", "third"), receiver.readAll());
        assertFalse(messages.isIncomplete());
    }

    @Test
    void shouldPutInterleavedMessagesTogether() {
        receiver.add(BEGIN, 1, 0, 0, "a1");
        receiver.add(BEGIN, 2, 0, 0, "b1");
        receiver.add(MIDDLE, 1, 0, 1, "a2");
        receiver.add(END, 2, 0, 1, "b2");
        receiver.add(END, 1, 0, 2, "a3");
        assertEquals(List.of("b1b2", "a1a2a3"), receiver.readAll());
    }

    @Test
    void shouldPutFragmentsTogetherInWhateverOrderTheyCome() {
        receiver.add(MIDDLE, 1, 0, 2, "c");
        receiver.add(END, 1, 0, 3, "d");
        receiver.add(BEGIN, 1, 0, 0, "a");
        assertEquals(List.of(), receiver.readAll());
        receiver.add(MIDDLE, 1, 0, 1, "b");
        assertEquals(List.of("abcd"), receiver.readAll());
        assertEquals(TextChunks.PPID, info.ppid());
        assertEquals(4, info.messageLength());
        assertEquals(0, store.live());
    }

    @Test
    void shouldHandUpUnorderedMessagesAsTheyAreComplete() {
        receiver.add(BEGIN | UNORDERED, 1, 0, 0, "a");
        receiver.add(WHOLE | UNORDERED, 1, 1, 0, "b");
        receiver.add(END | UNORDERED, 1, 0, 1, "a");
        assertEquals(List.of("b", "aa"), receiver.readAll());
        receiver.add(WHOLE, 1, 0, 0, "ordered");
        assertEquals(List.of("ordered"), receiver.readAll(), "they used no identifier of it up");
    }

    @Test
    void shouldGoOnBehindTheHighestIdentifier() {
        receiver.forwardAlmostAround();
        receiver.forward(1, -2, false);
        receiver.add(WHOLE, 1, 0, 0, "b");
        receiver.add(WHOLE, 1, -1, 0, "a");
        assertEquals(List.of("a", "b"), receiver.readAll());
    }

    @Test
    void shouldHandUpWhatWaitedForTheEndOfALongerOne() {
        receiver.add(WHOLE, 1, 1, 0, "second");
        receiver.add(BEGIN, 1, 0, 0, "first");
        receiver.add(BEGIN, 1, 2, 0, "third");
        assertEquals(List.of(), receiver.readAll());
        receiver.add(END, 1, 0, 1, ".");
        assertEquals(List.of("first.", "second"), receiver.readAll());
        receiver.add(END, 1, 2, 1, ".");
        assertEquals(List.of("third."), receiver.readAll());
    }

    // -- what contradicts -------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseAMessageThatWasThere() {
        receiver.add(WHOLE, 1, 0, 0, "first");
        assertEquals(VIOLATION, receiver.add(WHOLE, 1, 0, 0, "again"));
        assertEquals(List.of("first"), receiver.readAll());
        assertEquals(0, store.live());
    }

    @Test
    void shouldRefuseAFragmentThatIsThere() {
        receiver.add(BEGIN, 1, 0, 0, "a");
        assertEquals(VIOLATION, receiver.add(BEGIN, 1, 0, 0, "a"));
        receiver.add(MIDDLE, 1, 0, 2, "c");
        assertEquals(VIOLATION, receiver.add(MIDDLE, 1, 0, 2, "c"));
        assertEquals(2, store.live());
    }

    @Test
    void shouldRefuseAFirstFragmentThatDoesNotBegin() {
        assertEquals(VIOLATION, receiver.add(MIDDLE, 1, 0, 0, "a"));
        assertEquals(0, store.live());
    }

    @Test
    void shouldRefuseWhatIsBehindTheEnd() {
        receiver.add(END, 1, 0, 3, "d");
        assertEquals(VIOLATION, receiver.add(MIDDLE, 1, 0, 4, "e"));
        assertEquals(VIOLATION, receiver.add(END, 1, 0, 2, "c"), "an end before the end");
        assertEquals(ACCEPTED, receiver.add(MIDDLE, 1, 0, 2, "c"));
    }

    @Test
    void shouldRefuseAnEndBeforeWhatIsThere() {
        receiver.add(MIDDLE, 1, 0, 3, "d");
        assertEquals(VIOLATION, receiver.add(END, 1, 0, 2, "c"));
        assertEquals(ACCEPTED, receiver.add(END, 1, 0, 4, "e"));
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        receiver.add(BEGIN, 1, 0, 0, "a".repeat(60));
        assertEquals(TOO_LONG, receiver.add(MIDDLE, 1, 0, 2, "b".repeat(41)));
        assertEquals(ACCEPTED, receiver.add(MIDDLE, 1, 0, 2, "b".repeat(40)));
        assertEquals(2, store.live());
    }

    // -- who waits longest ------------------------------------------------------------------------------------------

    @Test
    void shouldKnowSinceWhenAMessageHeardNothing() {
        assertEquals(Long.MAX_VALUE, messages.waitingSinceNs());
        receiver.nowNs = 10;
        receiver.add(BEGIN, 1, 0, 0, "a");
        receiver.nowNs = 20;
        receiver.add(BEGIN, 2, 0, 0, "b");
        assertEquals(10, messages.waitingSinceNs());
        receiver.nowNs = 30;
        receiver.add(MIDDLE, 1, 0, 1, "a");
        assertEquals(20, messages.waitingSinceNs());
        receiver.nowNs = 40;
        receiver.add(END, 2, 0, 1, "b");
        assertEquals(30, messages.waitingSinceNs());
    }

    // -- reset and end ----------------------------------------------------------------------------------------------

    @Test
    void shouldExpectIdentifierZeroBehindAReset() {
        for (final int stream : new int[] {1, 2}) {
            receiver.add(WHOLE, stream, 0, 0, "first");
            receiver.add(BEGIN, stream, 2, 0, "lost");
            receiver.add(BEGIN | UNORDERED, stream, 7, 0, "lost");
        }
        receiver.readAll();
        messages.reset(1);
        assertEquals(2, store.live(), "of the other stream");
        receiver.add(WHOLE, 1, 0, 0, "one");
        assertEquals(VIOLATION, receiver.add(WHOLE, 2, 0, 0, "two"));
        assertEquals(List.of("one"), receiver.readAll());
        messages.reset();
        assertEquals(0, store.live());
        receiver.add(WHOLE, 2, 0, 0, "two");
        assertEquals(List.of("two"), receiver.readAll());
    }

    @Test
    void shouldForgetBehindAResetWhatWasSkipped() {
        receiver.forward(1, 5, true);
        messages.reset(1);
        receiver.add(WHOLE | UNORDERED, 1, 3, 0, "taken");
        assertEquals(List.of("taken"), receiver.readAll());
    }

    @Test
    void shouldLetOthersGoOnWhenTheOneInPartsIsReset() {
        messages.partialDelivery(4, false);
        receiver.add(BEGIN, 1, 0, 0, "one ");
        receiver.add(BEGIN, 2, 0, 0, "two ");
        messages.reset(1);
        assertEquals(List.of("one ...", "aborted", "two ..."), receiver.readAll());
    }

    @Test
    void shouldFreeAllAtTheEnd() {
        messages.partialDelivery(4, false);
        receiver.add(BEGIN, 1, 0, 0, "one ");
        receiver.add(MIDDLE, 1, 0, 2, "x");
        receiver.add(BEGIN, 2, 0, 0, "a");
        receiver.add(MIDDLE, 2, 0, 2, "c");
        final int left = messages.end(1000);
        assertTrue(left > 900 && left < 1000, () -> "" + left);
        assertFalse(messages.isIncomplete());
        assertEquals(List.of("one ...", "aborted"), receiver.readAll());
        assertEquals(0, store.live());
        messages.trim();
        assertEquals(ACCEPTED, receiver.add(BEGIN, 3, 0, 0, "anew"));
        assertEquals(List.of("anew..."), receiver.readAll());
    }

    @Test
    void shouldFreeNoMoreAtOnceThanItMay() {
        for (int i = 0; i < 10; i++) {
            receiver.add(MIDDLE, 1, 0, 2 + i, "x");
        }
        int turns = 0;
        int left = messages.end(4);
        for (; left == 0 && turns < 100; turns++) {
            assertTrue(store.live() >= 10 - 4 * (turns + 1), "at most 4 at once");
            left = messages.end(4);
        }
        assertEquals(0, store.live());
        assertTrue(turns >= 2, () -> "too few turns for 10 chunks");
    }

    @Test
    void shouldKeepWhatIsThereWhenMemoryIsGivenBack() {
        receiver.add(BEGIN, 1, 0, 0, "a");
        messages.trim();
        receiver.add(END, 1, 0, 1, "b");
        assertEquals(List.of("ab"), receiver.readAll());
    }
}
