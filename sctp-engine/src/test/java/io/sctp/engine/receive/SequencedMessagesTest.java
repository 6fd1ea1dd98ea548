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

import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of DATA chunks: their order, what contradicts, and the end (RFC 9260 sections 6.5 and 6.6). */
final class SequencedMessagesTest {
    private static final int LONGEST = SequencedReceiver.LONGEST;
    private static final int FAR = 1 << 16;

    private final SequencedReceiver receiver = new SequencedReceiver();
    private final SequencedMessages messages = receiver.messages;
    private final ChunkStore store = receiver.store;
    private final ReadyQueue ready = receiver.ready;

    // -- the order of a stream --------------------------------------------------------------------------------------

    @Test
    void shouldHandUpTheMessagesOfAStreamInTheirOrder() {
        assertEquals(ACCEPTED, receiver.whole(12, 1, 2, "third"));
        assertEquals(ACCEPTED, receiver.whole(11, 1, 1, "second"));
        assertEquals(List.of(), receiver.readAll());
        assertTrue(messages.isIncomplete());
        assertEquals(ACCEPTED, receiver.whole(10, 1, 0, "first"));
        assertEquals(List.of("first", "second", "third"), receiver.readAll());
        assertFalse(messages.isIncomplete());
    }

    @Test
    void shouldNotMakeAStreamWaitForAnother() {
        receiver.whole(11, 1, 1, "waits");
        receiver.whole(12, 2, 0, "other");
        assertEquals(List.of("other"), receiver.readAll());
    }

    @Test
    void shouldHandUpAnUnorderedMessageAtOnce() {
        receiver.whole(11, 1, 1, "waits");
        assertEquals(ACCEPTED, receiver.add(12, WHOLE | UNORDERED, 1, 0, "unordered"));
        assertEquals(List.of("unordered"), receiver.readAll());
        receiver.whole(10, 1, 0, "first");
        assertEquals(List.of("first", "waits"), receiver.readAll(), "which used no number up");
    }

    @Test
    void shouldPutFragmentsTogether() {
        receiver.add(11, MIDDLE, 1, 0, "b");
        receiver.add(12, END, 1, 0, "c");
        assertTrue(messages.isIncomplete());
        receiver.add(10, BEGIN, 1, 0, "a");
        assertEquals(List.of("abc"), receiver.readAll());
        assertFalse(messages.isIncomplete());
    }

    @Test
    void shouldGoOnBehindTheHighestSequenceNumber() {
        for (int ssn = 0; ssn <= 0xFFFF; ssn++) {
            receiver.whole(ssn, 1, ssn, "m");
            ready.clear(1);
        }
        receiver.whole(FAR + 1, 1, 1, "second");
        receiver.whole(FAR, 1, 0, "first");
        assertEquals(List.of("first", "second"), receiver.readAll());
    }

    @Test
    void shouldRefuseAMessageOfTheSameNumberAsAnother() {
        receiver.whole(11, 1, 1, "waits");
        assertEquals(VIOLATION, receiver.whole(12, 1, 1, "again"));
        receiver.whole(10, 1, 0, "first");
        assertEquals(List.of("first", "waits"), receiver.readAll());
        assertEquals(0, store.live());
    }

    @Test
    void shouldRefuseAMessageOfANumberThatWasThere() {
        receiver.whole(10, 1, 0, "first");
        assertEquals(VIOLATION, receiver.whole(11, 1, 0, "again"));
        receiver.add(12, BEGIN, 1, 0, "ag");
        assertEquals(VIOLATION, receiver.add(13, END, 1, 0, "ain"));
        receiver.readAll();
        assertEquals(0, store.live(), "what is refused is freed, all of it");
    }

    /** Section 6.1: up to 65,534 messages may be missing, and then serial number arithmetic alone does not do. */
    @Test
    void shouldTakeANumberFarAheadWhereAsManyTsnsAreMissing() {
        messages.reach(40_001);
        assertEquals(ACCEPTED, receiver.whole(40_000, 1, 40_000, "far"));
        messages.reach(30_000);
        assertEquals(VIOLATION, receiver.whole(30_000, 2, 40_000, "not so far"));
        messages.reach(40_000);
        assertEquals(VIOLATION, receiver.whole(40_002, 3, 40_000, "one too far"));
    }

    @Test
    void shouldExpectNumberZeroBehindAReset() {
        for (final int stream : new int[] {1, 2, 3}) {
            receiver.whole(10 + stream, stream, 0, "first");
        }
        messages.reset(1, 2);
        receiver.readAll();
        assertEquals(ACCEPTED, receiver.whole(21, 1, 0, "one"));
        assertEquals(ACCEPTED, receiver.whole(22, 2, 0, "two"));
        assertEquals(VIOLATION, receiver.whole(23, 3, 0, "three"));
        assertEquals(List.of("one", "two"), receiver.readAll());
        messages.reset();
        receiver.whole(33, 3, 0, "three");
        assertEquals(List.of("three"), receiver.readAll());
    }

    // -- what contradicts -------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        receiver.add(10, BEGIN, 1, 0, "a".repeat(LONGEST));
        assertEquals(TOO_LONG, receiver.add(11, END, 1, 0, "b"));
        assertEquals(1, store.live());
    }

    @Test
    void shouldRefuseAWholeMessageInsideOfAnother() {
        receiver.add(10, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, receiver.whole(11, 1, 0, "b"));
        assertEquals(1, store.live());
        assertTrue(messages.contradicts(11));
        assertFalse(messages.contradicts(12));
    }

    @Test
    void shouldRefuseAFragmentThatContradictsItsNeighbour() {
        receiver.add(10, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, receiver.add(11, END, 2, 0, "b"));
        assertEquals(1, store.live());
    }

    /** Its neighbour has arrived and is of another message, so it can never be completed. */
    @Test
    void shouldRefuseAFragmentThatIsTornOff() {
        receiver.whole(10, 1, 0, "whole");
        receiver.whole(20, 1, 1, "whole");
        assertEquals(VIOLATION, receiver.add(11, END, 1, 2, "its beginning would be 10"));
        assertEquals(VIOLATION, receiver.add(19, BEGIN, 1, 2, "its end would be 20"));
        assertEquals(ACCEPTED, receiver.add(12, BEGIN, 1, 2, "may go on"));
        assertEquals(ACCEPTED, receiver.add(18, END, 1, 3, "may have begun"));
        assertEquals(ACCEPTED, receiver.add(21, BEGIN, 1, 4, "begins behind one"));
        assertEquals(ACCEPTED, receiver.add(9, END, 1, 5, "ends before one"));
    }

    // -- the end ----------------------------------------------------------------------------------------------------

    @Test
    void shouldFreeWhatIsIncompleteAndWhatWaits() {
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.add(12, MIDDLE, 1, 0, "c");
        receiver.add(20, BEGIN, 1, 1, "x");
        receiver.add(21, END, 1, 1, "y");
        receiver.whole(30, 2, 0, "ready");
        assertEquals(6, messages.end(10));
        assertFalse(messages.isIncomplete());
        assertEquals(1, store.live(), "what can be read stays");
        assertEquals(List.of("ready"), receiver.readAll());
    }

    @Test
    void shouldFreeNoMoreAtOnceThanItMay() {
        receiver.add(20, BEGIN, 1, 1, "x");
        receiver.add(21, MIDDLE, 1, 1, "y");
        receiver.add(22, END, 1, 1, "z");
        receiver.add(10, BEGIN, 1, 0, "a");
        assertEquals(0, messages.end(2));
        assertEquals(2, store.live());
        assertEquals(0, messages.end(1));
        assertEquals(1, store.live());
        assertEquals(0, messages.end(1));
        assertEquals(1, messages.end(1));
        assertEquals(0, store.live());
    }

    @Test
    void shouldTellAtTheEndThatTheRestOfAMessageInPartsWillNotCome() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.whole(13, 2, 0, "other");
        assertEquals(10, messages.end(10));
        assertEquals(List.of("a...", "aborted", "other"), receiver.readAll());
        assertEquals(10, messages.end(10));
        assertEquals(List.of(), receiver.readAll(), "once");
    }

    @Test
    void shouldRememberNoLongMessageOfTheLastAssociation() {
        messages.partialDelivery(4);
        receiver.add(20, BEGIN, 1, 2, "long");
        messages.end(10);
        messages.reset();
        assertEquals(ACCEPTED, receiver.whole(11, 1, 0, "first"));
        assertEquals(ACCEPTED, receiver.whole(12, 1, 1, "second"));
        assertEquals(List.of("first", "second"), receiver.readAll());
    }

    @Test
    void shouldGoOnAfterItsMemoryWasGivenBack() {
        receiver.whole(11, 1, 1, "lost");
        messages.end(10);
        messages.trim();
        assertEquals(ACCEPTED, receiver.whole(10, 1, 0, "first"));
        assertEquals(ACCEPTED, receiver.whole(12, 1, 1, "second"));
        assertEquals(List.of("first", "second"), receiver.readAll());
    }

    /** A fragment behind what was skipped in the last association is one like any other in the next. */
    @Test
    void shouldForgetAtTheEndWhatWasCutInTwo() {
        receiver.forward(10, 1, 0);
        messages.end(1);
        assertEquals(ACCEPTED, receiver.add(11, MIDDLE, 1, 0, "b"));
        assertEquals(1, store.live());
    }
}
