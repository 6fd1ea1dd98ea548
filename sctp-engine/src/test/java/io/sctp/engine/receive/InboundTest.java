package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.Inbound.Outcome.DROPPED;
import static io.sctp.engine.receive.Inbound.Outcome.DUPLICATE;
import static io.sctp.engine.receive.Inbound.Outcome.NO_MEMORY;
import static io.sctp.engine.receive.Inbound.Outcome.NO_SUCH_STREAM;
import static io.sctp.engine.receive.Inbound.Outcome.OUT_OF_ORDER;
import static io.sctp.engine.receive.Inbound.Outcome.TOO_LONG;
import static io.sctp.engine.receive.Inbound.Outcome.TOO_MANY;
import static io.sctp.engine.receive.Inbound.Outcome.VIOLATION;
import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.memory.BlockPool;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Arriving DATA chunks: memory, messages in parts, what is abandoned, and the next association (RFC 9260 sections 6.2
 * and 6.5 to 6.9).
 */
final class InboundTest {
    private static final int WINDOW = ReceivingEnd.WINDOW;
    private static final int LONGEST = ReceivingEnd.LONGEST;
    private static final int STREAMS = ReceivingEnd.STREAMS;

    private ReceivingEnd end = new ReceivingEnd();

    // -- arrival ----------------------------------------------------------------------------------------------------

    @Test
    void shouldTakeWhatIsInLine() {
        assertEquals(ACCEPTED, end.data(100, WHOLE, 1, 0, "one"));
        assertEquals(ACCEPTED, end.data(101, WHOLE, 1, 1, "two"));
        assertEquals(2, end.inbound.readyMessages());
        assertEquals(List.of("one", "two"), end.readAll());
        assertEquals(2, end.inbound.messagesReceived());
    }

    @Test
    void shouldSayWhatComesNext() {
        assertEquals(-1, end.inbound.nextMessageLength());
        end.data(100, WHOLE, 3, 0, "text");
        assertEquals(4, end.inbound.nextMessageLength());
        assertEquals(TextChunks.PPID, end.inbound.nextMessagePpid());
        assertEquals(3, end.inbound.nextMessageStream());
        end.readAll();
        assertEquals(100, end.info.tsn());
        assertEquals(TextChunks.PPID, end.info.ppid());
        assertEquals(3, end.info.stream());
    }

    /** The peer must hear of a gap at once, and of its end. */
    @Test
    void shouldTellWhatOpensOrFillsAGap() {
        assertEquals(OUT_OF_ORDER, end.data(101, WHOLE, 1, 1, "two"));
        assertEquals(OUT_OF_ORDER, end.data(103, WHOLE, 1, 3, "four"));
        assertEquals(OUT_OF_ORDER, end.data(100, WHOLE, 1, 0, "one"));
        assertEquals(OUT_OF_ORDER, end.data(102, WHOLE, 1, 2, "three"));
        assertEquals(ACCEPTED, end.data(104, WHOLE, 1, 4, "five"));
    }

    @Test
    void shouldReportWhatArrivedBefore() {
        end.data(100, WHOLE, 1, 0, "one");
        end.data(102, WHOLE, 1, 2, "three");
        assertEquals(DUPLICATE, end.data(100, WHOLE, 1, 0, "one"));
        assertEquals(DUPLICATE, end.data(102, WHOLE, 1, 2, "three"));
        assertEquals("100 window 872 [2-2] twice 100 102", end.sack());
        assertEquals(List.of("one"), end.readAll());
    }

    @Test
    void shouldAcknowledgeWhatIsOfNoStreamButNotKeepIt() {
        assertEquals(NO_SUCH_STREAM, end.data(100, WHOLE, STREAMS, 0, "lost"));
        assertEquals(100, end.inbound.tracker().cumulative());
        assertEquals(0, end.inbound.heldBytes());
        assertEquals(ACCEPTED, end.data(101, WHOLE, STREAMS - 1, 0, "kept"));
        assertEquals(STREAMS, end.inbound.streams());
    }

    @Test
    void shouldRefuseWhatIsOfNoStreamInTheMiddleOfAMessage() {
        end.data(100, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, end.data(101, WHOLE, STREAMS, 0, "lost"));
    }

    @Test
    void shouldRefuseWhatContradicts() {
        end.data(100, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, end.data(101, BEGIN, 1, 0, "a"));
        end.inbound.start(100);
        assertEquals(OUT_OF_ORDER, end.data(102, WHOLE, 1, 2, "whole"));
        assertEquals(VIOLATION, end.data(101, BEGIN, 1, 1, "its end would be 102"));
        end.inbound.start(100);
        end.data(100, WHOLE, 1, 0, "whole");
        assertEquals(VIOLATION, end.data(101, END, 1, 1, "its beginning would be 100"));
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        end.data(100, BEGIN, 1, 0, "a".repeat(LONGEST));
        assertEquals(TOO_LONG, end.data(101, END, 1, 0, "b"));
    }

    /** Section 6.6: the sequence number of an unordered message means nothing. */
    @Test
    void shouldPutAnUnorderedMessageTogetherWhateverItsSequenceNumbersAre() {
        end.data(100, BEGIN | UNORDERED, 1, 7, "a");
        end.data(101, END | UNORDERED, 1, 8, "b");
        assertEquals(List.of("ab"), end.readAll());
        assertEquals(0, end.info.ssn());
    }

    @Test
    void shouldTakeAMessageOfWhichManyBeforeAreMissing() {
        assertEquals(OUT_OF_ORDER, end.data(100 + 39_999, WHOLE, 1, 39_999, "far"));
        assertEquals(VIOLATION, end.data(99 + 39_999, WHOLE, 2, 39_999, "one too far"));
    }

    // -- memory -----------------------------------------------------------------------------------------------------

    @Test
    void shouldAdvertiseTheRoomThatIsLeft() {
        assertEquals(WINDOW, end.inbound.window());
        end.data(100, WHOLE, 1, 0, "a".repeat(100));
        end.data(101, WHOLE, 1, 1, "tiny");
        assertEquals(164, end.inbound.heldBytes(), "a chunk counts at least 64");
        assertEquals(WINDOW - 164, end.inbound.window());
        end.readAll();
        assertEquals(WINDOW, end.inbound.window());
        end.inbound.windowLimit(50);
        end.data(102, WHOLE, 1, 2, "a".repeat(100));
        assertEquals(0, end.inbound.window());
    }

    @Test
    void shouldCountWhatCannotBeReadYet() {
        end.data(100, WHOLE, 1, 0, "a".repeat(100));
        end.data(101, BEGIN, 1, 1, "b".repeat(200));
        end.data(103, WHOLE, 1, 3, "c".repeat(70));
        assertEquals(270, end.inbound.unfinishedBytes());
    }

    @Test
    void shouldDropNewDataWhenTheWindowIsFull() {
        end.data(100, WHOLE, 1, 0, "a".repeat(WINDOW - 1));
        assertEquals(ACCEPTED, end.data(101, WHOLE, 1, 1, "a".repeat(100)), "one byte is left");
        assertEquals(DROPPED, end.data(102, WHOLE, 1, 2, "b"));
        assertEquals(101, end.inbound.tracker().cumulative(), "as if it had never arrived");
        end.readAll();
        assertEquals(ACCEPTED, end.data(102, WHOLE, 1, 2, "b"));
    }

    /** The peer counted it when the window was open, and everything else may wait for it. */
    @Test
    void shouldTakeWhatFillsAGapUpToTwiceTheWindow() {
        end.data(109, WHOLE, 1, 9, "a".repeat(WINDOW));
        assertEquals(DROPPED, end.data(110, WHOLE, 1, 10, "new"));
        assertEquals(OUT_OF_ORDER, end.data(101, WHOLE, 1, 1, "b".repeat(WINDOW - 1)));
        assertEquals(OUT_OF_ORDER, end.data(102, WHOLE, 1, 2, "c"));
        assertEquals(DROPPED, end.data(103, WHOLE, 1, 3, "d"));
    }

    @Test
    void shouldTakeNoMoreThanTwiceTheWindow() {
        end.data(109, WHOLE, 1, 9, "a".repeat(WINDOW));
        end.data(101, WHOLE, 1, 1, "b".repeat(WINDOW));
        assertEquals(DROPPED, end.data(102, WHOLE, 1, 2, "c"));
    }

    @Test
    void shouldSayThatNothingCanBeCompletedAnyMore() {
        end.data(100, BEGIN, 1, 0, "a".repeat(400));
        end.data(102, BEGIN, 2, 0, "b".repeat(400));
        end.data(104, BEGIN, 3, 0, "c".repeat(300));
        for (int tsn = 106; end.inbound.heldBytes() < 2 * WINDOW; tsn += 2) {
            end.inbound.windowLimit(Integer.MAX_VALUE / 4);
            end.data(tsn, BEGIN, 4, 0, "d".repeat(400));
            end.inbound.windowLimit(WINDOW);
        }
        assertEquals(DROPPED, end.data(103, END, 2, 0, "."), "another one is the next in line");
        assertEquals(TOO_MANY, end.data(101, END, 1, 0, "."));
    }

    @Test
    void shouldDropWhatIsTooFarAhead() {
        assertEquals(DROPPED, end.data(100 + TsnTracker.MAX_AHEAD, WHOLE, 1, 1, "a"));
        assertEquals(OUT_OF_ORDER, end.data(99 + TsnTracker.MAX_AHEAD, WHOLE, 1, 1, "a"));
    }

    @Test
    void shouldTakeNothingWhereThereIsNoMemory() {
        end = new ReceivingEnd(new BlockPool(1 << 16, 1 << 16), 0);
        end.inbound.windowLimit(Integer.MAX_VALUE / 4);
        int tsn = 100;
        while (end.data(tsn, WHOLE, 1, tsn - 100, "a".repeat(1024)) == ACCEPTED) {
            tsn++;
        }
        assertEquals(100 + 64, tsn);
        assertEquals(NO_MEMORY, end.data(tsn, WHOLE, 1, 64, "a"));
        assertEquals(tsn - 1, end.inbound.tracker().cumulative(), "as if it had never arrived");
        assertEquals(64, end.readAll().size());
        assertEquals(ACCEPTED, end.data(tsn, WHOLE, 1, 64, "a"));
    }

    // -- messages in parts ------------------------------------------------------------------------------------------

    @Test
    void shouldHandUpInPartsWhatIsLongerThanThePoint() {
        end = new ReceivingEnd(400);
        end.data(100, BEGIN, 1, 0, "a".repeat(399));
        assertEquals(List.of(), end.readAll());
        end.data(101, MIDDLE, 1, 0, "b");
        assertEquals(List.of("a".repeat(399) + "b..."), end.readAll());
        assertEquals(ACCEPTED, end.data(102, MIDDLE, 1, 0, "c".repeat(LONGEST)), "however long it becomes");
    }

    @Test
    void shouldTakeAnotherPointIfMessagesAreHandedUpInPartsAtAll() {
        end.inbound.partialDelivery(10, false);
        end.data(100, BEGIN, 1, 0, "a".repeat(20));
        assertEquals(List.of(), end.readAll(), "they are not");
        end = new ReceivingEnd(400);
        end.inbound.partialDelivery(10, false);
        end.data(100, BEGIN, 1, 0, "a".repeat(10));
        assertEquals(List.of("aaaaaaaaaa..."), end.readAll());
        end.data(101, END, 1, 0, ".");
        end.inbound.partialDelivery(0, false);
        end.data(102, BEGIN, 1, 1, "b".repeat(10));
        assertEquals(List.of(".", "bbbbbbbbbb..."), end.readAll(), "0 changes nothing");
    }

    @Test
    void shouldHandUpAPartHoweverShortWhenTheWindowIsNearlyUsedUp() {
        end = new ReceivingEnd(WINDOW);
        end.data(100, BEGIN, 1, 0, "short");
        end.data(102, WHOLE, 2, 0, "a".repeat(WINDOW * 3 / 4 - 64 - 65));
        assertEquals(List.of("a".repeat(WINDOW * 3 / 4 - 64 - 65)), end.readAll());
        end.data(103, WHOLE, 2, 2, "a".repeat(WINDOW * 3 / 4 - 64 - 1));
        assertEquals(List.of(), end.readAll());
        end.data(104, WHOLE, 2, 3, "b");
        assertEquals(List.of("short..."), end.readAll());
    }

    @Test
    void shouldHandUpAPartHoweverShortOnceEverythingElseWasRead() {
        end = new ReceivingEnd(WINDOW);
        end.data(100, WHOLE, 2, 0, "first");
        end.data(101, BEGIN, 1, 0, "short");
        end.data(103, WHOLE, 2, 2, "a".repeat(WINDOW * 3 / 4));
        assertEquals(1, end.inbound.readyMessages());
        assertEquals(List.of("first", "short..."), end.readAll());
    }

    /** It is full before anything more could be taken: its limit was lowered. */
    @Test
    void shouldHandUpAPartHoweverShortWhenSomethingIsDropped() {
        end = new ReceivingEnd(WINDOW);
        end.data(100, BEGIN, 1, 0, "a".repeat(100));
        end.inbound.windowLimit(100);
        assertEquals(List.of(), end.readAll());
        assertEquals(DROPPED, end.data(101, MIDDLE, 1, 0, "b"));
        assertEquals(List.of("a".repeat(100) + "..."), end.readAll());
    }

    // -- a window that grows ----------------------------------------------------------------------------------------

    @Test
    void shouldHaveRoomForAGapWhenItsWindowBecomesSmaller() {
        end.inbound.resizeWindow(4 * WINDOW);
        end.data(101, WHOLE, 1, 1, "a".repeat(WINDOW));
        end.data(102, WHOLE, 1, 2, "a".repeat(WINDOW));
        end.inbound.resizeWindow(0);
        assertEquals(2 * WINDOW, end.inbound.windowLimit());
        assertEquals(0, end.inbound.window());
        assertEquals(DROPPED, end.data(103, WHOLE, 1, 3, "b"));
        assertEquals(OUT_OF_ORDER, end.data(100, WHOLE, 1, 0, "c".repeat(WINDOW)));
        end.readAll();
        end.inbound.resizeWindow(0);
        assertEquals(WINDOW, end.inbound.windowLimit());
    }

    /** What fills a gap may be more than the window, which must not make it grow. */
    @Test
    void shouldNotGrowByWhatItHolds() {
        end.data(101, WHOLE, 1, 1, "a".repeat(WINDOW - 1));
        end.data(100, WHOLE, 1, 0, "b".repeat(WINDOW / 2));
        assertEquals(WINDOW + WINDOW / 2 - 1, end.inbound.heldBytes());
        end.inbound.resizeWindow(0);
        assertEquals(WINDOW, end.inbound.windowLimit());
    }

    // -- what is incomplete waits -----------------------------------------------------------------------------------

    @Test
    void shouldKnowSinceWhenWhatIsIncompleteWaits() {
        assertEquals(Long.MAX_VALUE, end.inbound.waitingSinceNs());
        end.data(100, BEGIN, 1, 0, "a");
        assertTrue(end.inbound.noteProgress(10));
        assertEquals(10, end.inbound.waitingSinceNs());
        end.data(102, MIDDLE, 1, 0, "c");
        assertTrue(end.inbound.noteProgress(20));
        assertEquals(10, end.inbound.waitingSinceNs(), "what is not in line does not help");
        end.data(101, MIDDLE, 1, 0, "b");
        assertTrue(end.inbound.noteProgress(30));
        assertEquals(30, end.inbound.waitingSinceNs());
        end.data(103, END, 1, 0, "d");
        assertFalse(end.inbound.noteProgress(40));
        assertEquals(Long.MAX_VALUE, end.inbound.waitingSinceNs());
    }

    @Test
    void shouldWaitAnewForWhatIsIncompleteAnew() {
        end.data(100, WHOLE, 1, 0, "a");
        end.inbound.noteProgress(10);
        end.data(102, WHOLE, 1, 2, "c");
        assertTrue(end.inbound.noteProgress(20));
        assertEquals(20, end.inbound.waitingSinceNs());
    }

    @Test
    void shouldWaitForTheEndOfAMessageInPartsWhileOthersWait() {
        end = new ReceivingEnd(1);
        end.data(100, BEGIN, 1, 0, "a");
        end.readAll();
        assertFalse(end.inbound.noteProgress(10), "all that came was read");
        end.data(102, WHOLE, 2, 0, "waits");
        assertTrue(end.inbound.noteProgress(20));
        assertEquals(20, end.inbound.waitingSinceNs());
    }

    // -- what the peer gave up --------------------------------------------------------------------------------------

    @Test
    void shouldNotWaitForWhatIsSkipped() {
        end.data(102, WHOLE, 1, 2, "third");
        end.forward(101, 1, 1);
        assertEquals(102, end.inbound.tracker().cumulative());
        assertEquals(List.of("third"), end.readAll());
    }

    @Test
    void shouldIgnoreWhatWasSkippedBefore() {
        end.data(100, WHOLE, 1, 0, "first");
        end.forward(100, 1, 5);
        assertEquals(ACCEPTED, end.data(101, WHOLE, 1, 1, "second"));
        assertEquals(List.of("first", "second"), end.readAll());
    }

    /** It is of the numbers after a reset whose answer has not come yet (RFC 6525). */
    @Test
    void shouldIgnoreWhatSkipsMoreThanAnyEndHasOutstanding() {
        end.forward(99 + (1 << 29) + 1, 1, 5);
        assertEquals(99, end.inbound.tracker().cumulative());
        end.forward(99 + (1 << 29), 1, 5);
        assertEquals(99 + (1 << 29), end.inbound.tracker().cumulative());
    }

    @Test
    void shouldSkipAsManyMessagesAsTsns() {
        end.forward(99 + 40_000, 1, 39_999);
        assertEquals(ACCEPTED, end.data(100 + 40_000, WHOLE, 1, 40_000, "next"));
        assertEquals(List.of("next"), end.readAll());
    }

    @Test
    void shouldDropTheRestOfAMessageWhoseBeginningIsSkipped() {
        end.data(102, END, 1, 0, "c");
        end.forward(100, 1, 0);
        end.data(101, MIDDLE, 1, 0, "b");
        assertEquals(0, end.inbound.heldBytes());
    }

    // -- the next association, and the end --------------------------------------------------------------------------

    @Test
    void shouldBeginAnewButKeepWhatCanBeRead() {
        end.data(100, WHOLE, 1, 0, "old");
        end.receive();
        end.data(101, WHOLE, 1, 1, "old");
        end.data(102, BEGIN, 1, 2, "lost");
        end.data(104, WHOLE, 1, 4, "lost");
        end.inbound.oweSack();
        end.inbound.oweSack();
        end.inbound.start(500);
        assertEquals(2, end.inbound.messagesBeforeStart());
        assertFalse(end.inbound.owesSeveral());
        assertEquals(499, end.inbound.tracker().cumulative());
        assertEquals(ACCEPTED, end.data(500, WHOLE, 1, 0, "new"));
        assertEquals(List.of("old", "new"), end.readAll());
        assertEquals(0, end.inbound.heldBytes());
        end.inbound.start(500);
        assertFalse(end.inbound.isWindowUpdateDue(100), "the window is as the peer is told at set-up");
    }

    @Test
    void shouldExpectNumberZeroBehindAReset() {
        end.data(100, WHOLE, 1, 0, "a");
        end.data(101, WHOLE, 2, 0, "b");
        end.inbound.resetSequences(1);
        assertEquals(ACCEPTED, end.data(102, WHOLE, 1, 0, "c"));
        assertEquals(VIOLATION, end.data(103, WHOLE, 2, 0, "d"));
        end.inbound.interleave(true, 0);
        end.iData(104, WHOLE, 1, 0, 0, "e");
        end.inbound.resetSequences(1);
        assertEquals(ACCEPTED, end.iData(105, WHOLE, 1, 0, 0, "f"));
    }

    @Test
    void shouldFreeAtTheEndWhatCannotBeRead() {
        end.data(100, WHOLE, 1, 0, "ready");
        end.data(101, BEGIN, 1, 1, "a");
        end.data(103, WHOLE, 1, 3, "b");
        assertEquals(0, end.inbound.end(1));
        assertEquals(9, end.inbound.end(10));
        assertEquals(0, end.inbound.unfinishedBytes());
        end.inbound.interleave(true, 0);
        end.iData(104, BEGIN, 1, 0, 0, "c");
        assertTrue(end.inbound.end(10) > 0);
        assertEquals(0, end.inbound.unfinishedBytes());
        assertEquals(List.of("ready"), end.readAll());
    }

    @Test
    void shouldFreeEverything() {
        end.data(100, WHOLE, 1, 0, "ready");
        end.data(101, BEGIN, 1, 1, "a");
        assertTrue(end.inbound.clear(10) > 0);
        assertEquals(0, end.inbound.heldBytes());
        assertEquals(0, end.pool.liveBlocks());
        assertEquals(0, end.inbound.readyMessages());
    }

    @Test
    void shouldGoOnAfterItsMemoryWasGivenBack() {
        end.data(100, WHOLE, 1, 0, "a");
        end.data(100, WHOLE, 1, 0, "a");
        end.readAll();
        end.inbound.oweSack();
        end.inbound.trim();
        assertEquals("100 window 1000 [] twice 100", end.sack(), "which was owed");
        end.data(100, WHOLE, 1, 0, "a");
        end.inbound.trim();
        assertEquals("100 window 1000 []", end.sack());
        end.data(102, WHOLE, 1, 2, "c");
        end.inbound.trim();
        end.data(101, WHOLE, 1, 1, "b");
        assertEquals(List.of("b", "c"), end.readAll());
    }
}
