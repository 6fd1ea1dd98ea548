package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.memory.BlockPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 8260 section 2: what a receiver that hands up whole messages can always complete. */
final class InterleavingLimitTest {
    private static final int WINDOW = 103_000;

    /** Beside what the leader has for itself. */
    private static final int ROOM = WINDOW - 3000;

    private static final int CHUNK_OVERHEAD = 256;

    private final Outbound outbound = new Outbound(new BlockPool(1 << 20, 1 << 16), 1 << 20);
    private final InterleavingLimit limit = new InterleavingLimit(outbound);

    @BeforeEach
    void openWindow() {
        outbound.peerWindow.begin(WINDOW);
    }

    @Test
    void shouldMakeTheFirstMessageThatBeginsTheLeader() {
        assertEquals(InterleavingLimit.NONE, limit.leader());
        assertTrue(limit.mayBegin(10 * WINDOW), "however long");
        limit.onBegun(5, 10 * WINDOW);
        assertEquals(5, limit.leader());
        limit.onBegun(6, 100);
        assertEquals(5, limit.leader());
        limit.onEnded(6);
        assertEquals(5, limit.leader());
        limit.onEnded(5);
        assertEquals(InterleavingLimit.NONE, limit.leader());
    }

    /** Half of the room: chunks have an overhead at the receiver. */
    @Test
    void shouldLetOthersBeginThatFitTheRoomTogether() {
        limit.onBegun(5, 10 * WINDOW);
        assertTrue(limit.mayBegin(ROOM / 2));
        assertFalse(limit.mayBegin(ROOM / 2 + 1));
        limit.onBegun(6, ROOM / 4);
        assertTrue(limit.mayBegin(ROOM / 4));
        assertFalse(limit.mayBegin(ROOM / 4 + 1));
        limit.onLess(6, 1000);
        assertTrue(limit.mayBegin(ROOM / 4 + 1000));
        limit.onLess(5, 1000);
        assertFalse(limit.mayBegin(ROOM / 4 + 1001), "the leader's bytes do not count");
    }

    @Test
    void shouldCountAnOverheadForEachChunkThatIsNotAcknowledged() {
        limit.onBegun(5, 10 * WINDOW);
        for (int i = 0; i < 10; i++) {
            SentTexts.add(outbound.outstanding, 100);
        }
        assertTrue(limit.mayBegin((ROOM - 10 * CHUNK_OVERHEAD) / 2));
        assertFalse(limit.mayBegin((ROOM - 10 * CHUNK_OVERHEAD) / 2 + 1));
        outbound.outstanding.state(outbound.outstanding.firstTsn(), OutstandingData.ACKED);
        assertTrue(limit.mayBegin((ROOM - 9 * CHUNK_OVERHEAD) / 2));
    }

    @Test
    void shouldLetTheLeaderGoOnWhileItLeavesTheOthersTheirRoom() {
        limit.onBegun(5, 10 * WINDOW);
        outbound.peerWindow.begin(0);
        assertTrue(limit.mayLead(), "there are no others");
        outbound.peerWindow.begin(WINDOW);
        limit.onBegun(6, ROOM / 2);
        assertTrue(limit.mayLead());
        limit.onBegun(7, 1);
        assertFalse(limit.mayLead());
        limit.onLess(6, 1);
        assertTrue(limit.mayLead());
        outbound.longestChunk(2);
        assertFalse(limit.mayLead(), "its next chunk takes room");
        limit.onLess(6, 1);
        assertTrue(limit.mayLead());
    }

    @Test
    void shouldKnowWhetherAsMuchIsLeftOfTheWindowAsIsInFlight() {
        outbound.peerWindow.begin(200);
        SentTexts.add(outbound.outstanding, 200);
        assertTrue(limit.isHalfOpen());
        outbound.peerWindow.begin(199);
        assertFalse(limit.isHalfOpen());
    }

    @Test
    void shouldKnowWhetherAnotherCouldBeginIfTheLeaderLeftHalfOfTheWindow() {
        outbound.peerWindow.begin(12_000);
        SentTexts.add(outbound.outstanding, 8000);
        assertTrue(limit.wouldFitHalf(3500));
        assertFalse(limit.wouldFitHalf(3501));
        limit.onBegun(5, 100_000);
        limit.onBegun(6, 500);
        assertTrue(limit.wouldFitHalf(3000));
        assertFalse(limit.wouldFitHalf(3001));
    }

    @Test
    void shouldForgetEverything() {
        limit.onBegun(5, 100);
        limit.onBegun(6, WINDOW);
        limit.reset();
        assertEquals(InterleavingLimit.NONE, limit.leader());
        limit.onBegun(7, 100);
        assertTrue(limit.mayBegin(ROOM / 2));
    }
}
