package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.PathState;
import io.sctp.engine.config.CongestionControl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Congestion control begins anew where packets go another way (RFC 9260 section 7.2.5). */
final class ReinitializationTest {
    private static final int INITIAL = 4404;
    private static final int EXPEDITED = 46 << 2;
    private static final long SECOND = 1_000_000_000L;

    private final TransportPath path = new TransportPath(
            0,
            0,
            0xFFFF_0A00_0001L,
            9899,
            0,
            new PathDefaults(
                    1452, 1452, SECOND, SECOND / 10, 60 * SECOND, 0, 5, 0, 65535, 0, 0, CongestionControl.RFC_9260),
            PathState.ACTIVE);

    /** In congestion avoidance, with almost a window acknowledged, a packet in flight and being timed. */
    @BeforeEach
    void useThePath() {
        path.congestion().onLoss();
        path.congestion().limiting(true);
        path.congestion().onAcked(Acks.acked(20_000, 20_000));
        path.congestion().onAcked(Acks.acked(path.congestion().windowBytes() - 1, 20_000));
        path.flight().onSent(7, 1000, 0);
        path.flight().finishTiming(7, SECOND / 5);
        path.flight().remove(1000);
        path.flight().onSent(8, 1000, SECOND);
    }

    /** Section 7.2.5.1: window, threshold and what was acknowledged of a window, all of them. */
    @Test
    void shouldBeginAnewWithAnotherCodePoint() {
        path.trafficClass(EXPEDITED);
        assertEquals(INITIAL, path.congestion().windowBytes());
        assertEquals(Integer.MAX_VALUE, path.congestion().thresholdBytes());
        path.congestion().onAcked(Acks.acked(1000, INITIAL));
        assertEquals(INITIAL + 1000, path.congestion().windowBytes(), "slow start");
    }

    /** What is in flight is, and the time-out is no part of congestion control. */
    @Test
    void shouldKeepFlightAndTimeOut() {
        final long rtoNs = path.rto().rtoNs();
        path.trafficClass(EXPEDITED);
        assertEquals(1000, path.flightBytes());
        assertEquals(rtoNs, path.rto().rtoNs());
    }

    /** A packet that went the old way says nothing of the new one. */
    @Test
    void shouldTimeNoPacketThatWentTheOldWay() {
        final long smoothedNs = path.rto().smoothedNs();
        path.trafficClass(EXPEDITED);
        path.flight().finishTiming(8, 9 * SECOND);
        assertEquals(smoothedNs, path.rto().smoothedNs());
    }

    /** The low bits of the octet say nothing of the queue. */
    @Test
    void shouldGoOnWithTheSameCodePoint() {
        final int window = path.congestion().windowBytes();
        path.trafficClass(1);
        path.trafficClass(1);
        assertEquals(window, path.congestion().windowBytes());
    }

    /** Section 7.2.5.2. */
    @Test
    void shouldBeginAnewFromAnotherAddress() {
        path.localId(1);
        assertEquals(INITIAL, path.congestion().windowBytes());
        assertEquals(Integer.MAX_VALUE, path.congestion().thresholdBytes());
    }

    @Test
    void shouldGoOnFromTheSameAddress() {
        final int window = path.congestion().windowBytes();
        path.localId(0);
        assertEquals(window, path.congestion().windowBytes());
    }
}
