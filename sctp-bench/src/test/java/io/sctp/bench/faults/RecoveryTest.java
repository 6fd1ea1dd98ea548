package io.sctp.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Before the fault: 20 messages of 100 µs in 20 ms, at most 3 outstanding. */
class RecoveryTest {
    private static final long USUAL_NS = 100_000;
    private static final int USUAL_COUNT = 20;
    private static final int USUALLY_OUTSTANDING = 3;

    @Test
    void shouldBeBackWhenAllIsAsBefore() {
        assertTrue(scheduled().isBackIn(slice(USUAL_COUNT, USUAL_NS, USUALLY_OUTSTANDING, 0)));
        assertTrue(scheduled().isBackIn(slice(1, 2 * USUAL_NS - 5_000, 0, Slices.LENGTH_NS)), "at the limits");
    }

    @Test
    void shouldNotBeBackWhileLatencyIsMoreThanTwiceWhatItWas() {
        assertFalse(scheduled().isBackIn(slice(USUAL_COUNT, 2 * USUAL_NS + 5_000, 0, 0)));
    }

    @Test
    void shouldNotBeBackWhileNothingArrives() {
        assertFalse(scheduled().isBackIn(slice(0, 0, 0, 0)));
    }

    @Test
    void shouldNotBeBackWhileOneAssociationOfManyStandsStill() {
        assertFalse(scheduled().isBackIn(slice(USUAL_COUNT, USUAL_NS, USUALLY_OUTSTANDING + 1, 0)));
    }

    @Test
    void shouldNotBeBackWhileTheSenderIsBehind() {
        assertFalse(scheduled().isBackIn(slice(USUAL_COUNT, USUAL_NS, 0, Slices.LENGTH_NS + 1)));
    }

    @Test
    void shouldDemandHalfTheRateOfASenderWithoutSchedule() {
        final Recovery recovery = after(false);
        assertTrue(recovery.isBackIn(slice(USUAL_COUNT / 2, USUAL_NS, 0, 0)));
        assertFalse(recovery.isBackIn(slice(USUAL_COUNT / 2 - 1, USUAL_NS, 0, 0)));
    }

    @Test
    void shouldNeverBeBackIfNothingHadArrivedBefore() {
        final Recovery recovery = new Recovery(true);
        recovery.onBefore(slice(0, 0, 0, 0));
        assertFalse(recovery.isBackIn(slice(USUAL_COUNT, USUAL_NS, 0, 0)));
    }

    @Test
    void shouldKnowWhetherTheSenderWasOnScheduleAtTheStartOfASlice() {
        assertTrue(slice(1, 1, 0, Slices.LENGTH_NS).isOnSchedule());
        assertFalse(slice(1, 1, 0, Slices.LENGTH_NS + 1).isOnSchedule());
        assertEquals(1e-9 * USUAL_COUNT, slice(USUAL_COUNT, 1, 0, 0).rate() * Slices.LENGTH_NS / 1e9, 1e-15);
    }

    private static Recovery scheduled() {
        return after(true);
    }

    /** After ten usual slices. */
    private static Recovery after(final boolean scheduled) {
        final Recovery recovery = new Recovery(scheduled);
        for (int i = 0; i < 10; i++) {
            recovery.onBefore(slice(USUAL_COUNT, USUAL_NS, i == 5 ? USUALLY_OUTSTANDING : 0, 0));
        }
        return recovery;
    }

    private static Slice slice(final int count, final long latencyNs, final long outstanding, final long behindNs) {
        final Histogram latency = new Histogram(Slices.DIGITS);
        latency.recordValueWithCount(latencyNs, count);
        return new Slice(0, Slices.LENGTH_NS, latency, outstanding, behindNs);
    }
}
