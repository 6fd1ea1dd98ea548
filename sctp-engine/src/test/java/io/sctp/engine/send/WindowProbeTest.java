package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 9260 section 6.1, rule A. */
final class WindowProbeTest {
    private final WindowProbe probe = new WindowProbe();

    @Test
    void shouldBeDueOnceItsTimeHasCome() {
        assertFalse(probe.isDue());
        probe.demand();
        assertTrue(probe.isDue());
        probe.onSent(10);
        assertFalse(probe.isDue());
        assertTrue(probe.isOut());
    }

    @Test
    void shouldFollowAfterTwiceTheTimeEach() {
        assertEquals(0, probe.doublings());
        probe.onSent(10);
        assertEquals(1, probe.doublings());
        probe.onSent(20);
        assertEquals(2, probe.doublings());
        for (int i = 0; i < 100; i++) {
            probe.onSent(30);
        }
        assertEquals(16, probe.doublings(), "at most");
    }

    @Test
    void shouldKnowSinceWhenTheWindowIsClosed() {
        probe.onSent(10);
        probe.onSent(20);
        assertEquals(10, probe.closedSinceNs());
        probe.end();
        probe.onSent(30);
        assertEquals(30, probe.closedSinceNs());
        assertEquals(1, probe.doublings());
    }

    @Test
    void shouldBeRefusedByASackThatDoesNotAcknowledgeIt() {
        assertFalse(probe.isRefused());
        probe.onSent(10);
        assertFalse(probe.isRefused());
        assertTrue(probe.refuse(), "the first one");
        assertFalse(probe.refuse());
        assertTrue(probe.isRefused());
        probe.onSent(20);
        assertFalse(probe.isRefused(), "the next has no answer yet");
        assertTrue(probe.refuse());
    }

    @Test
    void shouldEndWithItsAcknowledgement() {
        probe.onSent(10);
        probe.refuse();
        probe.demand();
        probe.end();
        assertFalse(probe.isOut());
        assertFalse(probe.isDue());
        assertFalse(probe.isRefused());
        assertEquals(0, probe.doublings());
    }

    @Test
    void shouldCountErrorsUntilThePeerAnswers() {
        probe.onError();
        probe.onError();
        assertEquals(2, probe.takeErrors());
        assertEquals(0, probe.takeErrors());
    }

    @Test
    void shouldBeginAnewWithTheNextAssociation() {
        probe.onSent(10);
        probe.refuse();
        probe.demand();
        probe.onError();
        probe.reset();
        assertFalse(probe.isDue());
        assertFalse(probe.isOut());
        assertEquals(0, probe.doublings());
        assertEquals(0, probe.takeErrors());
        assertTrue(probe.refuse());
    }
}
