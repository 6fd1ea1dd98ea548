package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.PathState;
import io.sctp.engine.config.CongestionControl;
import io.sctp.engine.path.PathDefaults;
import io.sctp.engine.path.TransportPath;
import org.junit.jupiter.api.Test;

final class PathChunksTest {
    private static final int FIRST = SentTexts.FIRST_TSN;

    private final SentTexts texts = new SentTexts();
    private final PathChunks chunks = new PathChunks(texts.outstanding, texts.pool.work());
    private final TransportPath one = path(0);
    private final TransportPath two = path(1);
    private final TransportPath three = path(2);

    @Test
    void shouldKnowWhatIsInFlightToEachPath() {
        assertEquals(0, chunks.inFlightCount(one));
        send(4);
        chunks.addInFlight(FIRST, one);
        chunks.addInFlight(FIRST + 1, two);
        chunks.addInFlight(FIRST + 3, one);
        assertEquals(2, chunks.inFlightCount(one));
        assertEquals(1, chunks.inFlightCount(two));
        assertEquals(0, chunks.inFlightCount(three));
        assertEquals(FIRST, chunks.firstInFlight(one));
        assertEquals(FIRST + 3, chunks.lastInFlight(one));
        chunks.removeInFlight(FIRST, one);
        assertEquals(1, chunks.inFlightCount(one));
    }

    /** All is sent again, as when the first path turned out not to work. */
    @Test
    void shouldForgetTheOrderOfWhatWasInFlight() {
        send(3);
        chunks.addInFlight(FIRST + 2, one);
        chunks.addInFlight(FIRST, one);
        chunks.addInFlight(FIRST + 1, one);
        chunks.clear();
        chunks.addInFlight(FIRST + 1, one);
        chunks.addInFlight(FIRST, one);
        chunks.addInFlight(FIRST + 2, one);
        chunks.removeInFlight(FIRST + 1, one);
        assertEquals(FIRST, chunks.firstInFlight(one));
        chunks.removeInFlight(FIRST, one);
        assertEquals(FIRST + 2, chunks.firstInFlight(one));
    }

    @Test
    void shouldKnowWhatWaitsForEachPath() {
        send(4);
        chunks.addLost(FIRST + 1, two);
        chunks.addLost(FIRST + 3, two);
        assertEquals(2, two.flight().lostChunks());
        assertEquals(FIRST + 1, chunks.nextLost(FIRST, two));
        assertEquals(FIRST + 3, chunks.nextLost(FIRST + 2, two));
        assertTrue(chunks.isLostFor(FIRST + 1, 1));
        assertFalse(chunks.isLostFor(FIRST + 1, 0));
        assertFalse(chunks.isLostFor(FIRST + 1, 5));
        assertFalse(chunks.isLostFor(FIRST, 1));
        assertEquals(1, chunks.pathOfLost(FIRST + 3));
        assertEquals(-1, chunks.pathOfLost(FIRST));
        chunks.removeLost(FIRST + 1, two);
        assertEquals(1, two.flight().lostChunks());
        assertFalse(chunks.isLostFor(FIRST + 1, 1));
    }

    /** Whichever of the two has more. */
    @Test
    void shouldMoveWhatWaitsToAnotherPath() {
        for (int round = 0; round < 2; round++) {
            final int first = texts.outstanding.nextTsn();
            send(6);
            for (int i = 0; i < 6; i++) {
                chunks.addLost(first + i, i < 2 + 2 * round ? one : two);
            }
            chunks.moveLost(one, two);
            assertEquals(0, one.flight().lostChunks());
            assertEquals(6, two.flight().lostChunks());
            for (int i = 0; i < 6; i++) {
                assertEquals(1, chunks.pathOfLost(first + i));
                chunks.removeLost(first + i, two);
            }
        }
    }

    @Test
    void shouldMoveWhatWaitsToAPathThatHadNothing() {
        send(1);
        chunks.addLost(FIRST, one);
        chunks.moveLost(one, three);
        assertEquals(2, chunks.pathOfLost(FIRST));
        assertEquals(1, three.flight().lostChunks());
        chunks.moveLost(three, three);
        assertEquals(1, three.flight().lostChunks());
        chunks.moveLost(two, one);
        assertEquals(2, chunks.pathOfLost(FIRST));
    }

    @Test
    void shouldKeepWhatItKnowsWhenThereAreMoreChunksThanEver() {
        send(1);
        chunks.addInFlight(FIRST, one);
        chunks.addLost(FIRST, two);
        send(500);
        chunks.addInFlight(FIRST + 500, one);
        chunks.addLost(FIRST + 400, two);
        assertEquals(FIRST, chunks.firstInFlight(one));
        assertEquals(FIRST + 500, chunks.lastInFlight(one));
        assertEquals(FIRST, chunks.nextLost(FIRST, two));
        assertEquals(FIRST + 400, chunks.nextLost(FIRST + 1, two));
    }

    @Test
    void shouldForgetAllChunks() {
        send(1);
        chunks.addInFlight(FIRST, one);
        chunks.addLost(FIRST, two);
        chunks.clear();
        assertEquals(0, chunks.inFlightCount(one));
        assertEquals(-1, chunks.pathOfLost(FIRST));
        send(500);
        chunks.addInFlight(FIRST + 500, one);
        assertEquals(FIRST + 500, chunks.firstInFlight(one));
    }

    /** What was sent to it says nothing of whoever has its index next. */
    @Test
    void shouldKnowWhatWasSentToAPathThatIsGone() {
        send(2);
        assertFalse(chunks.isOfOneGone(FIRST, 1));
        chunks.onGone(two);
        send(1);
        assertTrue(chunks.isOfOneGone(FIRST, 1));
        assertTrue(chunks.isOfOneGone(FIRST + 1, 1));
        assertFalse(chunks.isOfOneGone(FIRST + 2, 1), "sent since");
        assertFalse(chunks.isOfOneGone(FIRST, 0), "another path");
        assertFalse(chunks.isOfOneGone(FIRST, 7));
        texts.outstanding.removeFirst();
        texts.outstanding.removeFirst();
        assertFalse(chunks.isOfOneGone(FIRST + 2, 1));
        chunks.onGone(one);
        assertTrue(chunks.isOfOneGone(FIRST + 2, 0));
    }

    private void send(final int count) {
        for (int i = 0; i < count; i++) {
            texts.send("text");
            chunks.onAdded();
        }
    }

    static TransportPath path(final int index) {
        return new TransportPath(
                index,
                0,
                0xFFFF_0A00_0001L + index,
                9899,
                0,
                new PathDefaults(
                        1452,
                        1452,
                        1_000_000_000,
                        1_000_000_000,
                        1_000_000_000,
                        0,
                        5,
                        0,
                        65535,
                        0,
                        0,
                        CongestionControl.RFC_9260),
                PathState.ACTIVE);
    }
}
