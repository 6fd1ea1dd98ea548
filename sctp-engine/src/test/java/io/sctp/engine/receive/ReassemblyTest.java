package io.sctp.engine.receive;

import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 section 6.9. */
final class ReassemblyTest {
    private static final int LONGEST = 100;

    private final TextChunks chunks = new TextChunks();
    private final ChunkStore store = chunks.store;
    private final Reassembly reassembly = new Reassembly(store, chunks.pool, LONGEST);

    // -- messages ---------------------------------------------------------------------------------------------------

    /** The orders in which three fragments can arrive. */
    @ParameterizedTest
    @ValueSource(strings = {"012", "021", "102", "120", "201", "210"})
    void shouldPutFragmentsTogetherInWhateverOrderTheyCome(final String order) {
        final int[] flags = {BEGIN, MIDDLE, END};
        final String[] texts = {"one", "two", "three"};
        int first = Reassembly.INCOMPLETE;
        for (int i = 0; i < 3; i++) {
            assertEquals(Reassembly.INCOMPLETE, first);
            final int part = order.charAt(i) - '0';
            first = add(10 + part, flags[part], texts[part]);
        }
        assertMessage("onetwothree", first, "one", "two", "three");
    }

    /** TSNs wrap around. */
    @ParameterizedTest
    @ValueSource(ints = {-3, -2, -1, 0, Integer.MAX_VALUE - 1})
    void shouldPutFragmentsTogetherAcrossTheHighestTsn(final int tsn) {
        add(tsn + 2, END, "c");
        add(tsn, BEGIN, "a");
        assertMessage("abc", add(tsn + 1, MIDDLE, "b"), "a", "b", "c");
    }

    @Test
    void shouldFindARunThatEndsBeforeTheHighestTsnAlone() {
        add(-1, BEGIN, "a");
        add(1000, BEGIN, "x");
        assertMessage("ab", add(0, END, "b"), "a", "b");
    }

    @Test
    void shouldKeepMessagesApartThatFollowEachOther() {
        add(10, BEGIN, 0, 0, "a");
        add(12, BEGIN, 0, 1, "c");
        assertEquals(2, reassembly.runCount());
        assertMessage("ab", add(11, END, 0, 0, "b"), "a", "b");
        assertEquals(1, reassembly.runCount());
        assertMessage("cd", add(13, END, 0, 1, "d"), "c", "d");
    }

    @Test
    void shouldNotJoinMessagesThatFollowEachOther() {
        add(11, END, 1, 0, "b");
        assertEquals(Reassembly.INCOMPLETE, add(12, BEGIN, 2, 7, "c"));
        assertEquals(Reassembly.INCOMPLETE, add(22, BEGIN, 1, 0, "b"));
        assertEquals(Reassembly.INCOMPLETE, add(21, END, 2, 7, "a"));
        assertEquals(4, reassembly.runCount());
    }

    @Test
    void shouldKeepRunsBetweenWhichAFragmentIsMissing() {
        add(10, BEGIN, "a");
        add(12, MIDDLE, "c");
        add(13, MIDDLE, "d");
        assertEquals(2, reassembly.runCount());
        assertEquals("c", chunks.text(reassembly.runFirst()));
        assertEquals("d", chunks.text(reassembly.lastOf(reassembly.runFirst())));
        assertEquals(2, store.runBytes(reassembly.runFirst()));
        add(11, MIDDLE, "b");
        assertEquals(1, reassembly.runCount());
        assertEquals("a", chunks.text(reassembly.runFirst()));
        assertEquals("d", chunks.text(reassembly.lastOf(reassembly.runFirst())));
        assertEquals(4, store.runBytes(reassembly.runFirst()));
        assertEquals(List.of("a", "b", "c", "d"), chunks.linked(reassembly.runFirst()));
    }

    /** Sequence numbers of unordered messages mean nothing, and are 0 in the store; their streams differ. */
    @Test
    void shouldPutUnorderedFragmentsTogether() {
        add(10, BEGIN | UNORDERED, 3, 0, "a");
        assertMessage("ab", add(11, END | UNORDERED, 3, 0, "b"), "a", "b");
    }

    @Test
    void shouldKnowWhetherItHoldsAnything() {
        assertTrue(reassembly.isEmpty());
        add(10, BEGIN, "a");
        assertFalse(reassembly.isEmpty());
        add(11, END, "b");
        assertTrue(reassembly.isEmpty());
    }

    // -- what contradicts -------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseAFragmentOfAnotherStreamBetweenTwo() {
        add(10, BEGIN, 1, 0, "a");
        assertEquals(Reassembly.VIOLATION, add(11, END, 2, 0, "b"));
        add(21, END, 1, 0, "b");
        assertEquals(Reassembly.VIOLATION, add(20, BEGIN, 2, 0, "a"));
    }

    @Test
    void shouldRefuseAFragmentWithAnotherSequenceNumber() {
        add(10, BEGIN, 1, 5, "a");
        assertEquals(Reassembly.VIOLATION, add(11, END, 1, 6, "b"));
        add(21, END, 1, 5, "b");
        assertEquals(Reassembly.VIOLATION, add(20, BEGIN, 1, 6, "a"));
    }

    @Test
    void shouldRefuseAnUnorderedFragmentOfAnOrderedMessage() {
        add(10, BEGIN, "a");
        assertEquals(Reassembly.VIOLATION, add(11, END | UNORDERED, "b"));
    }

    @Test
    void shouldRefuseABeginningInTheMiddleOfAMessage() {
        add(10, BEGIN, "a");
        assertEquals(Reassembly.VIOLATION, add(11, BEGIN, "b"));
        add(21, MIDDLE, "c");
        assertEquals(Reassembly.VIOLATION, add(20, END, "b"));
    }

    @Test
    void shouldRefuseAFragmentBehindTheEndThatBeginsNothing() {
        add(10, MIDDLE, "a");
        add(11, END, "b");
        assertEquals(Reassembly.VIOLATION, add(12, MIDDLE, "c"));
        assertEquals(Reassembly.INCOMPLETE, add(12, BEGIN, "d"));
    }

    @Test
    void shouldRefuseAFragmentBeforeABeginningThatEndsNothing() {
        add(12, BEGIN, "c");
        assertEquals(Reassembly.VIOLATION, add(11, MIDDLE, "b"));
        assertEquals(Reassembly.INCOMPLETE, add(11, END, "a"));
    }

    @Test
    void shouldLeaveWhatThereIsWhenItRefusesAFragment() {
        add(10, BEGIN, "a");
        assertEquals(Reassembly.VIOLATION, add(11, BEGIN, "x"));
        assertMessage("ab", add(11, END, "b"), "a", "b");
    }

    @Test
    void shouldRefuseAWholeMessageInsideOfAnother() {
        add(10, BEGIN, "a");
        assertTrue(reassembly.contradicts(11));
        assertFalse(reassembly.contradicts(12));
        assertFalse(reassembly.contradicts(9), "before the beginning");
        add(20, MIDDLE, "c");
        assertTrue(reassembly.contradicts(19));
        add(21, END, "d");
        assertFalse(reassembly.contradicts(22), "behind the end");
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        add(10, BEGIN, "a".repeat(60));
        assertEquals(Reassembly.TOO_LONG, add(11, END, "b".repeat(41)));
        assertMessage("a".repeat(60) + "b".repeat(40), add(11, END, "b".repeat(40)), "a".repeat(60), "b".repeat(40));
    }

    @Test
    void shouldCountAllThatAFragmentJoins() {
        add(10, BEGIN, "a".repeat(40));
        add(12, END, "c".repeat(40));
        assertEquals(Reassembly.TOO_LONG, add(11, MIDDLE, "b".repeat(21)));
        add(30, BEGIN, "x");
        assertEquals(Reassembly.TOO_LONG, add(29, END, "y".repeat(101)), "though it joins none");
    }

    // -- runs -------------------------------------------------------------------------------------------------------

    @Test
    void shouldFindRunsByWhereTheyBeginAndEnd() {
        add(10, BEGIN, "a");
        add(11, MIDDLE, "b");
        add(13, MIDDLE, "d");
        assertEquals("a", chunks.nameOf(reassembly.runAt(10)));
        assertEquals("none", chunks.nameOf(reassembly.runAt(11)));
        assertEquals("d", chunks.nameOf(reassembly.runAt(13)));
        assertEquals("a", chunks.nameOf(reassembly.runEndingAt(11)));
        assertEquals("none", chunks.nameOf(reassembly.runEndingAt(10)));
        assertEquals("none", chunks.nameOf(reassembly.runEndingAt(12)));
        assertEquals("none", chunks.nameOf(reassembly.runEndingAt(9)));
        assertTrue(reassembly.begins(reassembly.runAt(10)));
        assertFalse(reassembly.begins(reassembly.runAt(13)));
    }

    @Test
    void shouldFindNoRunWhereThereIsNone() {
        assertEquals(ChunkStore.NONE, reassembly.runAt(10));
        assertEquals(ChunkStore.NONE, reassembly.runEndingAt(10));
        assertEquals(ChunkStore.NONE, reassembly.takeUpTo(10));
        assertEquals(ChunkStore.NONE, reassembly.takeAny());
    }

    @Test
    void shouldGiveRunsOutUpToATsn() {
        add(14, MIDDLE, "c");
        add(10, MIDDLE, "a");
        add(12, MIDDLE, "b");
        assertEquals("a", chunks.nameOf(reassembly.takeUpTo(13)));
        assertEquals("b", chunks.nameOf(reassembly.takeUpTo(13)));
        assertEquals("none", chunks.nameOf(reassembly.takeUpTo(13)));
        assertEquals("c", chunks.nameOf(reassembly.takeUpTo(14)));
        assertTrue(reassembly.isEmpty());
    }

    @Test
    void shouldGiveRunsOutUpToATsnAcrossTheHighest() {
        add(3, MIDDLE, "b");
        add(-3, MIDDLE, "a");
        assertEquals("none", chunks.nameOf(reassembly.takeUpTo(-4)));
        assertEquals("a", chunks.nameOf(reassembly.takeUpTo(4)));
        assertEquals("b", chunks.nameOf(reassembly.takeUpTo(4)));
        add(3, MIDDLE, "c");
        assertEquals("none", chunks.nameOf(reassembly.takeUpTo(-1)), "it is ahead");
        assertEquals("c", chunks.nameOf(reassembly.takeUpTo(3)));
    }

    @Test
    void shouldForgetARunThatIsTakenOut() {
        add(10, BEGIN, "a");
        assertEquals("a", chunks.nameOf(reassembly.take(reassembly.runAt(10))));
        assertTrue(reassembly.isEmpty());
        assertEquals(ChunkStore.NONE, reassembly.runAt(10));
    }

    @Test
    void shouldGiveOutEachRunAtTheEnd() {
        add(10, BEGIN, "a");
        add(20, BEGIN, "b");
        assertEquals("a", chunks.nameOf(reassembly.takeAny()));
        assertEquals("b", chunks.nameOf(reassembly.takeAny()));
        assertEquals(ChunkStore.NONE, reassembly.takeAny());
    }

    @Test
    void shouldFreeAllOfARun() {
        add(10, BEGIN, "a");
        add(11, MIDDLE, "b");
        add(12, MIDDLE, "c");
        reassembly.free(reassembly.takeAny());
        assertEquals(0, store.live());
        assertEquals(0, chunks.pool.liveBlocks());
    }

    @Test
    void shouldBeEmptyOnceItsMemoryWasGivenBack() {
        add(10, BEGIN, "a");
        reassembly.trim();
        assertTrue(reassembly.isEmpty());
    }

    private int add(final int tsn, final int flags, final String text) {
        return add(tsn, flags, 0, 0, text);
    }

    private int add(final int tsn, final int flags, final int stream, final int ssn, final String text) {
        return reassembly.add(chunks.add(tsn, flags, stream, ssn, text));
    }

    private void assertMessage(final String message, final int first, final String... fragments) {
        assertEquals(List.of(fragments), chunks.linked(first));
        assertEquals(message.length(), store.runBytes(first));
        assertEquals("none", chunks.nameOf(reassembly.runAt(store.tsn(first))), "it is taken out");
    }
}
