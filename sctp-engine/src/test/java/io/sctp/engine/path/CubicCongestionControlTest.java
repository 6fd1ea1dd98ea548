package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** CUBIC (RFC 9438), against the formulas of its sections 4 and 5. */
final class CubicCongestionControlTest {
    private static final int PACKET = 1000;
    private static final long MILLI = 1_000_000;
    private static final long ROUND_TRIP = 100 * MILLI;

    private final CubicCongestionControl window = new CubicCongestionControl(PACKET, false);
    private long nowNs;

    /** A round trip in which the whole window is sent and acknowledged, packet by packet. */
    private void roundTrip() {
        final int packets = window.windowBytes() / PACKET;
        for (int i = 0; i < packets; i++) {
            nowNs += ROUND_TRIP / packets;
            window.onAcked(Acks.ackedAt(nowNs, ROUND_TRIP, PACKET, window.windowBytes()));
        }
    }

    private void growTo(final int packets) {
        while (window.windowBytes() < packets * PACKET) {
            window.onAcked(Acks.ackedAt(nowNs, ROUND_TRIP, PACKET, window.windowBytes()));
        }
    }

    /** RFC 9260 section 7.2.1. */
    @Test
    void shouldBeginInSlowStart() {
        final int before = window.windowBytes();
        window.onAcked(Acks.ackedAt(0, ROUND_TRIP, 3 * PACKET, before));
        assertEquals(before + PACKET, window.windowBytes());
    }

    /** Section 4.6. */
    @Test
    void shouldKeepSevenTenthsAfterALoss() {
        growTo(100);
        window.onLoss();
        assertEquals(70 * PACKET, window.windowBytes());
        assertEquals(70 * PACKET, window.thresholdBytes());
    }

    /** Section 4.8. */
    @Test
    void shouldSendOnePacketAfterATimeout() {
        growTo(100);
        window.onTimeout();
        assertEquals(PACKET, window.windowBytes());
        assertEquals(70 * PACKET, window.thresholdBytes());
    }

    /** Section 4.2: K = cbrt(W_max (1 - beta) / C) seconds after a loss the window is where the loss was. */
    @Test
    void shouldComeBackToWhereTheLossWasInTheTimeOfTheFormula() {
        growTo(1000);
        window.onLoss();
        final double flatSeconds = Math.cbrt(1000 * 0.3 / 0.4);
        final long begin = nowNs;
        while ((nowNs - begin) / 1e9 < flatSeconds) {
            roundTrip();
        }
        assertEquals(1000, (double) window.windowBytes() / PACKET, 15, "after K seconds");
        while ((nowNs - begin) / 1e9 < 2 * flatSeconds) {
            roundTrip();
        }
        assertEquals(1300, (double) window.windowBytes() / PACKET, 40, "as far above it after K more");
    }

    /** Section 4.3: over a short path with a small window it grows as fast as RFC 9260's, with its own decrease. */
    @Test
    void shouldGrowAsFastAsTheStandardControllerWhereThatIsFaster() {
        growTo(20);
        window.onLoss();
        final long shortTrip = MILLI;
        for (int trip = 0; trip < 10; trip++) {
            final int packets = window.windowBytes() / PACKET;
            for (int i = 0; i < packets; i++) {
                nowNs += shortTrip / packets;
                window.onAcked(Acks.ackedAt(nowNs, shortTrip, PACKET, window.windowBytes()));
            }
        }
        final double alpha = 3 * 0.3 / 1.7;
        assertEquals(14 + 10 * alpha, (double) window.windowBytes() / PACKET, 1);
    }

    /** Section 4.7: a loss below the last one makes the curve flat earlier. */
    @Test
    void shouldLeaveOthersMoreWhenLossesComeEarlier() {
        growTo(1000);
        window.onLoss();
        window.onLoss();
        assertEquals(490 * PACKET, window.windowBytes());
        final double flat = 700 * 1.7 / 2;
        final double flatSeconds = Math.cbrt((flat - 490) / 0.4);
        final long begin = nowNs;
        while ((nowNs - begin) / 1e9 < flatSeconds) {
            roundTrip();
        }
        assertEquals(flat, (double) window.windowBytes() / PACKET, 10);
    }

    /** Section 5.8. */
    @Test
    void shouldNotGrowWhileTheApplicationIsWhatLimits() {
        growTo(1000);
        window.onLoss();
        roundTrip();
        final int before = window.windowBytes();
        for (int i = 0; i < 100; i++) {
            nowNs += 100 * MILLI;
            window.onAcked(Acks.ackedAt(nowNs, ROUND_TRIP, PACKET, 10 * PACKET));
        }
        assertEquals(before, window.windowBytes());
        roundTrip();
        assertTrue(window.windowBytes() < before + 40 * PACKET, "as if no time had passed");
    }

    /** Section 4.2: by half in a round trip at most, however late it is on the curve. */
    @Test
    void shouldGrowByNoMoreThanHalfInARoundTrip() {
        growTo(10);
        window.onLoss();
        roundTrip();
        nowNs += 100_000 * MILLI;
        final int before = window.windowBytes();
        roundTrip();
        assertTrue(window.windowBytes() <= before * 1.7, window.windowBytes() + " after " + before);
    }
}
