package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Streams that wait for their reset (RFC 6525). */
final class HeldStreamsTest {
    private static final int STREAMS = 20;

    private final HeldStreams held = new HeldStreams();

    @Test
    void shouldHoldTheStreamsThatAreNamed() {
        assertFalse(held.holds(3));
        held.hold(STREAMS, 3, 5);
        assertTrue(held.holds(3));
        assertFalse(held.holds(4));
        assertTrue(held.holds(5));
        held.release();
        assertFalse(held.holds(3));
    }

    @Test
    void shouldHoldAllIfNoneIsNamed() {
        held.hold(STREAMS);
        assertTrue(held.holds(0));
        assertTrue(held.holds(STREAMS - 1));
        assertFalse(held.holds(STREAMS));
    }

    @Test
    void shouldKnowUntilWhenMessagesAreQueuedThatCameBefore() {
        held.onQueued(3, 2);
        held.onQueued(4, 1);
        held.onQueued(3, 1);
        assertFalse(held.isAnyQueued(), "none is held");
        held.hold(STREAMS, 3);
        assertTrue(held.isAnyQueued());
        held.onRemoved(3);
        held.onRemoved(3);
        held.onRemoved(4);
        assertTrue(held.isAnyQueued());
        held.onRemoved(3);
        assertFalse(held.isAnyQueued());
    }

    @Test
    void shouldNotWaitForTheMessagesOfOtherStreams() {
        held.onQueued(4, 1);
        held.hold(STREAMS, 3);
        assertFalse(held.isAnyQueued());
        held.onQueued(5, 1);
        assertFalse(held.isAnyQueued());
    }

    @Test
    void shouldCountTheMessagesOfAllStreamsIfAllAreHeld() {
        held.onQueued(0, 1);
        held.onQueued(19, 1);
        held.hold(STREAMS);
        held.onRemoved(19);
        assertTrue(held.isAnyQueued());
        held.onRemoved(0);
        assertFalse(held.isAnyQueued());
    }

    @Test
    void shouldCountAnewEachTime() {
        held.onQueued(3, 1);
        held.hold(STREAMS, 3);
        held.release();
        assertFalse(held.isAnyQueued());
        held.onRemoved(3);
        held.hold(STREAMS, 3);
        assertFalse(held.isAnyQueued());
    }

    @Test
    void shouldKeepWhatIsQueuedOfAStreamAfterAnother() {
        held.onQueued(3, 1);
        held.onQueued(500, 1);
        held.hold(1000, 3, 500);
        held.onRemoved(500);
        assertTrue(held.isAnyQueued());
        held.onRemoved(3);
        assertFalse(held.isAnyQueued());
        held.trim();
        held.onQueued(3, 1);
        held.hold(STREAMS, 3, 4);
        assertTrue(held.isAnyQueued());
    }
}
