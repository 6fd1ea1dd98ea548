package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Congestion control (RFC 9260 section 7.2). */
final class Rfc9260CongestionControlTest {
    private static final int PACKET = 1452;
    private static final int INITIAL = 4404;
    private static final long RTO = 1_000;

    private final CongestionController window = new Rfc9260CongestionControl(PACKET, false);

    /** Section 7.2.1: min(4 packets, max(2 packets, 4404 bytes)). */
    @ParameterizedTest
    @CsvSource({"512, 2048", "1452, 4404", "9000, 18000"})
    void shouldBeginWithAFewPackets(final int packet, final int expected) {
        assertEquals(expected, new Rfc9260CongestionControl(packet, false).windowBytes());
    }

    /** Section 7.2.1: by what was acknowledged, at most one packet for each SACK. */
    @Test
    void shouldGrowInSlowStart() {
        acked(100);
        assertEquals(INITIAL + 100, window.windowBytes());
        acked(3 * PACKET);
        assertEquals(INITIAL + 100 + PACKET, window.windowBytes());
    }

    /** Section 7.2.1: only where the window was used, the cumulative TSN moved, and there is no fast recovery. */
    @Test
    void shouldNotGrowInSlowStartWithoutNeed() {
        window.onAcked(Acks.acked(PACKET, INITIAL - 1));
        window.onAcked(Acks.acked(PACKET, INITIAL, false, false));
        window.onAcked(Acks.acked(PACKET, INITIAL, true, true));
        assertEquals(INITIAL, window.windowBytes());
    }

    /** Section 7.2.2: one packet for each window that was acknowledged. */
    @Test
    void shouldGrowByAPacketForEachWindowInCongestionAvoidance() {
        avoidCongestion();
        final int before = window.windowBytes();
        acked(before - 1);
        assertEquals(before, window.windowBytes());
        acked(1);
        assertEquals(before + PACKET, window.windowBytes());
    }

    /** Section 7.2.2: what was acknowledged before counts no more when all is acknowledged. */
    @Test
    void shouldBeginToCountAgainWhenAllIsAcknowledged() {
        avoidCongestion();
        final int before = window.windowBytes();
        acked(before - 1);
        window.onDrained();
        acked(1);
        assertEquals(before, window.windowBytes());
    }

    /** Sections 7.2.3 and 7.2.4: half of it, at least four packets. */
    @Test
    void shouldBeHalvedByALoss() {
        for (int i = 0; i < 20; i++) {
            acked(PACKET);
        }
        final int before = window.windowBytes();
        window.onLoss();
        assertEquals(before / 2, window.thresholdBytes());
        assertEquals(before / 2, window.windowBytes());
        for (int i = 0; i < 10; i++) {
            window.onLoss();
        }
        assertEquals(4 * PACKET, window.windowBytes());
    }

    /** Section 7.2.3: one packet, and slow start up to half of what it was. */
    @Test
    void shouldBeOnePacketAfterATimeOut() {
        for (int i = 0; i < 20; i++) {
            acked(PACKET);
        }
        final int before = window.windowBytes();
        window.onTimeout();
        assertEquals(PACKET, window.windowBytes());
        assertEquals(before / 2, window.thresholdBytes());
        acked(PACKET);
        assertEquals(2 * PACKET, window.windowBytes());
    }

    /** Section 7.2.1: halved for each RTO without data, down to four packets. */
    @Test
    void shouldShrinkWhileNothingIsSent() {
        for (int i = 0; i < 20; i++) {
            acked(PACKET);
        }
        final int before = window.windowBytes();
        window.onIdle(RTO - 1, RTO);
        assertEquals(before, window.windowBytes());
        window.onIdle(RTO, RTO);
        assertEquals(before / 2, window.windowBytes());
        window.onIdle(100 * RTO, RTO);
        assertEquals(4 * PACKET, window.windowBytes());
    }

    /** Brings the window above its threshold. */
    private void avoidCongestion() {
        window.onTimeout();
        while (window.windowBytes() <= window.thresholdBytes()) {
            acked(PACKET);
        }
    }

    /** A SACK that moved the cumulative TSN while the window was full. */
    private void acked(final int bytes) {
        window.onAcked(Acks.acked(bytes, window.windowBytes()));
    }
}
