package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import org.junit.jupiter.api.Test;

final class SackResultTest {
    private final SackResult result = new SackResult();
    private final TransportPath one = PathChunksTest.path(0);
    private final TransportPath two = PathChunksTest.path(1);

    @Test
    void shouldSayWhatBecameOfTheSack() {
        assertSame(result, result.discarded(SackResult.Outcome.VIOLATION));
        assertEquals(SackResult.Outcome.VIOLATION, result.outcome());
        assertSame(result, result.processed(true));
        assertEquals(SackResult.Outcome.ADVANCED, result.outcome());
        assertEquals(SackResult.Outcome.PROCESSED, result.processed(false).outcome());
    }

    @Test
    void shouldForgetWithEachSackThatAProbeWasRefused() {
        result.probeRefused(true);
        assertTrue(result.isProbeRefused());
        result.begin(new PathSet());
        assertFalse(result.isProbeRefused());
        result.probeRefused(true);
        result.discarded(SackResult.Outcome.STALE);
        assertFalse(result.isProbeRefused());
    }

    @Test
    void shouldSayWhatItDidToEachPath() {
        final PathSet paths = new PathSet();
        paths.add(one);
        paths.add(two);
        one.flight().add(500);
        result.begin(paths);
        assertEquals(500, result.of(one).flightBytesBefore());
        assertNotSame(result.of(one), result.of(two));
        result.of(two).addAcked(100);
        assertEquals(100, result.of(two).ackedBytes());
        assertEquals(0, result.of(one).ackedBytes());
        result.of(one).addAcked(7);
        result.begin(paths);
        assertEquals(0, result.of(one).ackedBytes());
    }
}
