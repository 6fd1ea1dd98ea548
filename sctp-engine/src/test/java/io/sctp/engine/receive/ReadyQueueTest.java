package io.sctp.engine.receive;

import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.memory.BlockPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ReadyQueueTest {
    private final TextChunks chunks = new TextChunks();
    private final ChunkStore store = chunks.store;
    private final ReadyQueue ready = new ReadyQueue(chunks.pool, store);
    private final ReceiveInfo info = new ReceiveInfo();

    // -- messages ---------------------------------------------------------------------------------------------------

    @Test
    void shouldHaveNothingToReadAtFirst() {
        assertEquals("nothing", receive());
        assertTrue(ready.isEmpty());
        assertEquals(0, ready.count());
        assertEquals(-1, ready.nextLength());
        assertEquals(0, ready.nextPpid());
        assertEquals(0, ready.nextStream());
    }

    @Test
    void shouldBeReadInTheOrderInWhichMessagesAreReady() {
        ready.add(chunks.add(2, WHOLE, "one"));
        ready.add(chunks.add(1, WHOLE, "two"));
        assertEquals(2, ready.count());
        assertEquals("one", receive());
        assertEquals(1, ready.count());
        assertFalse(ready.isEmpty());
        ready.add(chunks.add(3, WHOLE, "three"));
        assertEquals("two", receive());
        assertEquals("three", receive());
        assertEquals("nothing", receive());
        assertEquals(3, ready.handedOut());
        assertTrue(ready.isEmpty());
    }

    @Test
    void shouldPutFragmentsTogether() {
        ready.add(message("one ", "two ", "three"));
        ready.add(chunks.add(9, WHOLE, "next"));
        assertEquals(2, ready.count());
        assertEquals("one two three", receive());
        assertTrue(info.isComplete());
        assertEquals("next", receive());
    }

    @Test
    void shouldSayWhatTheFirstChunkSays() {
        final int slot = chunks.add(77, WHOLE, 5, 6, "text");
        ready.add(slot);
        assertEquals(4, ready.nextLength());
        assertEquals(TextChunks.PPID, ready.nextPpid());
        assertEquals(5, ready.nextStream());
        receive();
        assertEquals(5, info.stream());
        assertEquals(6, info.ssn());
        assertEquals(6, info.messageId());
        assertEquals(77, info.tsn());
        assertEquals(TextChunks.PPID, info.ppid());
        assertEquals(4, info.messageLength());
        assertFalse(info.isUnordered());
        assertTrue(info.isComplete());
        assertFalse(info.isPartial());
        assertFalse(info.isAborted());
    }

    @Test
    void shouldSayNoSequenceNumberOfAnUnorderedMessage() {
        ready.add(chunks.add(1, WHOLE | UNORDERED, 5, 6, "text"));
        receive();
        assertTrue(info.isUnordered());
        assertEquals(5, info.stream());
        assertEquals(0, info.ssn());
    }

    /** RFC 8260 section 2.1. */
    @Test
    void shouldSayTheIdentifierWhereMessagesAreInterleaved() {
        ready.interleave(true);
        ready.add(chunks.addFragment(WHOLE | UNORDERED, 5, 70_000, 0, "text"));
        receive();
        assertEquals(70_000, info.messageId());
        assertEquals(0, info.ssn());
        ready.interleave(false);
        ready.add(chunks.add(1, WHOLE, 5, 7, "text"));
        receive();
        assertEquals(7, info.messageId());
    }

    @Test
    void shouldReadAMessageWithoutAByte() {
        ready.add(store.add(chunks.pool.allocate(1), 0, WHOLE, 0, 0, 0));
        assertEquals("", receive());
        assertTrue(info.isComplete());
        assertEquals(1, ready.handedOut());
    }

    // -- a buffer that is too small ---------------------------------------------------------------------------------

    @Test
    void shouldGoOnWithWhatDidNotFit() {
        final int first = message("abc", "defg", "h");
        store.ppid(store.next(first), 0);
        ready.add(first);
        assertEquals("ab", receive(2));
        assertFalse(info.isComplete());
        assertFalse(info.isPartial());
        assertEquals(8, info.messageLength());
        assertEquals("cde", receive(3));
        assertEquals(8, ready.nextLength(), "of the whole message");
        assertEquals(TextChunks.PPID, ready.nextPpid());
        assertEquals(1, ready.count());
        assertEquals(0, ready.handedOut());
        final ReceiveInfo another = new ReceiveInfo();
        assertEquals(3, ready.receive(ByteBuffer.allocate(10), 0, 10, another));
        assertTrue(another.isComplete());
        assertEquals(1, another.tsn(), "of the first chunk");
        assertEquals(TextChunks.PPID, another.ppid());
        assertEquals(8, another.messageLength());
        assertEquals(1, ready.handedOut());
        assertEquals("nothing", receive());
    }

    @Test
    void shouldEndWithTheLastByteThatFits() {
        ready.add(message("abc", "de"));
        assertEquals("abc", receive(3));
        assertEquals("de", receive(2));
        assertTrue(info.isComplete());
        ready.add(chunks.add(5, WHOLE, 4, 0, "next"));
        assertEquals("next", receive());
        assertEquals(4, info.stream(), "of the next one");
        assertEquals(4, info.messageLength());
    }

    @Test
    void shouldGiveBackWhatWasReadOfAMessage() {
        ready.add(message("abc", "de"));
        receive(3);
        assertEquals(1, store.live());
        receive(2);
        assertEquals(0, store.live());
        assertEquals(0, chunks.pool.liveBlocks());
    }

    /** The memory of the destination may be gone, say. */
    @Test
    void shouldKeepAMessageThatCannotBeCopied() {
        ready.add(message("abc", "de"));
        final ByteBuffer readOnly = ByteBuffer.allocate(10).asReadOnlyBuffer();
        assertThrows(RuntimeException.class, () -> ready.receive(readOnly, 0, 10, info));
        assertEquals("abcde", receive());
    }

    @Test
    void shouldCopyToWhereItIsTold() {
        ready.add(chunks.add(1, WHOLE, "abc"));
        final ByteBuffer destination = ByteBuffer.wrap("......".getBytes(StandardCharsets.US_ASCII));
        assertEquals(3, ready.receive(destination, 2, 4, info));
        assertEquals("..abc.", new String(destination.array(), StandardCharsets.US_ASCII));
    }

    // -- parts (RFC 9260 section 6.9) -------------------------------------------------------------------------------

    @Test
    void shouldReadAPartAsOneThatGoesOn() {
        ready.addPart(part("one ", "two "));
        assertEquals(1, ready.count());
        assertEquals("one two ", receive());
        assertFalse(info.isComplete());
        assertTrue(info.isPartial());
        assertEquals(8, info.messageLength());
        assertEquals(1, ready.handedOut());
        ready.addPart(chunks.add(3, END, "three"));
        assertEquals("three", receive());
        assertTrue(info.isComplete());
        assertFalse(info.isPartial());
    }

    @Test
    void shouldMakeMessagesWaitBehindTheOneInParts() {
        ready.hold(true);
        ready.addPart(part("one ", "two "));
        ready.add(chunks.add(8, WHOLE, "other"));
        ready.add(message("an", "other"));
        assertTrue(ready.holdsAny());
        assertEquals(1, ready.count());
        ready.addPart(chunks.add(3, END, "three"));
        ready.hold(false);
        assertFalse(ready.holdsAny());
        assertEquals(4, ready.count());
        assertEquals("one two ", receive());
        assertEquals("three", receive());
        assertEquals("other", receive());
        assertEquals("another", receive());
        assertEquals("nothing", receive());
    }

    @Test
    void shouldLetMessagesGoWhereThePartsWereRead() {
        ready.hold(true);
        ready.addPart(part("one"));
        receive();
        ready.add(chunks.add(8, WHOLE, "other"));
        assertEquals("nothing", receive());
        ready.hold(false);
        ready.add(chunks.add(9, WHOLE, "later"));
        assertEquals("other", receive());
        assertEquals("later", receive());
    }

    @Test
    void shouldHoldNothingWhereNothingWaits() {
        ready.hold(true);
        assertFalse(ready.holdsAny());
        ready.hold(false);
        assertTrue(ready.isEmpty());
        ready.addPart(part("part"));
        ready.hold(false);
        ready.add(chunks.add(8, WHOLE, "text"));
        assertEquals("part", receive());
        assertEquals("text", receive());
    }

    /** RFC 6458 section 6.1.7. */
    @Test
    void shouldTellThatTheRestOfAMessageWillNotCome() {
        ready.addPart(part("one "));
        ready.addPart(store.add(BlockPool.NONE, 0, ChunkStore.FLAG_ABORTED, 5 << 16 | 6, 0, 0));
        assertEquals("one ", receive());
        assertFalse(info.isAborted());
        assertEquals("", receive());
        assertTrue(info.isAborted());
        assertTrue(info.isPartial());
        assertFalse(info.isComplete());
        assertEquals(5, info.stream());
        assertEquals(0, store.live());
        assertEquals(2, ready.handedOut());
        assertEquals("nothing", receive());
    }

    // -- bytes and the end ------------------------------------------------------------------------------------------

    @Test
    void shouldCountTheBytesOfAllThatCanBeReadOrWaits() {
        ready.add(message("abc", "d".repeat(70)));
        assertEquals(64 + 70, ready.chargedBytes());
        ready.hold(true);
        ready.add(chunks.add(8, WHOLE, "other"));
        assertEquals(64 + 70 + 64, ready.chargedBytes());
        receive();
        assertEquals(64, ready.chargedBytes());
    }

    @Test
    void shouldFreeWhatNobodyWillRead() {
        ready.add(message("abc", "def"));
        ready.hold(true);
        ready.add(chunks.add(8, WHOLE, "waits"));
        receive(2);
        assertEquals(7, ready.clear(10));
        assertTrue(ready.isEmpty());
        assertEquals(0, ready.count());
        assertEquals(2, ready.handedOut());
        assertEquals(0, ready.chargedBytes());
        assertEquals(0, store.live());
        ready.add(chunks.add(9, WHOLE, "anew"));
        assertEquals("anew", receive());
        assertTrue(info.isComplete());
        assertEquals(4, info.messageLength());
    }

    @Test
    void shouldFreeNoMoreAtOnceThanItMay() {
        ready.add(message("abc", "def"));
        ready.add(message("ghi"));
        assertEquals(0, ready.clear(2));
        assertEquals(1, store.live());
        assertEquals(2, ready.handedOut(), "nobody reads on");
        assertEquals(0, ready.clear(1));
        assertEquals(1, ready.clear(1));
        assertEquals(2, ready.handedOut());
    }

    @Test
    void shouldTakeAStepForEachChunk() {
        final int first = message("a", "b", "c");
        final long before = chunks.pool.work().total();
        ready.add(first);
        assertEquals(2, chunks.pool.work().total() - before, "from the first to the last");
        receive();
        assertEquals(2 + 3 + 3, chunks.pool.work().total() - before, "each is consumed, and freed");
    }

    private int message(final String... texts) {
        return fragments(END, texts);
    }

    private int part(final String... texts) {
        return fragments(ChunkStore.FLAG_PART_END, texts);
    }

    private int fragments(final int lastFlags, final String... texts) {
        final int[] slots = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            final int flags = (i == 0 ? BEGIN : MIDDLE) | (i == texts.length - 1 ? lastFlags : 0);
            slots[i] = chunks.add(1 + i, flags, texts[i]);
        }
        return chunks.link(slots);
    }

    private String receive() {
        return receive(1000);
    }

    private String receive(final int capacity) {
        final ByteBuffer destination = ByteBuffer.allocate(1000);
        final int length = ready.receive(destination, 0, capacity, info);
        return length < 0 ? "nothing" : new String(destination.array(), 0, length, StandardCharsets.US_ASCII);
    }
}
