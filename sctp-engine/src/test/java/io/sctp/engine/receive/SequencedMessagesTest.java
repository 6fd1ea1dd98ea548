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
import io.sctp.engine.packet.ForwardTsnChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 9260 sections 6.5, 6.6 and 6.9; RFC 3758 section 3.6. */
final class SequencedMessagesTest {
    private static final int LONGEST = 100;
    private static final int STREAMS = 10;
    private static final int FAR = 1 << 16;

    private final TextChunks chunks = new TextChunks();
    private final ChunkStore store = chunks.store;
    private final ReadyQueue ready = new ReadyQueue(chunks.pool, store);
    private final SequencedMessages messages = new SequencedMessages(store, chunks.pool, ready, LONGEST);
    private final ReceiveInfo info = new ReceiveInfo();

    /** The TSNs that have arrived, as {@link TsnTracker} would know. */
    private final Set<Integer> arrived = new HashSet<>();

    // -- the order of a stream --------------------------------------------------------------------------------------

    @Test
    void shouldHandUpTheMessagesOfAStreamInTheirOrder() {
        assertEquals(ACCEPTED, whole(12, 1, 2, "third"));
        assertEquals(ACCEPTED, whole(11, 1, 1, "second"));
        assertEquals(List.of(), readAll());
        assertTrue(messages.isIncomplete());
        assertEquals(ACCEPTED, whole(10, 1, 0, "first"));
        assertEquals(List.of("first", "second", "third"), readAll());
        assertFalse(messages.isIncomplete());
    }

    @Test
    void shouldNotMakeAStreamWaitForAnother() {
        whole(11, 1, 1, "waits");
        whole(12, 2, 0, "other");
        assertEquals(List.of("other"), readAll());
    }

    @Test
    void shouldHandUpAnUnorderedMessageAtOnce() {
        whole(11, 1, 1, "waits");
        assertEquals(ACCEPTED, add(12, WHOLE | UNORDERED, 1, 0, "unordered"));
        assertEquals(List.of("unordered"), readAll());
        whole(10, 1, 0, "first");
        assertEquals(List.of("first", "waits"), readAll(), "which used no number up");
    }

    @Test
    void shouldPutFragmentsTogether() {
        add(11, MIDDLE, 1, 0, "b");
        add(12, END, 1, 0, "c");
        assertTrue(messages.isIncomplete());
        add(10, BEGIN, 1, 0, "a");
        assertEquals(List.of("abc"), readAll());
        assertFalse(messages.isIncomplete());
    }

    @Test
    void shouldGoOnBehindTheHighestSequenceNumber() {
        for (int ssn = 0; ssn <= 0xFFFF; ssn++) {
            whole(ssn, 1, ssn, "m");
            ready.clear(1);
        }
        whole(FAR + 1, 1, 1, "second");
        whole(FAR, 1, 0, "first");
        assertEquals(List.of("first", "second"), readAll());
    }

    @Test
    void shouldRefuseAMessageOfTheSameNumberAsAnother() {
        whole(11, 1, 1, "waits");
        assertEquals(VIOLATION, whole(12, 1, 1, "again"));
        whole(10, 1, 0, "first");
        assertEquals(List.of("first", "waits"), readAll());
        assertEquals(0, store.live());
    }

    @Test
    void shouldRefuseAMessageOfANumberThatWasThere() {
        whole(10, 1, 0, "first");
        assertEquals(VIOLATION, whole(11, 1, 0, "again"));
        add(12, BEGIN, 1, 0, "ag");
        assertEquals(VIOLATION, add(13, END, 1, 0, "ain"));
        readAll();
        assertEquals(0, store.live(), "what is refused is freed, all of it");
    }

    /** Section 6.1: up to 65,534 messages may be missing, and then serial number arithmetic alone does not do. */
    @Test
    void shouldTakeANumberFarAheadWhereAsManyTsnsAreMissing() {
        messages.reach(40_001);
        assertEquals(ACCEPTED, whole(40_000, 1, 40_000, "far"));
        messages.reach(30_000);
        assertEquals(VIOLATION, whole(30_000, 2, 40_000, "not so far"));
        messages.reach(40_000);
        assertEquals(VIOLATION, whole(40_002, 3, 40_000, "one too far"));
    }

    @Test
    void shouldExpectNumberZeroBehindAReset() {
        for (final int stream : new int[] {1, 2, 3}) {
            whole(10 + stream, stream, 0, "first");
        }
        messages.reset(1, 2);
        readAll();
        assertEquals(ACCEPTED, whole(21, 1, 0, "one"));
        assertEquals(ACCEPTED, whole(22, 2, 0, "two"));
        assertEquals(VIOLATION, whole(23, 3, 0, "three"));
        assertEquals(List.of("one", "two"), readAll());
        messages.reset();
        whole(33, 3, 0, "three");
        assertEquals(List.of("three"), readAll());
    }

    // -- what contradicts -------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        add(10, BEGIN, 1, 0, "a".repeat(LONGEST));
        assertEquals(TOO_LONG, add(11, END, 1, 0, "b"));
        assertEquals(1, store.live());
    }

    @Test
    void shouldRefuseAWholeMessageInsideOfAnother() {
        add(10, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, whole(11, 1, 0, "b"));
        assertEquals(1, store.live());
        assertTrue(messages.contradicts(11));
        assertFalse(messages.contradicts(12));
    }

    @Test
    void shouldRefuseAFragmentThatContradictsItsNeighbour() {
        add(10, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, add(11, END, 2, 0, "b"));
        assertEquals(1, store.live());
    }

    /** Its neighbour has arrived and is of another message, so it can never be completed. */
    @Test
    void shouldRefuseAFragmentThatIsTornOff() {
        whole(10, 1, 0, "whole");
        whole(20, 1, 1, "whole");
        assertEquals(VIOLATION, add(11, END, 1, 2, "its beginning would be 10"));
        assertEquals(VIOLATION, add(19, BEGIN, 1, 2, "its end would be 20"));
        assertEquals(ACCEPTED, add(12, BEGIN, 1, 2, "may go on"));
        assertEquals(ACCEPTED, add(18, END, 1, 3, "may have begun"));
        assertEquals(ACCEPTED, add(21, BEGIN, 1, 4, "begins behind one"));
        assertEquals(ACCEPTED, add(9, END, 1, 5, "ends before one"));
    }

    // -- messages in parts (section 6.9) ----------------------------------------------------------------------------

    @Test
    void shouldHandUpInPartsWhatIsLong() {
        messages.partialDelivery(4);
        add(10, BEGIN, 1, 0, "abc");
        assertEquals(List.of(), readAll());
        add(11, MIDDLE, 1, 0, "d");
        assertEquals(List.of("abcd..."), readAll());
        add(12, MIDDLE, 1, 0, "e");
        assertEquals(List.of("e..."), readAll(), "from then on each fragment");
        add(14, END, 1, 0, "g");
        assertEquals(List.of(), readAll());
        add(13, MIDDLE, 1, 0, "f");
        assertEquals(List.of("fg"), readAll());
        whole(15, 1, 1, "next");
        assertEquals(List.of("next"), readAll());
    }

    @Test
    void shouldHandNothingUpInPartsUnlessAsked() {
        add(10, BEGIN, 1, 0, "abc".repeat(20));
        add(11, MIDDLE, 1, 0, "d");
        messages.relieve(11);
        assertEquals(List.of(), readAll());
    }

    @Test
    void shouldMakeOthersWaitForTheEndOfAMessageInParts() {
        messages.partialDelivery(4);
        add(10, BEGIN, 1, 0, "abcd");
        whole(12, 2, 0, "other");
        assertEquals(List.of("abcd..."), readAll());
        add(11, END, 1, 0, "e");
        assertEquals(List.of("e", "other"), readAll());
    }

    @Test
    void shouldHandUpInPartsOnlyTheMessageWhoseTurnItIs() {
        messages.partialDelivery(4);
        add(20, BEGIN, 1, 1, "later");
        assertEquals(List.of(), readAll());
        whole(10, 1, 0, "first");
        assertEquals(List.of("first", "later..."), readAll(), "now it is its turn");
    }

    @Test
    void shouldHandUpAnUnorderedMessageInPartsWhateverTurnItIs() {
        messages.partialDelivery(4);
        add(20, BEGIN | UNORDERED, 1, 0, "abcd");
        assertEquals(List.of("abcd..."), readAll());
        whole(10, 1, 0, "ordered");
        add(21, END | UNORDERED, 1, 0, "e");
        assertEquals(List.of("e", "ordered"), readAll());
        whole(11, 1, 1, "which used no number up");
        assertEquals(List.of("which used no number up"), readAll());
    }

    @Test
    void shouldHandUpTheNextLongMessageWhenOneHasEnded() {
        messages.partialDelivery(4);
        add(10, BEGIN, 1, 0, "one ");
        add(20, BEGIN, 2, 0, "two ");
        add(30, BEGIN | UNORDERED, 3, 0, "three");
        assertEquals(List.of("one ..."), readAll());
        add(11, END, 1, 0, "end");
        assertEquals(List.of("end", "two ..."), readAll());
        add(21, END, 2, 0, "end");
        assertEquals(List.of("end", "three..."), readAll());
        add(31, END | UNORDERED, 3, 0, "end");
        assertEquals(List.of("end"), readAll());
    }

    @Test
    void shouldHandUpTheNextLongMessageWhenAnUnorderedOneHasEnded() {
        messages.partialDelivery(4);
        whole(5, 1, 0, "so that unordered ones are not taken for the next of the stream");
        add(10, BEGIN | UNORDERED, 1, 0, "one ");
        add(20, BEGIN | UNORDERED, 1, 0, "two ");
        whole(30, 3, 0, "other");
        readAll();
        add(11, END | UNORDERED, 1, 0, "end");
        assertEquals(List.of("end", "other", "two ..."), readAll());
    }

    @Test
    void shouldNotHandUpTheNextLongMessageBeforeTheOneInPartsHasEnded() {
        messages.partialDelivery(4);
        add(10, BEGIN, 1, 0, "one ");
        add(20, BEGIN, 2, 0, "two ");
        whole(30, 3, 0, "other");
        assertEquals(List.of("one ..."), readAll());
    }

    @Test
    void shouldHandUpALongMessageWholeIfItEndsWhileItWaits() {
        messages.partialDelivery(4);
        add(10, BEGIN, 1, 0, "one ");
        add(20, BEGIN, 2, 0, "two ");
        add(21, END, 2, 0, "end");
        readAll();
        add(11, END, 1, 0, "end");
        assertEquals(List.of("end", "two end"), readAll());
    }

    @Test
    void shouldHandUpNoPartWithoutTheBeginning() {
        messages.partialDelivery(4);
        add(11, MIDDLE, 1, 0, "bcdef");
        assertEquals(List.of(), readAll());
        messages.relieve(11);
        assertEquals(List.of(), readAll());
        add(10, BEGIN, 1, 0, "a");
        assertEquals(List.of("abcdef..."), readAll());
    }

    @Test
    void shouldRefuseWhatDoesNotGoOnWithTheMessageInParts() {
        messages.partialDelivery(1);
        add(10, BEGIN, 1, 0, "a");
        readAll();
        assertTrue(messages.contradicts(11));
        assertFalse(messages.contradicts(12));
        assertEquals(VIOLATION, add(11, BEGIN, 1, 0, "b"));
        assertEquals(VIOLATION, add(11, MIDDLE, 2, 0, "b"));
        assertEquals(VIOLATION, add(11, MIDDLE, 1, 1, "b"));
        assertEquals(VIOLATION, add(11, MIDDLE | UNORDERED, 1, 0, "b"));
        assertEquals(VIOLATION, add(11, WHOLE, 1, 1, "b"));
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, add(11, END, 1, 0, "b"));
        assertEquals(List.of("b"), readAll());
    }

    /** The window is nearly used up, and there is nothing else to read. */
    @Test
    void shouldHandUpTheMessageInLineHoweverShortWhenAskedTo() {
        messages.partialDelivery(50);
        add(10, BEGIN, 1, 0, "short");
        messages.relieve(9);
        assertEquals(List.of(), readAll(), "another one is in line");
        messages.relieve(10);
        assertEquals(List.of("short..."), readAll());
        add(20, BEGIN, 2, 0, "other");
        messages.relieve(20);
        assertEquals(List.of(), readAll(), "one is handed up in parts already");
        add(11, END, 1, 0, "end");
        assertEquals(List.of("end"), readAll());
    }

    @Test
    void shouldNotHandUpTheMessageInLineBeforeItsTurn() {
        messages.partialDelivery(50);
        add(10, BEGIN, 1, 1, "later");
        messages.relieve(10);
        assertEquals(List.of(), readAll());
    }

    // -- what the peer gave up --------------------------------------------------------------------------------------

    @Test
    void shouldNotWaitForWhatIsSkipped() {
        whole(13, 1, 2, "third");
        whole(14, 1, 3, "fourth");
        whole(16, 1, 5, "sixth");
        forward(12, 1, 1);
        assertEquals(List.of("third", "fourth"), readAll());
        whole(15, 1, 4, "fifth");
        assertEquals(List.of("fifth", "sixth"), readAll());
    }

    @Test
    void shouldHandUpWhatIsThereOfThoseSkipped() {
        whole(10, 1, 1, "second");
        whole(11, 1, 3, "fourth");
        forward(14, 1, 4);
        assertEquals(List.of("second", "fourth"), readAll());
        assertEquals(ACCEPTED, whole(15, 1, 5, "sixth"));
        assertEquals(List.of("sixth"), readAll());
    }

    @Test
    void shouldSkipAcrossTheHighestSequenceNumber() {
        messages.reach(FAR - 1);
        forward(10, 1, 0xFFFD);
        messages.reach(2);
        whole(11, 1, 0xFFFF, "highest");
        whole(13, 1, 1, "second");
        messages.reach(10);
        forward(14, 1, 2);
        assertEquals(List.of("highest", "second"), readAll());
        assertEquals(ACCEPTED, whole(15, 1, 3, "fourth"));
        assertEquals(List.of("fourth"), readAll());
    }

    @Test
    void shouldHandUpWhatIsThereOfThoseSkippedBehindTheHighestSequenceNumber() {
        messages.reach(FAR - 1);
        forward(10, 1, 0xFFFD);
        messages.reach(4);
        whole(13, 1, 0, "first");
        whole(14, 2, 2, "of the next stream");
        messages.reach(10);
        forward(15, 1, 1);
        assertEquals(List.of("first"), readAll());
        assertEquals(ACCEPTED, whole(16, 1, 2, "third"));
        assertEquals(List.of("third"), readAll());
    }

    @Test
    void shouldGoOnWaitingForWhatIsNotSkipped() {
        whole(15, 1, 5, "sixth");
        forward(11, 1, 1);
        assertEquals(List.of(), readAll());
        forward(14, 1, 4);
        assertEquals(List.of("sixth"), readAll());
    }

    /** Stream 0 is what the chunk's other fields would be taken for. */
    @Test
    void shouldSkipNothingThatNoEntryNames() {
        forward(10, 1, 0);
        assertEquals(ACCEPTED, whole(11, 0, 0, "first"));
        assertEquals(List.of("first"), readAll());
    }

    @Test
    void shouldSkipNothingThatIsOfThePast() {
        whole(10, 1, 0, "first");
        whole(11, 1, 1, "second");
        readAll();
        forward(12, 1, 0);
        assertEquals(ACCEPTED, whole(13, 1, 2, "third"));
        assertEquals(List.of("third"), readAll());
    }

    @Test
    void shouldNotTakeTheMessageOfTheNextStreamForOneOfThisStream() {
        whole(11, 2, 1, "of the next stream");
        forward(12, 1, 5);
        assertEquals(List.of(), readAll());
        assertEquals(ACCEPTED, whole(13, 1, 6, "of this stream"));
        assertEquals(List.of("of this stream"), readAll());
    }

    @Test
    void shouldIgnoreWhatIsSkippedOfAStreamThatDoesNotExist() {
        forward(12, STREAMS, 1);
        assertEquals(ACCEPTED, whole(13, STREAMS, 0, "as if nothing had been said"));
        assertEquals(List.of("as if nothing had been said"), readAll());
    }

    @Test
    void shouldSkipSeveralStreamsAtOnce() {
        whole(11, 1, 1, "one");
        whole(12, 2, 1, "two");
        forward(13, 1, 0, 2, 0);
        assertEquals(List.of("one", "two"), readAll());
    }

    @Test
    void shouldDropTheFragmentsThatAreSkipped() {
        add(10, BEGIN, 1, 0, "a");
        add(12, MIDDLE, 1, 0, "c");
        add(20, BEGIN, 1, 1, "stays");
        forward(12, 1, 0);
        assertEquals(1, store.live());
        add(21, END, 1, 1, ".");
        assertEquals(List.of("stays."), readAll());
    }

    /** A careless peer skips the beginning of a message alone: the rest, here or still to come, is of no use. */
    @Test
    void shouldDropTheRestOfAMessageOfWhichTheBeginningIsSkipped() {
        add(10, BEGIN, 1, 0, "a");
        add(11, MIDDLE, 1, 0, "b");
        forward(10, 1, 0);
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, add(12, MIDDLE, 1, 0, "c"));
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, add(13, END, 1, 0, "d"));
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, whole(14, 1, 1, "next"));
        assertEquals(List.of("next"), readAll());
    }

    @Test
    void shouldDropTheRestOfAMessageOfWhichMoreIsSkippedThanArrived() {
        add(10, BEGIN, 1, 0, "a");
        forward(11, 1, 0);
        assertEquals(ACCEPTED, add(12, END, 1, 0, "c"));
        assertEquals(0, store.live());
    }

    /** What follows is of another message, and must begin one. */
    @Test
    void shouldDropNothingBehindTheEndOfAMessageThatIsSkipped() {
        add(11, MIDDLE, 1, 0, "b");
        add(12, END, 1, 0, "c");
        forward(11, 1, 0);
        assertEquals(0, store.live());
        assertEquals(VIOLATION, add(13, MIDDLE, 1, 1, "d"));
        forward(19, 1, 1);
        assertEquals(ACCEPTED, add(20, END, 1, 1, "e"));
        assertEquals(0, store.live());
        assertEquals(VIOLATION, add(21, MIDDLE, 1, 2, "f"));
    }

    @Test
    void shouldDropTheRestThatArrivedBeyondAGap() {
        add(12, MIDDLE, 1, 0, "c");
        add(13, END, 1, 0, "d");
        forward(10, 1, 0);
        assertEquals(2, store.live());
        assertEquals(ACCEPTED, add(11, MIDDLE, 1, 0, "b"));
        assertEquals(0, store.live(), "what it joins is the rest of the same message");
        assertEquals(ACCEPTED, whole(14, 1, 1, "next"));
        assertEquals(List.of("next"), readAll());
    }

    @Test
    void shouldDropTheRestThatBeginsBehindWhatIsSkipped() {
        add(11, MIDDLE, 1, 0, "b");
        forward(10, 1, 0);
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, add(12, END, 1, 0, "c"));
        assertEquals(0, store.live());
    }

    @Test
    void shouldTakeAMessageThatBeginsBehindWhatIsSkipped() {
        forward(10, 1, 0);
        assertEquals(ACCEPTED, add(11, BEGIN, 1, 1, "a"));
        assertEquals(ACCEPTED, add(12, END, 1, 1, "b"));
        assertEquals(List.of("ab"), readAll());
    }

    @Test
    void shouldKeepAMessageThatBeginsBehindWhatIsSkipped() {
        add(11, BEGIN, 1, 1, "a");
        forward(10, 1, 0);
        add(12, END, 1, 1, "b");
        assertEquals(List.of("ab"), readAll());
    }

    @Test
    void shouldTellThatTheRestOfAMessageInPartsWillNotCome() {
        messages.partialDelivery(1);
        add(10, BEGIN, 1, 0, "a");
        whole(13, 2, 0, "other");
        whole(14, 1, 1, "next");
        forward(11, 1, 0);
        assertEquals(List.of("a...", "aborted", "other", "next"), readAll());
        assertEquals(0, store.live());
    }

    /** What is skipped ends with the last part that was read: by that alone the message is not given up. */
    @Test
    void shouldGoOnWithAMessageInPartsOfWhichNothingMoreIsSkipped() {
        messages.partialDelivery(1);
        add(10, BEGIN, 1, 0, "a");
        forward(10, 2, 0);
        assertEquals(ACCEPTED, add(11, END, 1, 0, "b"));
        assertEquals(List.of("a...", "b"), readAll());
        assertEquals(ACCEPTED, whole(12, 1, 1, "next"));
        assertEquals(List.of("next"), readAll());
    }

    @Test
    void shouldGoOnWithAnUnorderedMessageInPartsOfWhichNothingMoreIsSkipped() {
        messages.partialDelivery(1);
        add(10, BEGIN | UNORDERED, 1, 0, "a");
        forward(10, 1, 5);
        assertEquals(ACCEPTED, add(11, END | UNORDERED, 1, 0, "b"));
        assertEquals(List.of("a...", "b"), readAll());
        forward(15);
        assertEquals(ACCEPTED, add(16, WHOLE | UNORDERED, 1, 0, "next"));
        assertEquals(List.of("next"), readAll(), "nothing is in parts any more");
    }

    @Test
    void shouldTellThatTheRestOfAnUnorderedMessageInPartsWillNotCome() {
        messages.partialDelivery(4);
        add(10, BEGIN | UNORDERED, 1, 0, "one ");
        add(20, BEGIN | UNORDERED, 1, 0, "two ");
        forward(11);
        assertEquals(List.of("one ...", "aborted", "two ..."), readAll());
    }

    @Test
    void shouldNotHandUpInPartsALongMessageThatIsSkipped() {
        messages.partialDelivery(4);
        add(20, BEGIN, 1, 0, "one ");
        add(10, BEGIN, 2, 0, "two ");
        forward(11, 2, 0);
        add(21, END, 1, 0, "end");
        assertEquals(List.of("one ...", "end"), readAll());
        assertEquals(0, store.live());
    }

    /** Nothing more of it had been sent when the peer gave it up. */
    @Test
    void shouldTellThatAMessageInPartsWasGivenUpThatIsNamed() {
        messages.partialDelivery(1);
        add(10, BEGIN, 1, 0, "a");
        forward(10, 2, 0, 1, 0);
        assertEquals(List.of("a...", "aborted"), readAll());
        assertEquals(ACCEPTED, whole(11, 1, 1, "next"));
        assertEquals(List.of("next"), readAll());
    }

    /** No entry names an unordered message. */
    @Test
    void shouldTellThatAnUnorderedMessageInPartsWasGivenUpWhenAnotherBegins() {
        messages.partialDelivery(1);
        add(10, BEGIN | UNORDERED, 1, 0, "a");
        forward(10);
        assertEquals(ACCEPTED, add(11, WHOLE | UNORDERED, 1, 0, "next"));
        assertEquals(List.of("a...", "aborted", "next"), readAll());
    }

    @Test
    void shouldRefuseABeginningWhereAMessageInPartsMustGoOn() {
        messages.partialDelivery(1);
        add(10, BEGIN, 1, 0, "a");
        forward(10, 2, 0);
        assertEquals(VIOLATION, add(11, BEGIN, 1, 1, "b"), "it is not given up");
    }

    @Test
    void shouldHandUpTheNextLongMessageWhenTheOneInPartsIsSkipped() {
        messages.partialDelivery(4);
        add(10, BEGIN, 1, 0, "one ");
        add(20, BEGIN, 2, 0, "two ");
        forward(11, 1, 0);
        assertEquals(List.of("one ...", "aborted", "two ..."), readAll());
    }

    // -- the end ----------------------------------------------------------------------------------------------------

    @Test
    void shouldFreeWhatIsIncompleteAndWhatWaits() {
        add(10, BEGIN, 1, 0, "a");
        add(12, MIDDLE, 1, 0, "c");
        add(20, BEGIN, 1, 1, "x");
        add(21, END, 1, 1, "y");
        whole(30, 2, 0, "ready");
        assertEquals(6, messages.end(10));
        assertFalse(messages.isIncomplete());
        assertEquals(1, store.live(), "what can be read stays");
        assertEquals(List.of("ready"), readAll());
    }

    @Test
    void shouldFreeNoMoreAtOnceThanItMay() {
        add(20, BEGIN, 1, 1, "x");
        add(21, MIDDLE, 1, 1, "y");
        add(22, END, 1, 1, "z");
        add(10, BEGIN, 1, 0, "a");
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
        add(10, BEGIN, 1, 0, "a");
        whole(13, 2, 0, "other");
        assertEquals(10, messages.end(10));
        assertEquals(List.of("a...", "aborted", "other"), readAll());
        assertEquals(10, messages.end(10));
        assertEquals(List.of(), readAll(), "once");
    }

    @Test
    void shouldRememberNoLongMessageOfTheLastAssociation() {
        messages.partialDelivery(4);
        add(20, BEGIN, 1, 2, "long");
        messages.end(10);
        messages.reset();
        assertEquals(ACCEPTED, whole(11, 1, 0, "first"));
        assertEquals(ACCEPTED, whole(12, 1, 1, "second"));
        assertEquals(List.of("first", "second"), readAll());
    }

    @Test
    void shouldGoOnAfterItsMemoryWasGivenBack() {
        whole(11, 1, 1, "lost");
        messages.end(10);
        messages.trim();
        assertEquals(ACCEPTED, whole(10, 1, 0, "first"));
        assertEquals(ACCEPTED, whole(12, 1, 1, "second"));
        assertEquals(List.of("first", "second"), readAll());
    }

    /** A fragment behind what was skipped in the last association is one like any other in the next. */
    @Test
    void shouldForgetAtTheEndWhatWasCutInTwo() {
        forward(10, 1, 0);
        messages.end(1);
        assertEquals(ACCEPTED, add(11, MIDDLE, 1, 0, "b"));
        assertEquals(1, store.live());
    }

    private Inbound.Outcome whole(final int tsn, final int stream, final int ssn, final String text) {
        return add(tsn, WHOLE, stream, ssn, text);
    }

    private Inbound.Outcome add(final int tsn, final int flags, final int stream, final int ssn, final String text) {
        messages.reserve();
        final boolean after = arrived.contains(tsn - 1);
        final boolean before = arrived.contains(tsn + 1);
        final Inbound.Outcome outcome = messages.add(chunks.add(tsn, flags, stream, ssn, text), flags, after, before);
        if (outcome == ACCEPTED) {
            arrived.add(tsn);
        }
        return outcome;
    }

    /** Takes a FORWARD TSN with pairs of stream and sequence number. */
    private void forward(final int tsn, final int... streamsAndNumbers) {
        final ByteBuffer packet = ByteBuffer.allocate(100);
        final int offset = 12;
        int end = offset + ForwardTsnChunk.FIXED_LENGTH;
        packet.putInt(offset + ForwardTsnChunk.TSN_OFFSET, tsn);
        for (int i = 0; i < streamsAndNumbers.length; i += 2) {
            packet.putInt(end, streamsAndNumbers[i] << 16 | streamsAndNumbers[i + 1]);
            end += ForwardTsnChunk.ENTRY_LENGTH;
        }
        messages.forward(packet, offset, end, STREAMS, arrived.contains(tsn + 1));
    }

    /** Reads all that is ready; a part that goes on ends with dots. */
    private List<String> readAll() {
        final List<String> texts = new ArrayList<>();
        final ByteBuffer destination = ByteBuffer.allocate(1000);
        for (int length = read(destination); length >= 0; length = read(destination)) {
            final String text = new String(destination.array(), 0, length, StandardCharsets.US_ASCII);
            texts.add(info.isAborted() ? "aborted" : text + (info.isComplete() ? "" : "..."));
        }
        return texts;
    }

    private int read(final ByteBuffer destination) {
        return ready.receive(destination, 0, destination.capacity(), info);
    }
}
