package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.SackChunk;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 sections 3.3.4 and 6.2. */
final class TsnTrackerTest {
    private static final int OFFSET = 12;
    private static final int ENOUGH = 1 << 16;

    private final Work work = new Work();
    private final TsnTracker tracker = new TsnTracker(work);
    private final ByteBuffer packet = ByteBuffer.allocate(1 << 12);

    @BeforeEach
    void begin() {
        tracker.reset(100);
    }

    // -- what has arrived -------------------------------------------------------------------------------------------

    @Test
    void shouldBeginBeforeThePeersFirstTsn() {
        assertEquals(99, tracker.cumulative());
        assertEquals(99, tracker.highest());
        assertTrue(tracker.contains(99), "of the past");
        assertFalse(tracker.contains(100));
        assertFalse(tracker.hasGap());
        assertEquals(0, tracker.missing());
    }

    @Test
    void shouldFollowTsnsInLine() {
        record(100, 101);
        assertEquals(101, tracker.cumulative());
        assertEquals(101, tracker.highest());
        assertTrue(tracker.contains(101));
        assertFalse(tracker.contains(102));
        assertFalse(tracker.hasGap());
    }

    @Test
    void shouldWaitForWhatIsMissing() {
        record(100, 102, 105);
        assertEquals(100, tracker.cumulative());
        assertEquals(105, tracker.highest());
        assertTrue(tracker.hasGap());
        assertEquals(3, tracker.missing());
        assertTrue(tracker.contains(102));
        assertTrue(tracker.contains(105));
        assertFalse(tracker.contains(101));
        assertFalse(tracker.contains(103));
        assertFalse(tracker.contains(106));
    }

    @Test
    void shouldGoOnBehindAGapThatIsFilled() {
        record(101, 102, 104);
        record(100);
        assertEquals(102, tracker.cumulative());
        assertEquals(104, tracker.highest());
        record(103);
        assertEquals(104, tracker.cumulative());
        assertFalse(tracker.hasGap());
        assertEquals(0, tracker.missing());
    }

    @Test
    void shouldLeaveTheHighestWhereItIsWhenOneBelowItArrives() {
        record(105, 103);
        assertEquals(105, tracker.highest());
    }

    /** What the bitmap said of TSNs that are acknowledged must not be said of those that come to their places later. */
    @Test
    void shouldForgetWhatIsAcknowledged() {
        for (int round = 0, tsn = 100; round < 20; round++, tsn += 300) {
            record(tsn + 299);
            for (int i = 298; i >= 0; i--) {
                assertFalse(tracker.contains(tsn + i), "" + (tsn + i));
                record(tsn + i);
                assertTrue(tracker.contains(tsn + i));
            }
            assertEquals(tsn + 299, tracker.cumulative());
        }
    }

    @Test
    void shouldTakeATsnAsFarAheadAsAGapBlockCanSay() {
        record(100 + 300);
        record(99 + TsnTracker.MAX_AHEAD);
        record(102);
        assertEquals(TsnTracker.MAX_AHEAD - 3, tracker.missing());
        assertTrue(tracker.contains(400));
        assertTrue(tracker.contains(99 + TsnTracker.MAX_AHEAD));
        assertFalse(tracker.contains(98 + TsnTracker.MAX_AHEAD));
        assertEquals("99 [3-3 301-301 65535-65535]", sack());
    }

    @Test
    void shouldNotTakeATsnBeyondTheBitmapForOneInIt() {
        record(102);
        for (int tsn = 103; tsn < 103 + TsnTracker.MAX_AHEAD; tsn++) {
            assertFalse(tracker.contains(tsn));
        }
    }

    /** Across the number whose sign changes, and across the highest one. */
    @ParameterizedTest
    @ValueSource(ints = {1000, -300, Integer.MAX_VALUE - 300})
    void shouldKnowWhatASortedSetKnows(final int start) {
        tracker.reset(start);
        final Random random = new Random(start);
        final TreeSet<Integer> missing = new TreeSet<>();
        int next = 0; // the lowest that never arrived, counted from the first
        for (int i = 0; i < 3000; i++) {
            final int at = missing.isEmpty() || random.nextBoolean() ? next + random.nextInt(150) : missing.first();
            final int tsn = start + at;
            final boolean arrived = at < next && !missing.contains(at);
            assertEquals(arrived, tracker.contains(tsn));
            if (!arrived) {
                tracker.reserve(tsn);
                record(tsn);
                for (; next < at; next++) {
                    missing.add(next);
                }
                missing.remove(at);
                next = Math.max(next, at + 1);
            }
            assertEquals(missing.size(), tracker.missing());
            assertEquals(start + next - 1, tracker.highest());
            assertEquals(start + (missing.isEmpty() ? next : missing.first()) - 1, tracker.cumulative());
        }
    }

    // -- what the peer gave up (RFC 3758 section 3.6) ---------------------------------------------------------------

    @Test
    void shouldTakeWhatIsSkippedForArrived() {
        record(102, 105);
        tracker.forward(103);
        assertEquals(103, tracker.cumulative());
        assertEquals(105, tracker.highest());
        assertEquals(1, tracker.missing());
        assertEquals("103 [2-2]", sack());
    }

    @Test
    void shouldGoOnBehindWhatIsSkipped() {
        record(103, 104, 106);
        tracker.forward(102);
        assertEquals(104, tracker.cumulative());
        assertEquals("104 [2-2]", sack());
    }

    @Test
    void shouldBeSkippedBeyondAllThatArrived() {
        record(102, 103);
        tracker.forward(110);
        assertEquals(110, tracker.cumulative());
        assertEquals(110, tracker.highest());
        assertFalse(tracker.hasGap());
        record(113);
        assertEquals("110 [3-3]", sack());
    }

    @Test
    void shouldBeSkippedJustToTheHighest() {
        record(103);
        tracker.forward(103);
        assertFalse(tracker.hasGap());
        assertEquals(103, tracker.cumulative());
    }

    @Test
    void shouldBeSkippedWhereNothingIsMissing() {
        tracker.forward(110);
        assertEquals(110, tracker.cumulative());
        assertEquals(110, tracker.highest());
        record(112, 111);
        tracker.forward(120);
        assertEquals("120 []", sack());
    }

    @Test
    void shouldForgetWhatIsSkipped() {
        for (int i = 0; i < 250; i++) {
            record(101 + 2 * i);
        }
        tracker.forward(599);
        record(1599);
        for (int tsn = 600; tsn < 1599; tsn++) {
            assertFalse(tracker.contains(tsn));
        }
        assertEquals("599 [1000-1000]", sack());
    }

    /** However far it skips. */
    @Test
    void shouldBeSkippedInAFewSteps() {
        record(102);
        final long before = work.total();
        tracker.forward(100 + (1 << 29));
        assertTrue(work.total() - before <= 2, () -> "steps: " + (work.total() - before));
    }

    // -- the reports of a SACK --------------------------------------------------------------------------------------

    @Test
    void shouldReportGapsAsBlocksCountedFromTheCumulativeTsn() {
        record(100, 102, 103, 106);
        assertEquals("100 [2-3 6-6]", sack());
    }

    @Test
    void shouldReportBlocksThatEndAndBeginWithAWordOfTheBitmap() {
        tracker.reset(128);
        for (int tsn = 192; tsn < 320; tsn++) {
            record(tsn);
        }
        record(383);
        assertEquals("127 [65-192 256-256]", sack());
    }

    @Test
    void shouldReportDuplicatesOnce() {
        record(100);
        tracker.recordDuplicate(100);
        tracker.recordDuplicate(99);
        assertEquals(2, tracker.duplicateCount());
        assertEquals("100 [] twice 100 99", sack());
        tracker.recordDuplicate(98);
        assertEquals("100 [] twice 98", sack());
        tracker.forgetDuplicates();
        assertEquals(0, tracker.duplicateCount());
        assertEquals("100 []", sack());
        tracker.recordDuplicate(97);
        assertEquals("100 [] twice 97", sack());
    }

    @Test
    void shouldReportNoMoreThanAFewDuplicates() {
        for (int i = 0; i < 20; i++) {
            tracker.recordDuplicate(i);
        }
        assertEquals(16, tracker.duplicateCount());
        assertEquals("99 [] twice 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", sack());
    }

    @Test
    void shouldReportWhatThereIsRoomFor() {
        record(101, 103, 105);
        tracker.recordDuplicate(103);
        final int twoBlocks = OFFSET + SackChunk.FIXED_LENGTH + 2 * SackChunk.BLOCK_LENGTH;
        assertEquals("99 [2-2 4-4]", sack(twoBlocks + SackChunk.BLOCK_LENGTH - 1, 105, 1));
        assertEquals("99 [2-2 4-4 6-6]", sack(twoBlocks + SackChunk.BLOCK_LENGTH, 105, 1));
        assertEquals("99 [2-2 4-4 6-6] twice 103", sack(twoBlocks + 2 * SackChunk.BLOCK_LENGTH, 105, 1));
    }

    /** A SACK that is late says what it would have said, and what has arrived since below that. */
    @Test
    void shouldReportNoTsnBeyondTheOneThatWasHighestThen() {
        record(100, 102, 104, 105, 106);
        tracker.recordDuplicate(100);
        tracker.recordDuplicate(102);
        assertEquals("100 [2-2 4-5] twice 100", sack(ENOUGH, 105, 1));
        assertEquals("100 [2-2]", sack(ENOUGH, 102, 1));
        assertEquals("100 [2-2]", sack(ENOUGH, 103, 1), "103 has not arrived");
        record(101, 103);
        assertEquals("103 []", sack(ENOUGH, 103, 1));
        assertEquals("106 [] twice 102", sack(ENOUGH, 106, 2));
    }

    @Test
    void shouldKnowTheLengthOfItsReports() {
        record(100, 102, 104, 105, 107);
        tracker.recordDuplicate(100);
        assertEquals(lengthWith(4), tracker.reportsLength(107, 1, ENOUGH));
        assertEquals(lengthWith(3), tracker.reportsLength(107, 0, ENOUGH));
        assertEquals(lengthWith(2), tracker.reportsLength(105, 0, ENOUGH));
        sack(ENOUGH, 107, 1);
        assertEquals(lengthWith(3), tracker.reportsLength(107, 1, ENOUGH), "one duplicate was told");
        record(101, 103, 106);
        assertEquals(lengthWith(0), tracker.reportsLength(107, 1, ENOUGH));
    }

    @Test
    void shouldNotCountMoreReportsThanThereIsRoomFor() {
        for (int i = 0; i < 1000; i++) {
            record(101 + 2 * i);
        }
        final long before = work.total();
        assertTrue(tracker.reportsLength(2099, 0, 100) > 100);
        assertTrue(work.total() - before < 100, () -> "steps: " + (work.total() - before));
        assertEquals(lengthWith(1000), tracker.reportsLength(2099, 0, ENOUGH));
    }

    // -- memory -----------------------------------------------------------------------------------------------------

    @Test
    void shouldKeepWhatItKnowsWhileSomethingIsMissing() {
        record(102);
        tracker.recordDuplicate(102);
        tracker.trim();
        assertTrue(tracker.contains(102));
        assertEquals("99 [3-3] twice 102", sack());
    }

    @Test
    void shouldGoOnAfterItsMemoryWasGivenBack() {
        record(101, 100);
        tracker.recordDuplicate(100);
        tracker.trim();
        assertEquals(0, tracker.duplicateCount());
        record(103);
        tracker.recordDuplicate(103);
        assertEquals("101 [2-2] twice 103", sack());
    }

    @Test
    void shouldBeginAnewWithTheNextAssociation() {
        record(101, 103);
        tracker.recordDuplicate(101);
        sack();
        tracker.reset(5000);
        assertEquals(4999, tracker.cumulative());
        assertFalse(tracker.hasGap());
        assertEquals(0, tracker.duplicateCount());
        tracker.recordDuplicate(7);
        assertEquals("4999 [] twice 7", sack());
    }

    /** So that noting a TSN cannot fail. */
    @Test
    void shouldGrowWhenRoomIsReservedAndNotWhenATsnIsNoted() {
        record(102);
        long before = work.total();
        tracker.reserve(3000);
        assertTrue(work.total() > before, "what is known was copied");
        before = work.total();
        record(3000);
        tracker.reserve(100);
        assertEquals(before, work.total());
    }

    /** A word of the bitmap is a step, not a TSN. */
    @Test
    void shouldTakeAStepForEachWordOfTheBitmap() {
        tracker.reset(64);
        record(64 + 6400);
        assertSteps(101, () -> sack());
        for (int tsn = 65; tsn < 64 + 6400; tsn++) {
            record(tsn);
        }
        assertSteps(102, () -> sack());
        assertSteps(2 * 101, () -> record(64));
    }

    private void assertSteps(final int expected, final Runnable action) {
        final long before = work.total();
        action.run();
        final long steps = work.total() - before;
        assertTrue(Math.abs(steps - expected) <= 3, () -> steps + " steps");
    }

    private void record(final int... tsns) {
        for (final int tsn : tsns) {
            tracker.record(tsn);
        }
    }

    private static int lengthWith(final int blocks) {
        return SackChunk.FIXED_LENGTH + blocks * SackChunk.BLOCK_LENGTH;
    }

    private String sack() {
        return sack(packet.capacity(), tracker.highest(), tracker.duplicateCount());
    }

    /** Returns the reports of a SACK: the cumulative TSN, the gap blocks, the duplicates. */
    private String sack(final int end, final int highestTsn, final int duplicatesEnd) {
        final int sackEnd =
                tracker.writeReports(packet, OFFSET, Math.min(end, packet.capacity()), highestTsn, duplicatesEnd);
        final int gaps = SackChunk.gapCount(packet, OFFSET);
        final StringBuilder text = new StringBuilder();
        text.append(SackChunk.cumulativeTsn(packet, OFFSET)).append(" [");
        for (int i = 0; i < gaps; i++) {
            text.append(i == 0 ? "" : " ").append(SackChunk.gapStart(packet, OFFSET, i));
            text.append('-').append(SackChunk.gapEnd(packet, OFFSET, i));
        }
        text.append(']');
        final int duplicates = SackChunk.duplicateCount(packet, OFFSET);
        for (int i = 0; i < duplicates; i++) {
            final int at = OFFSET + SackChunk.FIXED_LENGTH + SackChunk.BLOCK_LENGTH * (gaps + i);
            text.append(i == 0 ? " twice " : " ").append(packet.getInt(at));
        }
        assertEquals(OFFSET + lengthWith(gaps + duplicates), sackEnd);
        return text.toString();
    }
}
