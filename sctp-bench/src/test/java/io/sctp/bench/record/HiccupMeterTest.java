package io.sctp.bench.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.Percentiles;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is made of the sleeps of an idle thread. */
class HiccupMeterTest {
    private static final long MILLI = 1_000_000;
    private static final long USUAL_SLEEP_NS = 1_060_000;

    private final HiccupMeter meter = HiccupMeter.idle();

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

    @Test
    void shouldMeasureItsOwnThread() throws InterruptedException {
        try (HiccupMeter running = HiccupMeter.start()) {
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
