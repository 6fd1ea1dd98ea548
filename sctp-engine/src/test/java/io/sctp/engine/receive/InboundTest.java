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

import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IDataChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import io.sctp.engine.packet.SackChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 9260 sections 6.2 and 6.5 to 6.9. */
final class InboundTest {
    private static final int WINDOW = 1000;
    private static final int LONGEST = 500;
    private static final int STREAMS = 10;
    private static final int OFFSET = 12;

    private final BlockPool pool = new BlockPool(1 << 20, 1 << 16);
    private final ReceiveInfo info = new ReceiveInfo();
    private final ByteBuffer packet = ByteBuffer.allocate(2000);
    private Inbound inbound = begun(pool, 0);
    private long nowNs;

    @BeforeEach
    void begin() {
        assertEquals(99, inbound.tracker().cumulative());
    }

    private static Inbound begun(final BlockPool pool, final int partialDeliveryPoint) {
        final Inbound inbound = new Inbound(pool, WINDOW, LONGEST, partialDeliveryPoint);
        inbound.start(100);
        inbound.streams(STREAMS);
        return inbound;
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    @Test
    void shouldTakeWhatIsInLine() {
        assertEquals(ACCEPTED, data(100, WHOLE, 1, 0, "one"));
        assertEquals(ACCEPTED, data(101, WHOLE, 1, 1, "two"));
        assertEquals(2, inbound.readyMessages());
        assertEquals(List.of("one", "two"), readAll());
        assertEquals(2, inbound.messagesReceived());
    }

    @Test
    void shouldSayWhatComesNext() {
        assertEquals(-1, inbound.nextMessageLength());
        data(100, WHOLE, 3, 0, "text");
        assertEquals(4, inbound.nextMessageLength());
        assertEquals(TextChunks.PPID, inbound.nextMessagePpid());
        assertEquals(3, inbound.nextMessageStream());
        readAll();
        assertEquals(100, info.tsn());
        assertEquals(TextChunks.PPID, info.ppid());
        assertEquals(3, info.stream());
    }

    /** The peer must hear of a gap at once, and of its end. */
    @Test
    void shouldTellWhatOpensOrFillsAGap() {
        assertEquals(OUT_OF_ORDER, data(101, WHOLE, 1, 1, "two"));
        assertEquals(OUT_OF_ORDER, data(103, WHOLE, 1, 3, "four"));
        assertEquals(OUT_OF_ORDER, data(100, WHOLE, 1, 0, "one"));
        assertEquals(OUT_OF_ORDER, data(102, WHOLE, 1, 2, "three"));
        assertEquals(ACCEPTED, data(104, WHOLE, 1, 4, "five"));
    }

    @Test
    void shouldReportWhatArrivedBefore() {
        data(100, WHOLE, 1, 0, "one");
        data(102, WHOLE, 1, 2, "three");
        assertEquals(DUPLICATE, data(100, WHOLE, 1, 0, "one"));
        assertEquals(DUPLICATE, data(102, WHOLE, 1, 2, "three"));
        assertEquals("100 window 872 [2-2] twice 100 102", sack());
        assertEquals(List.of("one"), readAll());
    }

    @Test
    void shouldAcknowledgeWhatIsOfNoStreamButNotKeepIt() {
        assertEquals(NO_SUCH_STREAM, data(100, WHOLE, STREAMS, 0, "lost"));
        assertEquals(100, inbound.tracker().cumulative());
        assertEquals(0, inbound.heldBytes());
        assertEquals(ACCEPTED, data(101, WHOLE, STREAMS - 1, 0, "kept"));
        assertEquals(STREAMS, inbound.streams());
    }

    @Test
    void shouldRefuseWhatIsOfNoStreamInTheMiddleOfAMessage() {
        data(100, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, data(101, WHOLE, STREAMS, 0, "lost"));
    }

    @Test
    void shouldRefuseWhatContradicts() {
        data(100, BEGIN, 1, 0, "a");
        assertEquals(VIOLATION, data(101, BEGIN, 1, 0, "a"));
        inbound.start(100);
        assertEquals(OUT_OF_ORDER, data(102, WHOLE, 1, 2, "whole"));
        assertEquals(VIOLATION, data(101, BEGIN, 1, 1, "its end would be 102"));
        inbound.start(100);
        data(100, WHOLE, 1, 0, "whole");
        assertEquals(VIOLATION, data(101, END, 1, 1, "its beginning would be 100"));
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        data(100, BEGIN, 1, 0, "a".repeat(LONGEST));
        assertEquals(TOO_LONG, data(101, END, 1, 0, "b"));
    }

    /** Section 6.6: the sequence number of an unordered message means nothing. */
    @Test
    void shouldPutAnUnorderedMessageTogetherWhateverItsSequenceNumbersAre() {
        data(100, BEGIN | UNORDERED, 1, 7, "a");
        data(101, END | UNORDERED, 1, 8, "b");
        assertEquals(List.of("ab"), readAll());
        assertEquals(0, info.ssn());
    }

    @Test
    void shouldTakeAMessageOfWhichManyBeforeAreMissing() {
        assertEquals(OUT_OF_ORDER, data(100 + 39_999, WHOLE, 1, 39_999, "far"));
        assertEquals(VIOLATION, data(99 + 39_999, WHOLE, 2, 39_999, "one too far"));
    }

    // -- memory -----------------------------------------------------------------------------------------------------

    @Test
    void shouldAdvertiseTheRoomThatIsLeft() {
        assertEquals(WINDOW, inbound.window());
        data(100, WHOLE, 1, 0, "a".repeat(100));
        data(101, WHOLE, 1, 1, "tiny");
        assertEquals(164, inbound.heldBytes(), "a chunk counts at least 64");
        assertEquals(WINDOW - 164, inbound.window());
        readAll();
        assertEquals(WINDOW, inbound.window());
        inbound.windowLimit(50);
        data(102, WHOLE, 1, 2, "a".repeat(100));
        assertEquals(0, inbound.window());
    }

    @Test
    void shouldCountWhatCannotBeReadYet() {
        data(100, WHOLE, 1, 0, "a".repeat(100));
        data(101, BEGIN, 1, 1, "b".repeat(200));
        data(103, WHOLE, 1, 3, "c".repeat(70));
        assertEquals(270, inbound.unfinishedBytes());
    }

    @Test
    void shouldDropNewDataWhenTheWindowIsFull() {
        data(100, WHOLE, 1, 0, "a".repeat(WINDOW - 1));
        assertEquals(ACCEPTED, data(101, WHOLE, 1, 1, "a".repeat(100)), "one byte is left");
        assertEquals(DROPPED, data(102, WHOLE, 1, 2, "b"));
        assertEquals(101, inbound.tracker().cumulative(), "as if it had never arrived");
        readAll();
        assertEquals(ACCEPTED, data(102, WHOLE, 1, 2, "b"));
    }

    /** The peer counted it when the window was open, and everything else may wait for it. */
    @Test
    void shouldTakeWhatFillsAGapUpToTwiceTheWindow() {
        data(109, WHOLE, 1, 9, "a".repeat(WINDOW));
        assertEquals(DROPPED, data(110, WHOLE, 1, 10, "new"));
        assertEquals(OUT_OF_ORDER, data(101, WHOLE, 1, 1, "b".repeat(WINDOW - 1)));
        assertEquals(OUT_OF_ORDER, data(102, WHOLE, 1, 2, "c"));
        assertEquals(DROPPED, data(103, WHOLE, 1, 3, "d"));
    }

    @Test
    void shouldTakeNoMoreThanTwiceTheWindow() {
        data(109, WHOLE, 1, 9, "a".repeat(WINDOW));
        data(101, WHOLE, 1, 1, "b".repeat(WINDOW));
        assertEquals(DROPPED, data(102, WHOLE, 1, 2, "c"));
    }

    @Test
    void shouldSayThatNothingCanBeCompletedAnyMore() {
        data(100, BEGIN, 1, 0, "a".repeat(400));
        data(102, BEGIN, 2, 0, "b".repeat(400));
        data(104, BEGIN, 3, 0, "c".repeat(300));
        for (int tsn = 106; inbound.heldBytes() < 2 * WINDOW; tsn += 2) {
            inbound.windowLimit(Integer.MAX_VALUE / 4);
            data(tsn, BEGIN, 4, 0, "d".repeat(400));
            inbound.windowLimit(WINDOW);
        }
        assertEquals(DROPPED, data(103, END, 2, 0, "."), "another one is the next in line");
        assertEquals(TOO_MANY, data(101, END, 1, 0, "."));
    }

    @Test
    void shouldDropWhatIsTooFarAhead() {
        assertEquals(DROPPED, data(100 + TsnTracker.MAX_AHEAD, WHOLE, 1, 1, "a"));
        assertEquals(OUT_OF_ORDER, data(99 + TsnTracker.MAX_AHEAD, WHOLE, 1, 1, "a"));
    }

    @Test
    void shouldTakeNothingWhereThereIsNoMemory() {
        inbound = begun(new BlockPool(1 << 16, 1 << 16), 0);
        inbound.windowLimit(Integer.MAX_VALUE / 4);
        int tsn = 100;
        while (data(tsn, WHOLE, 1, tsn - 100, "a".repeat(1024)) == ACCEPTED) {
            tsn++;
        }
        assertEquals(100 + 64, tsn);
        assertEquals(NO_MEMORY, data(tsn, WHOLE, 1, 64, "a"));
        assertEquals(tsn - 1, inbound.tracker().cumulative(), "as if it had never arrived");
        assertEquals(64, readAll().size());
        assertEquals(ACCEPTED, data(tsn, WHOLE, 1, 64, "a"));
    }

    // -- messages in parts ------------------------------------------------------------------------------------------

    @Test
    void shouldHandUpInPartsWhatIsLongerThanThePoint() {
        inbound = begun(pool, 400);
        data(100, BEGIN, 1, 0, "a".repeat(399));
        assertEquals(List.of(), readAll());
        data(101, MIDDLE, 1, 0, "b");
        assertEquals(List.of("a".repeat(399) + "b..."), readAll());
        assertEquals(ACCEPTED, data(102, MIDDLE, 1, 0, "c".repeat(LONGEST)), "however long it becomes");
    }

    @Test
    void shouldTakeAnotherPointIfMessagesAreHandedUpInPartsAtAll() {
        inbound.partialDelivery(10, false);
        data(100, BEGIN, 1, 0, "a".repeat(20));
        assertEquals(List.of(), readAll(), "they are not");
        inbound = begun(pool, 400);
        inbound.partialDelivery(10, false);
        data(100, BEGIN, 1, 0, "a".repeat(10));
        assertEquals(List.of("aaaaaaaaaa..."), readAll());
        data(101, END, 1, 0, ".");
        inbound.partialDelivery(0, false);
        data(102, BEGIN, 1, 1, "b".repeat(10));
        assertEquals(List.of(".", "bbbbbbbbbb..."), readAll(), "0 changes nothing");
    }

    @Test
    void shouldHandUpAPartHoweverShortWhenTheWindowIsNearlyUsedUp() {
        inbound = begun(pool, WINDOW);
        data(100, BEGIN, 1, 0, "short");
        data(102, WHOLE, 2, 0, "a".repeat(WINDOW * 3 / 4 - 64 - 65));
        assertEquals(List.of("a".repeat(WINDOW * 3 / 4 - 64 - 65)), readAll());
        data(103, WHOLE, 2, 2, "a".repeat(WINDOW * 3 / 4 - 64 - 1));
        assertEquals(List.of(), readAll());
        data(104, WHOLE, 2, 3, "b");
        assertEquals(List.of("short..."), readAll());
    }

    @Test
    void shouldHandUpAPartHoweverShortOnceEverythingElseWasRead() {
        inbound = begun(pool, WINDOW);
        data(100, WHOLE, 2, 0, "first");
        data(101, BEGIN, 1, 0, "short");
        data(103, WHOLE, 2, 2, "a".repeat(WINDOW * 3 / 4));
        assertEquals(1, inbound.readyMessages());
        assertEquals(List.of("first", "short..."), readAll());
    }

    /** It is full before anything more could be taken: its limit was lowered. */
    @Test
    void shouldHandUpAPartHoweverShortWhenSomethingIsDropped() {
        inbound = begun(pool, WINDOW);
        data(100, BEGIN, 1, 0, "a".repeat(100));
        inbound.windowLimit(100);
        assertEquals(List.of(), readAll());
        assertEquals(DROPPED, data(101, MIDDLE, 1, 0, "b"));
        assertEquals(List.of("a".repeat(100) + "..."), readAll());
    }

    // -- what is incomplete waits -----------------------------------------------------------------------------------

    @Test
    void shouldKnowSinceWhenWhatIsIncompleteWaits() {
        assertEquals(Long.MAX_VALUE, inbound.waitingSinceNs());
        data(100, BEGIN, 1, 0, "a");
        assertTrue(inbound.noteProgress(10));
        assertEquals(10, inbound.waitingSinceNs());
        data(102, MIDDLE, 1, 0, "c");
        assertTrue(inbound.noteProgress(20));
        assertEquals(10, inbound.waitingSinceNs(), "what is not in line does not help");
        data(101, MIDDLE, 1, 0, "b");
        assertTrue(inbound.noteProgress(30));
        assertEquals(30, inbound.waitingSinceNs());
        data(103, END, 1, 0, "d");
        assertFalse(inbound.noteProgress(40));
        assertEquals(Long.MAX_VALUE, inbound.waitingSinceNs());
    }

    @Test
    void shouldWaitAnewForWhatIsIncompleteAnew() {
        data(100, WHOLE, 1, 0, "a");
        inbound.noteProgress(10);
        data(102, WHOLE, 1, 2, "c");
        assertTrue(inbound.noteProgress(20));
        assertEquals(20, inbound.waitingSinceNs());
    }

    @Test
    void shouldWaitForTheEndOfAMessageInPartsWhileOthersWait() {
        inbound = begun(pool, 1);
        data(100, BEGIN, 1, 0, "a");
        readAll();
        assertFalse(inbound.noteProgress(10), "all that came was read");
        data(102, WHOLE, 2, 0, "waits");
        assertTrue(inbound.noteProgress(20));
        assertEquals(20, inbound.waitingSinceNs());
    }

    // -- I-DATA (RFC 8260) ------------------------------------------------------------------------------------------

    @Test
    void shouldTakeIDataOnceThatIsAgreedOn() {
        inbound.interleave(true, 0);
        assertEquals(ACCEPTED, iData(100, BEGIN, 1, 0, TextChunks.PPID, "a1"));
        assertEquals(ACCEPTED, iData(101, BEGIN, 2, 0, TextChunks.PPID, "b1"));
        assertEquals(ACCEPTED, iData(102, END, 1, 0, 1, "a2"));
        assertEquals(ACCEPTED, iData(103, END, 2, 0, 1, "b2"));
        assertEquals(List.of("a1a2", "b1b2"), readAll());
        assertEquals(TextChunks.PPID, info.ppid());
        assertEquals(0, info.messageId());
        iData(105, WHOLE, 1, 1, TextChunks.PPID, "c");
        readAll();
        assertEquals(1, info.messageId());
        assertEquals(1, info.ssn());
        iData(104, WHOLE | UNORDERED, 1, 70_000, 9, "d");
        readAll();
        assertEquals(70_000, info.messageId());
        assertEquals(9, info.ppid());
        assertEquals(0, info.ssn());
    }

    /** Linux numbers the second fragment 0. */
    @Test
    void shouldTakeIDataOfAPeerThatNumbersTheSecondFragmentZero() {
        inbound.interleave(true, 1);
        iData(100, BEGIN, 1, 0, TextChunks.PPID, "a");
        iData(101, MIDDLE, 1, 0, 0, "b");
        iData(102, END, 1, 0, 1, "c");
        assertEquals(List.of("abc"), readAll());
    }

    @Test
    void shouldWaitForTheFragmentsOfEachMessageOfIData() {
        inbound.interleave(true, 0);
        nowNs = 10;
        iData(100, BEGIN, 1, 0, 0, "a");
        nowNs = 20;
        iData(101, BEGIN, 2, 0, 0, "b");
        assertTrue(inbound.noteProgress(20));
        assertEquals(10, inbound.waitingSinceNs());
    }

    @Test
    void shouldHandUpPartsOfIDataInTurnIfSeveralMayBe() {
        inbound = begun(pool, 4);
        inbound.partialDelivery(4, true);
        inbound.interleave(true, 0);
        iData(100, BEGIN, 1, 0, 0, "one ");
        iData(101, BEGIN, 2, 0, 0, "two ");
        assertEquals(List.of("one ...", "two ..."), readAll());
        inbound.partialDelivery(4, false);
        iData(102, WHOLE, 3, 0, 0, "waits");
        assertEquals(List.of(), readAll());
    }

    @Test
    void shouldHandUpPartsOfAMessageOfIDataHoweverLongItBecomes() {
        inbound = begun(pool, 4);
        inbound.interleave(true, 0);
        iData(100, BEGIN, 1, 0, 0, "a".repeat(LONGEST));
        readAll();
        assertEquals(ACCEPTED, iData(101, MIDDLE, 1, 0, 1, "b"));
    }

    @Test
    void shouldHandUpPartsOfIDataWhenTheWindowIsNearlyUsedUp() {
        inbound = begun(pool, WINDOW);
        inbound.interleave(true, 0);
        iData(100, BEGIN, 1, 0, 0, "a".repeat(500));
        assertEquals(List.of(), readAll());
        iData(101, BEGIN, 2, 0, 0, "b".repeat(250));
        assertEquals(List.of("a".repeat(500) + "..."), readAll());
    }

    @Test
    void shouldTakeDataAgainWhenTheNextAssociationHasNoIData() {
        inbound.interleave(true, 0);
        iData(100, BEGIN, 1, 0, 0, "lost");
        inbound.start(100);
        inbound.interleave(false, 0);
        data(100, WHOLE, 1, 0, "data");
        assertEquals(List.of("data"), readAll());
        assertEquals(0, inbound.heldBytes());
    }

    // -- what the peer gave up --------------------------------------------------------------------------------------

    @Test
    void shouldNotWaitForWhatIsSkipped() {
        data(102, WHOLE, 1, 2, "third");
        forward(101, 1, 1);
        assertEquals(102, inbound.tracker().cumulative());
        assertEquals(List.of("third"), readAll());
    }

    @Test
    void shouldIgnoreWhatWasSkippedBefore() {
        data(100, WHOLE, 1, 0, "first");
        forward(100, 1, 5);
        assertEquals(ACCEPTED, data(101, WHOLE, 1, 1, "second"));
        assertEquals(List.of("first", "second"), readAll());
    }

    /** It is of the numbers after a reset whose answer has not come yet (RFC 6525). */
    @Test
    void shouldIgnoreWhatSkipsMoreThanAnyEndHasOutstanding() {
        forward(99 + (1 << 29) + 1, 1, 5);
        assertEquals(99, inbound.tracker().cumulative());
        forward(99 + (1 << 29), 1, 5);
        assertEquals(99 + (1 << 29), inbound.tracker().cumulative());
    }

    @Test
    void shouldSkipAsManyMessagesAsTsns() {
        forward(99 + 40_000, 1, 39_999);
        assertEquals(ACCEPTED, data(100 + 40_000, WHOLE, 1, 40_000, "next"));
        assertEquals(List.of("next"), readAll());
    }

    @Test
    void shouldDropTheRestOfAMessageWhoseBeginningIsSkipped() {
        data(102, END, 1, 0, "c");
        forward(100, 1, 0);
        data(101, MIDDLE, 1, 0, "b");
        assertEquals(0, inbound.heldBytes());
    }

    @Test
    void shouldSkipMessagesOfIData() {
        inbound.interleave(true, 0);
        iData(102, WHOLE, 1, 2, 0, "third");
        final int entry = OFFSET + ForwardTsnChunk.FIXED_LENGTH;
        packet.putInt(OFFSET + ForwardTsnChunk.TSN_OFFSET, 101);
        IForwardTsnChunk.writeEntry(packet, entry, 1, false, 1);
        inbound.forward(packet, OFFSET, ForwardTsnChunk.FIXED_LENGTH + IForwardTsnChunk.ENTRY_LENGTH);
        assertEquals(102, inbound.tracker().cumulative());
        assertEquals(List.of("third"), readAll());
    }

    // -- acknowledgement --------------------------------------------------------------------------------------------

    @Test
    void shouldAcknowledgeAllThatThereIs() {
        data(100, WHOLE, 1, 0, "a");
        data(102, WHOLE, 1, 2, "c");
        inbound.oweSack();
        assertFalse(inbound.owesSeveral());
        assertEquals(SackChunk.FIXED_LENGTH + SackChunk.BLOCK_LENGTH, inbound.sackLength(1000));
        assertEquals("100 window 872 [2-2]", sack());
    }

    /** Each packet is owed one of its own, with what it would have said when its packet had come. */
    @Test
    void shouldWriteAsManySacksAsAreOwed() {
        data(100, WHOLE, 1, 0, "a");
        inbound.oweSack();
        data(102, WHOLE, 1, 2, "c");
        data(102, WHOLE, 1, 2, "c");
        inbound.oweSack();
        data(103, WHOLE, 1, 3, "d");
        data(103, WHOLE, 1, 3, "d");
        inbound.oweSack();
        assertTrue(inbound.owesSeveral());
        assertEquals(SackChunk.FIXED_LENGTH, inbound.sackLength(1000));
        assertEquals("100 window 936 []", sack());
        assertEquals("100 window 872 [2-2] twice 102", sack());
        assertFalse(inbound.owesSeveral());
        data(104, WHOLE, 1, 4, "e");
        assertEquals("100 window 744 [2-4] twice 103", sack(), "the last tells of all");
        assertEquals("100 window 744 [2-4]", sack(), "but of duplicates once");
    }

    @Test
    void shouldReportDuplicatesAgainHoweverManyItHasReported() {
        data(100, WHOLE, 1, 0, "a");
        for (int i = 0; i < 16; i++) {
            data(100, WHOLE, 1, 0, "a");
        }
        sack();
        data(100, WHOLE, 1, 0, "a");
        assertEquals("100 window 936 [] twice 100", sack());
    }

    /** RFC 9260 section 6.2: by a quarter of the buffer, so that updates are few. */
    @Test
    void shouldTellThePeerOfAWindowThatHasGrown() {
        data(100, WHOLE, 1, 0, "a".repeat(WINDOW - 200));
        sack();
        assertFalse(inbound.isWindowUpdateDue(100));
        readAll();
        assertTrue(inbound.isWindowUpdateDue(100));
        sack();
        assertFalse(inbound.isWindowUpdateDue(100));
        data(101, WHOLE, 1, 1, "a".repeat(WINDOW - 250));
        sack();
        readAll();
        assertFalse(inbound.isWindowUpdateDue(100), "a quarter was left: it was not small");
        assertFalse(inbound.isWindowUpdateDue(125));
        assertTrue(inbound.isWindowUpdateDue(126), "two packets did not fit");
    }

    @Test
    void shouldNotTellThePeerOfAWindowThatHasGrownLittle() {
        data(100, WHOLE, 1, 0, "a".repeat(249));
        data(101, WHOLE, 1, 1, "b".repeat(751));
        sack();
        receive();
        assertFalse(inbound.isWindowUpdateDue(100));
        receive();
        assertTrue(inbound.isWindowUpdateDue(100));
    }

    // -- the next association, and the end --------------------------------------------------------------------------

    @Test
    void shouldBeginAnewButKeepWhatCanBeRead() {
        data(100, WHOLE, 1, 0, "old");
        receive();
        data(101, WHOLE, 1, 1, "old");
        data(102, BEGIN, 1, 2, "lost");
        data(104, WHOLE, 1, 4, "lost");
        inbound.oweSack();
        inbound.oweSack();
        inbound.start(500);
        assertEquals(2, inbound.messagesBeforeStart());
        assertFalse(inbound.owesSeveral());
        assertEquals(499, inbound.tracker().cumulative());
        assertEquals(ACCEPTED, data(500, WHOLE, 1, 0, "new"));
        assertEquals(List.of("old", "new"), readAll());
        assertEquals(0, inbound.heldBytes());
        inbound.start(500);
        assertFalse(inbound.isWindowUpdateDue(100), "the window is as the peer is told at set-up");
    }

    @Test
    void shouldExpectNumberZeroBehindAReset() {
        data(100, WHOLE, 1, 0, "a");
        data(101, WHOLE, 2, 0, "b");
        inbound.resetSequences(1);
        assertEquals(ACCEPTED, data(102, WHOLE, 1, 0, "c"));
        assertEquals(VIOLATION, data(103, WHOLE, 2, 0, "d"));
        inbound.interleave(true, 0);
        iData(104, WHOLE, 1, 0, 0, "e");
        inbound.resetSequences(1);
        assertEquals(ACCEPTED, iData(105, WHOLE, 1, 0, 0, "f"));
    }

    @Test
    void shouldFreeAtTheEndWhatCannotBeRead() {
        data(100, WHOLE, 1, 0, "ready");
        data(101, BEGIN, 1, 1, "a");
        data(103, WHOLE, 1, 3, "b");
        assertEquals(0, inbound.end(1));
        assertEquals(9, inbound.end(10));
        assertEquals(0, inbound.unfinishedBytes());
        inbound.interleave(true, 0);
        iData(104, BEGIN, 1, 0, 0, "c");
        assertTrue(inbound.end(10) > 0);
        assertEquals(0, inbound.unfinishedBytes());
        assertEquals(List.of("ready"), readAll());
    }

    @Test
    void shouldFreeEverything() {
        data(100, WHOLE, 1, 0, "ready");
        data(101, BEGIN, 1, 1, "a");
        assertTrue(inbound.clear(10) > 0);
        assertEquals(0, inbound.heldBytes());
        assertEquals(0, pool.liveBlocks());
        assertEquals(0, inbound.readyMessages());
    }

    @Test
    void shouldGoOnAfterItsMemoryWasGivenBack() {
        data(100, WHOLE, 1, 0, "a");
        data(100, WHOLE, 1, 0, "a");
        readAll();
        inbound.oweSack();
        inbound.trim();
        assertEquals("100 window 1000 [] twice 100", sack(), "which was owed");
        data(100, WHOLE, 1, 0, "a");
        inbound.trim();
        assertEquals("100 window 1000 []", sack());
        data(102, WHOLE, 1, 2, "c");
        inbound.trim();
        data(101, WHOLE, 1, 1, "b");
        assertEquals(List.of("b", "c"), readAll());
    }

    private Inbound.Outcome data(final int tsn, final int flags, final int stream, final int ssn, final String text) {
        DataChunk.writeHeader(packet, OFFSET, flags, text.length(), tsn, stream << 16 | ssn, TextChunks.PPID);
        return accept(DataChunk.HEADER_LENGTH, text);
    }

    private Inbound.Outcome iData(
            final int tsn, final int flags, final int stream, final int mid, final int ppidOrFsn, final String text) {
        IDataChunk.writeHeader(packet, OFFSET, flags, text.length(), tsn, stream, mid, ppidOrFsn);
        return accept(IDataChunk.HEADER_LENGTH, text);
    }

    private Inbound.Outcome accept(final int header, final String text) {
        packet.put(OFFSET + header, text.getBytes(StandardCharsets.US_ASCII));
        return inbound.accept(packet, OFFSET, Chunk.header(packet, OFFSET), nowNs);
    }

    private void forward(final int tsn, final int stream, final int ssn) {
        packet.putInt(OFFSET + ForwardTsnChunk.TSN_OFFSET, tsn);
        packet.putInt(OFFSET + ForwardTsnChunk.FIXED_LENGTH, stream << 16 | ssn);
        inbound.forward(packet, OFFSET, ForwardTsnChunk.FIXED_LENGTH + ForwardTsnChunk.ENTRY_LENGTH);
    }

    /** Writes a SACK: the cumulative TSN, the window, the gap blocks, the duplicates. */
    private String sack() {
        final int end = inbound.writeSack(packet, OFFSET, packet.capacity());
        assertEquals(ChunkType.SACK, Chunk.type(packet, OFFSET));
        assertEquals(end - OFFSET, Chunk.length(packet, OFFSET));
        final int gaps = SackChunk.gapCount(packet, OFFSET);
        final List<String> blocks = new ArrayList<>();
        for (int i = 0; i < gaps; i++) {
            blocks.add(SackChunk.gapStart(packet, OFFSET, i) + "-" + SackChunk.gapEnd(packet, OFFSET, i));
        }
        final StringBuilder text = new StringBuilder();
        text.append(SackChunk.cumulativeTsn(packet, OFFSET));
        text.append(" window ").append(SackChunk.aRwnd(packet, OFFSET));
        text.append(' ').append(blocks);
        for (int i = 0; i < SackChunk.duplicateCount(packet, OFFSET); i++) {
            final int at = OFFSET + SackChunk.FIXED_LENGTH + SackChunk.BLOCK_LENGTH * (gaps + i);
            text.append(i == 0 ? " twice " : " ").append(packet.getInt(at));
        }
        return text.toString();
    }

    /** Reads all that is ready; a part that goes on ends with dots. */
    private List<String> readAll() {
        final List<String> texts = new ArrayList<>();
        for (String text = receive(); text != null; text = receive()) {
            texts.add(text);
        }
        return texts;
    }

    private String receive() {
        final ByteBuffer destination = ByteBuffer.allocate(2000);
        final int length = inbound.receive(destination, 0, destination.capacity(), info);
        if (length < 0) {
            return null;
        }
        final String text = new String(destination.array(), 0, length, StandardCharsets.US_ASCII);
        return info.isAborted() ? "aborted" : text + (info.isComplete() ? "" : "...");
    }
}
