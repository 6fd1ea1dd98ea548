package io.sctp.bench.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.Percentiles;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is made of the sleeps of an idle thread. */
class HiccupMeterTest {
    private static final long MILLI = 1_000_000;
    private static final long USUAL_SLEEP_NS = 1_060_000;

    private HiccupMeter meter = HiccupMeter.idle(1);

    /** A thread that wakes up every millisecond would have found the machine stalled 200 times. */
    @Test
    void shouldCountAStallAsOftenAsItWouldHaveBeenMet() {
        sleep(9_800, USUAL_SLEEP_NS);
        sleep(1, 200 * MILLI + USUAL_SLEEP_NS);
        final Percentiles hiccups = hiccups();
        assertEquals(10_000, (double) hiccups.count(), 5);
        assertEquals(100, hiccups.p99() / 1e6, 2, "ms at p99, of a stall that took 2 % of the time");
        assertEquals(200, hiccups.max() / 1e6, 2, "ms");
    }

    @Test
    void shouldCallNoHiccupWhatEverySleepTakes() {
        sleep(10_000, USUAL_SLEEP_NS);
        assertTrue(hiccups().p99() < 1_000, () -> hiccups().toString());
    }

    /** Four generators that each sleep four times as long see a machine as one does. */
    @Test
    void shouldSeeTheSameInLongerSleeps() {
        meter = HiccupMeter.idle(4);
        sleep(2_450, 4 * MILLI + 60_000);
        sleep(1, 200 * MILLI + 4 * MILLI + 60_000);
        final Percentiles hiccups = hiccups();
        assertEquals(2_500, (double) hiccups.count(), 5);
        assertEquals(100, hiccups.p99() / 1e6, 4, "ms at p99, of a stall that took 2 % of the time");
        assertEquals(200, hiccups.max() / 1e6, 2, "ms");
    }

    /** Each generator costs the machine an equal share of the wake-ups of one. */
    @Test
    void shouldShareTheWakeUpsAmongGenerators() throws InterruptedException {
        assertTrue(samplesOfASecond(8) <= 1_000 / 8 + 1, "of eight generators");
        assertTrue(samplesOfASecond(1_000) <= 1_000 / 10 + 1, "of a thousand, of which each meets a stall of 10 ms");
    }

    /** The samples of a second without the stalls, which count several times. */
    private static long samplesOfASecond(final int generators) throws InterruptedException {
        try (HiccupMeter running = HiccupMeter.start(generators)) {
            Thread.sleep(500);
            final Histogram samples = running.recorder().collect();
            assertTrue(samples.getTotalCount() > 0, "nothing was recorded");
            return 2 * samples.getCountBetweenValues(0, MILLI);
        }
    }

    @Test
    void shouldMeasureItsOwnThread() throws InterruptedException {
        try (HiccupMeter running = HiccupMeter.start(1)) {
            final long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (running.recorder().collect().getTotalCount() == 0 && System.nanoTime() - giveUpNs < 0) {
                Thread.sleep(5);
            }
            assertTrue(running.recorder().whole().getTotalCount() > 0, "nothing was recorded");
        }
    }

    private void sleep(final int times, final long sleptNs) {
        for (int i = 0; i < times; i++) {
            meter.onWakeUp(sleptNs);
        }
    }

    private Percentiles hiccups() {
        meter.recorder().collect();
        return Percentiles.of(meter.recorder().whole());
    }
}
