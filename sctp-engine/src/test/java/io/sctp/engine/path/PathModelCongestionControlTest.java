package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Over a path that carries a packet of 1,000 bytes in 100 microseconds, 20 ms there and back: it holds 200 packets. The
 * sender always has more, and the peer acknowledges every second packet.
 */
final class PathModelCongestionControlTest {
    private static final int PACKET = 1000;
    private static final int INITIAL = 4000;
    private static final long MICRO = 1000;
    private static final long MILLI = 1000 * MICRO;
    private static final long SECOND = 1000 * MILLI;

    private final PathModelCongestionControl control = new PathModelCongestionControl(PACKET, false);
    private long packetNs = 100 * MICRO;
    private long lengthNs = 20 * MILLI;
    private long nowNs = SECOND;
    private int smallestWindow;

    @Test
    void shouldBeginWithTheInitialWindow() {
        assertEquals(INITIAL, control.windowBytes());
        assertEquals(Integer.MAX_VALUE, control.thresholdBytes());
    }

    @Test
    void shouldHoldWhatThePathHoldsAndAQuarterMore() {
        pass(2 * SECOND, 0);
        assertHolds(200);
    }

    @Test
    void shouldNotOverflowTheQueueAtTheBeginning() {
        for (int i = 0; i < 100; i++) {
            pass(10 * MILLI, 0);
            assertTrue(control.windowBytes() <= 2 * 200 * PACKET, () -> control.windowBytes() + " bytes");
        }
    }

    @Test
    void shouldNotTakeRandomLossForCongestion() {
        pass(2 * SECOND, 0.01);
        assertHolds(200);
    }

    @Test
    void shouldBeBoundedWhereMuchIsLost() {
        pass(2 * SECOND, 0);
        pass(100 * MILLI, 0.05);
        assertTrue(control.windowBytes() < 200 * PACKET, () -> control.windowBytes() + " bytes");
        pass(2 * SECOND, 0);
        assertHolds(200);
    }

    @Test
    void shouldFollowThePath() {
        pass(2 * SECOND, 0);
        packetNs /= 2;
        pass(SECOND, 0);
        assertHolds(400);
        packetNs *= 4;
        pass(2 * SECOND, 0);
        assertHolds(100);
    }

    /** A path that has become longer is known after ten seconds: until then it may be a queue. */
    @Test
    void shouldBelieveALongerPathInTheEnd() {
        pass(2 * SECOND, 0);
        lengthNs *= 2;
        pass(15 * SECOND, 0);
        assertHolds(400);
    }

    @Test
    void shouldDrainTheQueueFromTimeToTime() {
        pass(2 * SECOND, 0);
        smallestWindow = Integer.MAX_VALUE;
        pass(20 * SECOND, 0);
        assertTrue(smallestWindow < 200 * PACKET, () -> "never less than " + smallestWindow + " bytes");
        assertHolds(200);
    }

    @Test
    void shouldBeOnePacketAfterATimeoutAndSoonAsBefore() {
        pass(2 * SECOND, 0);
        control.onTimeout();
        assertEquals(PACKET, control.windowBytes());
        pass(300 * MILLI, 0);
        assertHolds(200);
    }

    @Test
    void shouldNotChangeForWhatWasOvertaken() {
        pass(2 * SECOND, 0);
        final int before = control.windowBytes();
        control.onLoss();
        control.onNothingLost();
        assertEquals(before, control.windowBytes());
    }

    @Test
    void shouldBecomeSmallerWhileNothingIsSent() {
        pass(2 * SECOND, 0);
        final int before = control.windowBytes();
        control.onIdle(2 * SECOND, SECOND);
        assertEquals(before / 4.0, control.windowBytes(), 1);
        control.onIdle(100 * SECOND, SECOND);
        assertEquals(4 * PACKET, control.windowBytes());
    }

    @Test
    void shouldKnowNothingOfANewWay() {
        pass(2 * SECOND, 0);
        control.reinitialize();
        shouldBeginWithTheInitialWindow();
    }

    /** What is sent little of says nothing of the path. */
    @Test
    void shouldKeepTheRateWhileThereIsLittleToSend() {
        pass(2 * SECOND, 0);
        final int before = control.windowBytes();
        for (int i = 0; i < 100; i++) {
            nowNs += lengthNs;
            control.limiting(false);
            acknowledge(2 * PACKET, 2 * PACKET, lengthNs);
        }
        assertEquals(before, control.windowBytes(), before / 10.0);
    }

    /** On loopback a batch of SACKs has one time, and all that was in flight is acknowledged by it. */
    @Test
    void shouldLearnTheRateFromSacksThatComeTogether() {
        for (int i = 0; i < 1000 && control.windowBytes() <= 100 * PACKET; i++) {
            control.onIdle(1000, SECOND);
            nowNs += 100_000;
            control.limiting(true);
            final int window = control.windowBytes();
            for (int left = window; left > 0; left -= 2 * PACKET) {
                acknowledge(Math.min(left, 2 * PACKET), left, 50_000);
            }
        }
        assertTrue(control.windowBytes() > 100 * PACKET, () -> control.windowBytes() + " bytes");
    }

    /** As long as threads and timers take, a path is not shorter than that. */
    @Test
    void shouldTakeNoPathForShorterThanAMillisecond() {
        lengthNs = 10_000;
        packetNs = 10_000;
        pass(2 * SECOND, 0);
        assertHolds(100);
    }

    private void assertHolds(final int packets) {
        final double holds = 1.25 * packets * PACKET;
        assertEquals(holds, control.windowBytes(), 0.2 * holds);
    }

    /** As many packets are acknowledged as the path carries, or as the window lets go in a round trip. */
    private void pass(final long spanNs, final double loss) {
        final long end = nowNs + spanNs;
        while (nowNs < end) {
            final int window = control.windowBytes();
            final long queuedNs = Math.max(lengthNs, packetNs * window / PACKET);
            nowNs += Math.max(2 * packetNs, lengthNs * 2 * PACKET / window);
            control.limiting(true);
            acknowledge(2 * PACKET, window, queuedNs);
            control.onLost((int) (2 * PACKET * loss));
            smallestWindow = Math.min(smallestWindow, control.windowBytes());
        }
    }

    private void acknowledge(final int bytes, final int flightBytes, final long roundTripNs) {
        final PathAck ack = new PathAck();
        ack.begin(flightBytes);
        ack.addAcked(bytes);
        ack.delivered(1);
        ack.concludeDelivery(new Deliveries(), nowNs - roundTripNs, nowNs);
        ack.conclude(true, false, nowNs, roundTripNs);
        control.onAcked(ack);
    }
}
