package io.sctp.engine.send;

import static io.sctp.engine.send.OutstandingData.ABANDONED;
import static io.sctp.engine.send.OutstandingData.ACKED;
import static io.sctp.engine.send.OutstandingData.IN_FLIGHT;
import static io.sctp.engine.send.OutstandingData.LOST;
import static io.sctp.engine.send.SentTexts.FIRST_TSN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.SendOptions;
import io.sctp.engine.packet.DataChunk;
import org.junit.jupiter.api.Test;

final class OutstandingDataTest {
    private final SentTexts texts = new SentTexts();
    private final OutstandingData outstanding = texts.outstanding;

    // -- chunks -----------------------------------------------------------------------------------------------------

    @Test
    void shouldKeepWhatAChunkSays() {
        final int marks = OutstandingData.SEGMENT_END | OutstandingData.HAS_POLICY;
        SentTexts.add(
                outstanding,
                7,
                100,
                0xFFFF,
                0x0F,
                marks,
                0xFFFD,
                200,
                new SendOptions().stream(0xFFFE).ppid(-46).context(-99).signedWith(5));
        final int tsn = FIRST_TSN;
        assertEquals(7, outstanding.handle(tsn));
        assertEquals(100, outstanding.blockOffset(tsn));
        assertEquals(0xFFFF, outstanding.length(tsn));
        assertEquals(0x0F, outstanding.flags(tsn));
        assertTrue(outstanding.isUnordered(tsn));
        assertTrue(outstanding.isSegmentEnd(tsn));
        assertTrue(outstanding.hasPolicy(tsn));
        assertFalse(outstanding.isFirstSegment(tsn));
        assertEquals(0xFFFE, outstanding.stream(tsn));
        assertEquals(0xFFFD, outstanding.ssn(tsn));
        assertEquals(0xFFFE << 16 | 0xFFFD, outstanding.streamAndSsn(tsn));
        assertEquals(-46, outstanding.ppid(tsn));
        assertEquals(-99, outstanding.context(tsn));
        assertEquals(200, outstanding.path(tsn));
        assertEquals(200, outstanding.onlyPath(tsn));
        assertEquals(5, outstanding.key(tsn));
        assertEquals(IN_FLIGHT, outstanding.state(tsn));
        assertEquals(0, outstanding.retransmissions(tsn));
        assertFalse(outstanding.isFastRetransmitted(tsn));
    }

    @Test
    void shouldKnowEachMark() {
        SentTexts.add(outstanding, 7, 0, 1, 0, OutstandingData.FIRST_SEGMENT, 0, 0, new SendOptions());
        assertTrue(outstanding.isFirstSegment(FIRST_TSN));
        assertFalse(outstanding.isSegmentEnd(FIRST_TSN));
        assertFalse(outstanding.hasPolicy(FIRST_TSN));
        assertFalse(outstanding.isUnordered(FIRST_TSN));
        assertEquals(0, outstanding.flags(FIRST_TSN), "the marks are no flags of the wire");
    }

    @Test
    void shouldGiveChunksTheirTsnsInOrder() {
        assertTrue(outstanding.isEmpty());
        assertEquals(FIRST_TSN, outstanding.nextTsn());
        for (int i = 0; i < 100; i++) {
            assertEquals(FIRST_TSN + i, texts.send("text " + i));
        }
        assertEquals(100, outstanding.size());
        assertFalse(outstanding.isEmpty());
        assertEquals(FIRST_TSN, outstanding.firstTsn());
        for (int i = 0; i < 100; i++) {
            assertEquals("text " + i, text(FIRST_TSN + i));
        }
    }

    @Test
    void shouldUsePlacesAgainAsTheWindowMoves() {
        for (int i = 0; i < 1000; i++) {
            texts.send("text " + i);
            if (i >= 5) {
                assertEquals("text " + (i - 5), text(outstanding.firstTsn()));
                texts.pool.free(outstanding.handle(outstanding.firstTsn()));
                outstanding.removeFirst();
            }
        }
        assertEquals(5, outstanding.size());
        assertEquals(8, outstanding.capacity());
    }

    /** What has gone round the ring stays where it is when the ring grows. */
    @Test
    void shouldKeepAllChunksWhenItGrows() {
        for (int i = 0; i < 6; i++) {
            texts.send("gone");
            outstanding.removeFirst();
        }
        for (int i = 0; i < 9; i++) {
            texts.send("text " + i);
        }
        assertEquals(16, outstanding.capacity());
        for (int i = 0; i < 9; i++) {
            assertEquals("text " + i, text(FIRST_TSN + 6 + i));
        }
    }

    // -- states -----------------------------------------------------------------------------------------------------

    @Test
    void shouldCountChunksByState() {
        for (int i = 0; i < 5; i++) {
            texts.send("1234567890");
        }
        assertCounts(5, 0, 0, 0);
        outstanding.state(FIRST_TSN, ACKED);
        outstanding.state(FIRST_TSN + 1, LOST);
        outstanding.state(FIRST_TSN + 2, ABANDONED);
        assertCounts(2, 1, 1, 1);
        assertEquals(3, outstanding.unacknowledgedChunks(), "in flight, or waiting to be sent again");
        outstanding.state(FIRST_TSN + 1, IN_FLIGHT);
        assertCounts(3, 1, 0, 1);
        for (int i = 0; i < 3; i++) {
            outstanding.removeFirst();
        }
        assertCounts(2, 0, 0, 0);
        outstanding.reset(5);
        assertCounts(0, 0, 0, 0);
    }

    @Test
    void shouldGiveAChunkUpThatIsNotItsBlocksOwnerAnyMore() {
        final int tsn = texts.send("text");
        SentTexts.add(outstanding, 7, 0, 4, DataChunk.FLAG_END, OutstandingData.HAS_POLICY, 0, 0, new SendOptions());
        outstanding.abandon(tsn);
        outstanding.abandon(tsn + 1);
        assertEquals(ABANDONED, outstanding.state(tsn));
        assertFalse(outstanding.isSegmentEnd(tsn));
        assertFalse(outstanding.hasPolicy(tsn + 1));
        assertTrue(outstanding.isFirstSegment(tsn));
        assertEquals(DataChunk.FLAG_END, outstanding.flags(tsn + 1));
        assertCounts(0, 0, 0, 2);
    }

    @Test
    void shouldChangeNothingElseWithTheState() {
        final int tsn = texts.send("text");
        outstanding.path(tsn, 9);
        outstanding.countMissing(tsn);
        outstanding.countRetransmission(tsn);
        outstanding.markFastRetransmitted(tsn);
        outstanding.state(tsn, LOST);
        assertEquals(LOST, OutstandingData.stateOf(outstanding.transmission(tsn)));
        assertEquals(9, OutstandingData.pathOf(outstanding.transmission(tsn)));
        assertEquals(0, OutstandingData.onlyPathOf(outstanding.transmission(tsn)));
        assertEquals(1, outstanding.retransmissions(tsn));
        assertTrue(outstanding.isFastRetransmitted(tsn));
        assertEquals(2, outstanding.countMissing(tsn));
    }

    // -- transmissions ----------------------------------------------------------------------------------------------

    @Test
    void shouldKnowTheOnlyPathOfAChunkUntilItGoesToAnother() {
        SentTexts.add(outstanding, 7, 0, 4, 0, 0, 0, 3, new SendOptions());
        outstanding.onSentTo(FIRST_TSN, 3);
        assertEquals(3, outstanding.onlyPath(FIRST_TSN));
        outstanding.path(FIRST_TSN, 4);
        outstanding.onSentTo(FIRST_TSN, 4);
        assertEquals(4, outstanding.path(FIRST_TSN));
        assertEquals(OutstandingData.SEVERAL_PATHS, outstanding.onlyPath(FIRST_TSN));
        outstanding.onSentTo(FIRST_TSN, 3);
        assertEquals(OutstandingData.SEVERAL_PATHS, outstanding.onlyPath(FIRST_TSN));
    }

    @Test
    void shouldCountMissingReportsUpTo15() {
        final int tsn = texts.send("text");
        outstanding.path(tsn, 0xAA);
        for (int i = 1; i <= 15; i++) {
            assertEquals(i, outstanding.countMissing(tsn));
        }
        assertEquals(15, outstanding.countMissing(tsn));
        assertEquals(0xAA, outstanding.path(tsn));
        outstanding.markFastRetransmitted(tsn);
        outstanding.clearMissing(tsn);
        assertFalse(outstanding.isFastRetransmitted(tsn));
        assertEquals(1, outstanding.countMissing(tsn));
        assertEquals(0xAA, outstanding.path(tsn));
    }

    @Test
    void shouldCountRetransmissionsUpTo255() {
        final int tsn = texts.send("text");
        for (int i = 1; i <= 255; i++) {
            outstanding.countRetransmission(tsn);
            assertEquals(i, outstanding.retransmissions(tsn));
        }
        outstanding.countRetransmission(tsn);
        assertEquals(255, outstanding.retransmissions(tsn));
        assertEquals(0, outstanding.onlyPath(tsn));
    }

    // -- identifiers (RFC 8260) -------------------------------------------------------------------------------------

    @Test
    void shouldKnowTheFragmentsOfAMessage() {
        outstanding.identify(true);
        final int first = fragment(70_000, 0);
        final int other = fragment(5, 0);
        final int second = fragment(70_000, 1);
        outstanding.follow(first, second);
        for (int i = 0; i < 20; i++) {
            fragment(i, 0);
        }
        assertEquals(70_000, outstanding.mid(second));
        assertEquals(1, outstanding.fragment(second));
        assertEquals(first, outstanding.firstOfMessage(second));
        assertEquals(first, outstanding.firstOfMessage(first));
        assertTrue(outstanding.hasNextOfMessage(first));
        assertEquals(second, outstanding.nextOfMessage(first));
        assertFalse(outstanding.hasNextOfMessage(second));
        assertEquals(other, outstanding.firstOfMessage(other));
        assertEquals(other, outstanding.nextOfMessage(other));
    }

    @Test
    void shouldKnowTheFirstFragmentThatIsNotAcknowledged() {
        outstanding.identify(true);
        final int first = fragment(1, 0);
        final int second = fragment(1, 1);
        final int third = fragment(1, 2);
        outstanding.follow(first, second);
        outstanding.follow(second, third);
        outstanding.removeFirst();
        assertEquals(second, outstanding.firstOfMessage(third));
        outstanding.removeFirst();
        final int fourth = fragment(1, 3);
        outstanding.follow(second, fourth);
        assertEquals(fourth, outstanding.firstOfMessage(fourth), "what it follows is acknowledged");
    }

    @Test
    void shouldBeginAnewOnceItsMemoryWasGivenBack() {
        outstanding.identify(true);
        fragment(1, 0);
        outstanding.removeFirst();
        outstanding.trim();
        assertEquals(0, outstanding.capacity());
        final int tsn = fragment(2, 0);
        assertEquals(FIRST_TSN + 1, tsn);
        assertEquals(2, outstanding.mid(tsn));
    }

    private int fragment(final int mid, final int number) {
        final int tsn = texts.send("text");
        outstanding.identify(tsn, mid, number);
        return tsn;
    }

    private String text(final int tsn) {
        return texts.text(outstanding.handle(tsn), outstanding.blockOffset(tsn), outstanding.length(tsn));
    }

    private void assertCounts(final int inFlight, final int acked, final int lost, final int abandoned) {
        assertEquals(10 * inFlight, outstanding.inFlightBytes());
        assertEquals(acked, outstanding.ackedChunks());
        assertEquals(lost, outstanding.lostChunks());
        assertEquals(abandoned, outstanding.abandonedChunks());
        assertEquals(inFlight + lost, outstanding.unacknowledgedChunks());
    }
}
