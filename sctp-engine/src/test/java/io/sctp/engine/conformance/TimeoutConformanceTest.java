package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.MILLI;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.path.RtoEstimator;
import io.sctp.engine.path.TransportPath;
import org.junit.jupiter.api.Test;

/** RFC 9260 section 6.3.1: what is measured. */
final class TimeoutConformanceTest {
    private final ScriptedPeer peer = ScriptedPeer.withDefaults().accepted();
    private final RtoEstimator rto = ((TransportPath) peer.association.path(0)).rto();

    /** Rule C4; the mean follows by rule C3. */
    @Test
    @Conforms("6.3.1#1")
    void shouldMeasureEachRoundTrip() {
        final long[] roundTrips = {400, 800, 800, 80};
        final long[] means = {400_000, 450_000, 493_750, 442_031};
        for (int i = 0; i < roundTrips.length; i++) {
            peer.send(1000, 0, 0);
            peer.pass(roundTrips[i] * MILLI);
            peer.give(WireBytes.sack(peer.engineTsn + i, WINDOW));
            assertEquals(means[i], rto.smoothedNs() / 1000, "round trip " + i);
        }
    }

    @Test
    @Conforms("6.3.1#1")
    void shouldMeasureWhileThereIsAlwaysDataInFlight() {
        for (int i = 0; i < 21; i++) {
            peer.send(100, 0, 0);
            if (i >= 2) {
                peer.give(WireBytes.sack(peer.engineTsn + i - 2, WINDOW));
            }
            peer.pass(i < 10 ? 50 * MILLI : 200 * MILLI);
        }
        // Ten round trips of 400 ms bring the mean of 100 ms near 320 ms; without them it would stay.
        final double meanMs = (double) rto.smoothedNs() / MILLI;
        assertEquals(250, meanMs, 100, "mean");
    }

    /** Of each address by itself. */
    @Test
    @Conforms("6.3.1#1")
    void shouldMeasureEachAddress() {
        final ScriptedPeer two = ScriptedPeer.withDefaults().acceptedWithTwoAddresses();
        for (int i = 0; i < 2; i++) {
            final long before = two.association.path(1 - i).smoothedRoundTripNs();
            two.association.primaryPath(two.association.path(i));
            // The second one is sent again as a probe, and times nothing.
            two.send(1000, 0, 0);
            two.send(1000, 0, 0);
            two.pass(800 * MILLI);
            two.give(WireBytes.sack(two.engineTsn + 2 * i + 1, WINDOW));
            assertTrue(two.association.path(i).smoothedRoundTripNs() >= 100 * MILLI, "path " + i);
            assertEquals(before, two.association.path(1 - i).smoothedRoundTripNs());
        }
    }

    /** Rule C5. */
    @Test
    @Conforms("6.3.1#2")
    void shouldNotMeasureWhatTimedOutAndWentAgain() {
        peer.send(1000, 0, 0);
        peer.pass(1500 * MILLI);
        peer.give(WireBytes.sack(peer.engineTsn, WINDOW));
        assertEquals(0, rto.smoothedNs());
        assertEquals(2 * SECOND, rto.rtoNs(), "stays backed off");
    }

    /** Rule C5. */
    @Test
    @Conforms("6.3.1#2")
    void shouldNotMeasureWhatWasReportedMissingAndWentAgain() {
        for (int i = 0; i < 4; i++) {
            peer.send(1000, 0, 0);
        }
        peer.pass(300 * MILLI);
        for (int last = 2; last <= 4; last++) {
            peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, last));
        }
        final long before = rto.smoothedNs();
        peer.pass(100 * MILLI);
        peer.give(WireBytes.sack(peer.engineTsn + 3, WINDOW));
        assertEquals(before, rto.smoothedNs());
    }
}
