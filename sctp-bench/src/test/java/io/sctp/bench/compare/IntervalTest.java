package io.sctp.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {
    private static final double CONFIDENCE = 0.95;

    @Test
    void shouldHoldTheTrueChangeAsOftenAsItSays() {
        final Random random = new Random(7);
        int held = 0;
        final int times = 2_000;
        for (int i = 0; i < times; i++) {
            final Interval interval = Interval.ofChange(runs(3, 100, random), runs(3, 110, random), CONFIDENCE);
            held += interval.low() <= 0.10 && interval.high() >= 0.10 ? 1 : 0;
        }
        assertTrue(held >= 0.93 * times && held <= 0.985 * times, held + " of " + times);
    }

    @Test
    void shouldAgreeWithATextbooksFigures() {
        // Logarithms 0, 1, 2 and 2, 3, 4: difference 2, standard error sqrt(2/3), 4 degrees of freedom, t = 2.776445.
        final double[] base = {1, Math.E, Math.exp(2)};
        final double[] candidate = {Math.exp(2), Math.exp(3), Math.exp(4)};
        final Interval interval = Interval.ofChange(base, candidate, CONFIDENCE);
        final double half = 2.776445 * Math.sqrt(2.0 / 3);
        assertEquals(Math.expm1(2 - half), interval.low(), 1e-5);
        assertEquals(Math.expm1(2 + half), interval.high(), 1e-3);
    }

    @Test
    void shouldHaveNoWidthForRunsThatAreAllAlike() {
        final Interval interval = Interval.ofChange(new double[] {50, 50}, new double[] {60, 60}, CONFIDENCE);
        assertEquals(0.2, interval.change(), 1e-12);
        assertEquals(interval.low(), interval.high());
    }

    @Test
    void shouldClaimNothingFromOneRun() {
        final Interval interval = Interval.ofChange(new double[] {50}, new double[] {60, 61}, CONFIDENCE);
        assertEquals(50, interval.base(), 1e-9);
        assertNull(interval.low());
        assertNull(interval.high());
    }

    private static double[] runs(final int count, final double median, final Random random) {
        return random.doubles(count)
                .map(ignored -> median * Math.exp(0.02 * random.nextGaussian()))
                .toArray();
    }
}
