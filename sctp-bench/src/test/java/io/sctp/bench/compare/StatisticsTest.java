package io.sctp.bench.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void shouldCorrectAsHolmDoes() {
        assertArrayEquals(
                new double[] {0.03, 0.06, 0.06, 0.02}, Statistics.holm(new double[] {0.01, 0.04, 0.03, 0.005}), 1e-12);
    }

    @Test
    void shouldNeverCorrectBeyondCertainty() {
        assertArrayEquals(new double[] {1, 1}, Statistics.holm(new double[] {0.9, 0.8}), 1e-12);
    }

    @Test
    void shouldGiveTheExactChanceOfSeparateSamples() {
        // All five below all five: 2 of the 252 ways to deal ten ranks out.
        assertEquals(
                2.0 / 252, Statistics.mannWhitney(new double[] {1, 2, 3, 4, 5}, new double[] {6, 7, 8, 9, 10}), 1e-12);
    }

    @Test
    void shouldFindNoDifferenceWhereAllRunsAreEqual() {
        assertEquals(1, Statistics.mannWhitney(new double[] {5, 5, 5, 5, 5}, new double[] {5, 5, 5, 5, 5}));
    }

    @Test
    void shouldFindADifferenceBetweenRunsThatAreEqualOnEachSide() {
        assertTrue(Statistics.mannWhitney(new double[] {5, 5, 5, 5, 5}, new double[] {6, 6, 6, 6, 6}) < 0.01);
    }

    @Test
    void shouldEncloseTheChangeInItsInterval() {
        final double[] base = {100, 101, 99, 102, 98, 100};
        final double[] candidate = {110, 111, 109, 112, 108, 110};
        final double[] interval = Statistics.changeInterval(base, candidate, 0.05);
        assertTrue(interval[0] > 0.07 && interval[0] < 0.1, "lower end " + interval[0]);
        assertTrue(interval[1] > 0.1 && interval[1] < 0.13, "upper end " + interval[1]);
    }
}
