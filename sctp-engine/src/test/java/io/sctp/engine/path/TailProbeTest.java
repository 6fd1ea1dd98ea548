package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 8985 section 7. */
final class TailProbeTest {
    private static final long MS = 1_000_000;

    private final TailProbe probe = new TailProbe();

    @Test
    void shouldGoAfterTwoRoundTrips() {
        assertEquals(40 * MS, probe.delayNs(20 * MS, false));
        assertEquals(2 * MS, probe.delayNs(50_000, false));
    }

    @Test
    void shouldWaitForADelayedSackOfASinglePacket() {
        assertEquals(240 * MS, probe.delayNs(20 * MS, true));
    }

    @Test
    void shouldWaitForADelayedSackOfAPeerThatWasSlowBefore() {
        probe.onSent(7);
        probe.end();
        probe.onNeedless();
        assertEquals(240 * MS, probe.delayNs(20 * MS, false));
    }

    @Test
    void shouldBeOutUntilItEnds() {
        assertFalse(probe.isOut());
        assertFalse(probe.is(7));
        probe.onSent(7);
        assertTrue(probe.isOut());
        assertTrue(probe.is(7));
        assertFalse(probe.is(6));
        probe.end();
        assertFalse(probe.isOut());
        assertFalse(probe.is(7));
    }
}
