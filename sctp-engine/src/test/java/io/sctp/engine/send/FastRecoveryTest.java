package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 9260 section 7.2.4. */
final class FastRecoveryTest {
    private final FastRecovery recovery = new FastRecovery();

    @Test
    void shouldLastUntilAllIsAcknowledgedThatWasOutstanding() {
        assertFalse(recovery.isActive());
        recovery.enter(2);
        assertTrue(recovery.isActive());
        recovery.onCumulative(-5);
        assertTrue(recovery.isActive());
        recovery.onCumulative(1);
        assertTrue(recovery.isActive());
        recovery.onCumulative(2);
        assertFalse(recovery.isActive());
    }

    @Test
    void shouldNotBeginWithAnAcknowledgement() {
        recovery.onCumulative(-1);
        assertFalse(recovery.isActive());
    }

    /** RFC 4015: what was taken for lost had been overtaken. */
    @Test
    void shouldBeNeedlessIfAllThatWasLostArrives() {
        recovery.enter(9);
        assertFalse(recovery.isNeedless(), "a probe has repaired a loss");
        recovery.onLost(2);
        recovery.onArrived();
        assertFalse(recovery.isNeedless());
        recovery.onArrived();
        assertTrue(recovery.isNeedless());
        recovery.onLost(1);
        assertFalse(recovery.isNeedless());
        recovery.onArrived();
        recovery.leave();
        assertFalse(recovery.isNeedless());
        recovery.enter(9);
        recovery.onArrived();
        assertFalse(recovery.isNeedless(), "of an earlier recovery");
    }

    @Test
    void shouldEndWithATimeout() {
        recovery.enter(2);
        recovery.leave();
        assertFalse(recovery.isActive());
    }
}
