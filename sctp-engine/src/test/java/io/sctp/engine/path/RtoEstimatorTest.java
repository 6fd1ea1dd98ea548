package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The retransmission time-out (RFC 9260 sections 6.3.1 and 6.3.3). */
final class RtoEstimatorTest {
    private static final long MILLI = 1_000_000;

    private final RtoEstimator rto = new RtoEstimator(3_000 * MILLI, 100 * MILLI, 60_000 * MILLI);

    /** Rule C1. */
    @Test
    void shouldBeginWithTheInitialOne() {
        assertEquals(3_000 * MILLI, rto.rtoNs());
        assertEquals(0, rto.smoothedNs());
    }

    /** Rule C2: SRTT is the first measurement, RTTVAR half of it, RTO the one and four times the other. */
    @Test
    void shouldBeThreeTimesTheFirstMeasurement() {
        rto.onSample(200 * MILLI);
        assertEquals(200 * MILLI, rto.smoothedNs());
        assertEquals(600 * MILLI, rto.rtoNs());
    }

    /** Rule C3: RTTVAR = 3/4 * 100 + 1/4 * 80 = 95, SRTT = 7/8 * 200 + 1/8 * 280 = 210. */
    @Test
    void shouldFollowFurtherMeasurementsSlowly() {
        rto.onSample(200 * MILLI);
        rto.onSample(280 * MILLI);
        assertEquals(210 * MILLI, rto.smoothedNs());
        assertEquals((210 + 4 * 95) * MILLI, rto.rtoNs());
    }

    /** Rules C6 and C7. */
    @Test
    void shouldStayWithinItsBounds() {
        rto.onSample(MILLI);
        assertEquals(100 * MILLI, rto.rtoNs());
        final RtoEstimator slow = new RtoEstimator(3_000 * MILLI, 100 * MILLI, 60_000 * MILLI);
        slow.onSample(30_000 * MILLI);
        assertEquals(60_000 * MILLI, slow.rtoNs());
    }

    /** Section 6.3.3, rule E2. */
    @Test
    void shouldDoubleWithEachTimeOutUntilTheLargest() {
        rto.onSample(200 * MILLI);
        rto.backOff();
        assertEquals(1_200 * MILLI, rto.rtoNs());
        for (int i = 0; i < 10; i++) {
            rto.backOff();
        }
        assertEquals(60_000 * MILLI, rto.rtoNs());
    }

    /** Rule C5: a measurement takes what was backed off back. */
    @Test
    void shouldForgetTimeOutsWithTheNextMeasurement() {
        rto.onSample(200 * MILLI);
        rto.backOff();
        rto.onSample(200 * MILLI);
        assertEquals((200 + 4 * 75) * MILLI, rto.rtoNs());
    }
}
