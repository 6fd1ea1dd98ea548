package io.sctp.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BufferGrowthTest {
    private static final long ROUND_TRIP = 50_000_000;

    private final BufferGrowth growth = new BufferGrowth();
    private long nowNs = 7_000_000_000L;

    @Test
    void shouldWantFourTimesWhatPassesInARoundTrip() {
        pass(0, ROUND_TRIP, 2);
        pass(100_000, ROUND_TRIP, 0.5);
        assertEquals(4 * 300_000, pass(200_000, ROUND_TRIP, 0.5));
        assertEquals(4 * 50_000, pass(100_000, ROUND_TRIP, 2), "in one of two round trips");
    }

    @Test
    void shouldWantNothingBeforeARoundTripIsOver() {
        pass(0, ROUND_TRIP, 2);
        assertEquals(0, pass(100_000, ROUND_TRIP, 0.5));
        assertEquals(0, pass(100_000, ROUND_TRIP, 0.4));
    }

    @Test
    void shouldWantNothingOfAPathThatIsNotKnown() {
        assertEquals(0, pass(100_000, 0, 2));
    }

    @Test
    void shouldWantLittleAfterAPause() {
        pass(0, ROUND_TRIP, 2);
        assertEquals(4 * 1000, pass(100_000, ROUND_TRIP, 100));
    }

    @Test
    void shouldNotOverflow() {
        pass(0, ROUND_TRIP, 2);
        pass(Integer.MAX_VALUE, ROUND_TRIP, 0.5);
        assertEquals(Integer.MAX_VALUE, pass(Integer.MAX_VALUE, ROUND_TRIP, 0.5));
    }

    private int pass(final int bytes, final long roundTripNs, final double roundTrips) {
        nowNs += (long) (ROUND_TRIP * roundTrips);
        return growth.onPassed(bytes, roundTripNs, nowNs);
    }
}
