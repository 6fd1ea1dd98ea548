package io.sctp.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.compare.Difference.Verdict;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Comparisons of made-up runs. Their noise is that of real machines: a few percent from run to run, more in the tail,
 * and now and then a run that went badly.
 */
class ComparisonTest {
    private static final int RUNS = 10;
    private static final double P99_NS = 150_000;

    @Test
    void shouldCatchAPlantedSlowdownOfFifteenPercent() {
        for (int seed = 0; seed < 20; seed++) {
            final Comparison comparison = compare(runs(RUNS, 1, seed), runs(RUNS, 1.15, 1_000 + seed));
            assertTrue(comparison.hasRegression(), "seed " + seed + ": " + comparison.differences());
            assertEquals(Verdict.REGRESSION, of(comparison, Metric.P50).verdict(), "p50, seed " + seed);
        }
    }

    @Test
    void shouldRaiseNoAlarmInTwentyComparisonsOfTheSameWithTheSame() {
        for (int seed = 0; seed < 20; seed++) {
            final Comparison comparison = compare(runs(RUNS, 1, seed), runs(RUNS, 1, 2_000 + seed));
            assertFalse(comparison.hasRegression(), "seed " + seed + ": " + comparison.differences());
        }
    }

    @Test
    void shouldCallASlowdownSmallThatIsRealButWithinTheThreshold() {
        final Comparison comparison = compare(steady(RUNS, 1), steady(RUNS, 1.03));
        assertEquals(Verdict.SMALL, of(comparison, Metric.P50).verdict());
        assertFalse(comparison.hasRegression());
    }

    @Test
    void shouldObeyAThresholdOfTheUsers() {
        final Comparison comparison = Comparison.of(steady(RUNS, 1), steady(RUNS, 1.03), Map.of(Metric.P50, 0.02));
        assertEquals(Verdict.REGRESSION, of(comparison, Metric.P50).verdict());
    }

    @Test
    void shouldNotCallAnImprovementARegression() {
        final Comparison comparison = compare(runs(RUNS, 1.3, 1), runs(RUNS, 1, 2));
        assertEquals(Verdict.IMPROVEMENT, of(comparison, Metric.P50).verdict());
        assertEquals(Verdict.IMPROVEMENT, of(comparison, Metric.THROUGHPUT).verdict());
        assertFalse(comparison.hasRegression());
    }

    @Test
    void shouldNotCompareTooFewRuns() {
        final Comparison comparison = compare(runs(4, 1, 1), runs(RUNS, 1, 2));
        assertEquals(List.of("too few runs: the base has 4, and needs 5"), comparison.notComparable());
        assertTrue(comparison.differences().isEmpty());
    }

    @Test
    void shouldFindALargeDifferenceWithTheFewestRunsAllowed() {
        assertTrue(compare(steady(5, 1), steady(5, 1.5)).hasRegression());
    }

    @Test
    void shouldNotCompareInvalidRuns() {
        final List<LoadResult> base = new ArrayList<>(runs(RUNS, 1, 1));
        base.set(3, Results.of(5_000, latency(1, 1), "6.12.1", List.of("1 message lost")));
        assertEquals(
                List.of("1 of the base's 10 runs are invalid"),
                compare(base, runs(RUNS, 1, 2)).notComparable());
    }

    @Test
    void shouldLeaveOutAPercentileThatSomeRunIsTooShortFor() {
        final List<LoadResult> base = new ArrayList<>(runs(RUNS, 1, 1));
        base.set(3, Results.of(5_000, new Percentiles(100_000L, null, null, null, null, 1L, 1.0, 100)));
        assertEquals(
                List.of(Metric.THROUGHPUT, Metric.P50),
                compare(base, runs(RUNS, 1, 2)).differences().stream()
                        .map(Difference::metric)
                        .toList());
    }

    /** Whoever reads "no regression" wants to know of what size. */
    @Test
    void shouldSayWhichChangeItWouldHaveSeen() {
        final Comparison comparison = compare(steady(RUNS, 1), steady(RUNS, 1));
        assertEquals("no regression", comparison.verdict());
        comparison.differences().forEach(difference -> {
            assertTrue(difference.conclusive(), difference::toString);
            assertTrue(difference.smallestChange() < 0.001, difference::toString);
        });
    }

    @Test
    void shouldSeeAChangeThatIsLargerThanTheSmallestAndNoneThatIsSmaller() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final double[] base = random.doubles(8, 95_000, 105_000).toArray();
            final double[] candidate = random.doubles(8, 95_000, 105_000).toArray();
            final double centre = Statistics.median(base) / Statistics.median(candidate);
            final double smallest = of(compare(medians(base, 1), medians(candidate, centre)), Metric.P50)
                    .smallestChange();
            final String message = "seed " + seed + ": " + smallest;
            assertEquals(
                    Verdict.NONE,
                    of(compare(medians(base, 1), medians(candidate, centre * (1 + 0.99 * smallest))), Metric.P50)
                            .verdict(),
                    message);
            assertTrue(
                    of(compare(medians(base, 1), medians(candidate, centre * (1 + 1.01 * smallest))), Metric.P50)
                                    .verdict()
                            != Verdict.NONE,
                    message);
        }
    }

    @Test
    void shouldBeInconclusiveWhereAChangeBeyondTheThresholdWouldGoUnseen() {
        final double[] scattered = {60_000, 80_000, 100_000, 120_000, 140_000};
        final Comparison comparison = compare(medians(scattered, 1), medians(scattered, 1));
        final Difference p50 = of(comparison, Metric.P50);
        assertEquals(Verdict.NONE, p50.verdict());
        assertFalse(p50.conclusive());
        assertTrue(p50.smallestChange() > 1, p50::toString);
        assertEquals("no regression, but inconclusive in p50", comparison.verdict());
    }

    /** Runs with these medians, so many times as long, and nothing else that differs. */
    private static List<LoadResult> medians(final double[] values, final double factor) {
        final List<LoadResult> results = new ArrayList<>();
        for (final double value : values) {
            results.add(Results.of(
                    5_000, new Percentiles(Math.round(value * factor), null, null, null, null, 1L, 1.0, 100)));
        }
        return results;
    }

    private static Comparison compare(final List<LoadResult> base, final List<LoadResult> candidate) {
        return Comparison.of(base, candidate, Map.of());
    }

    private static Difference of(final Comparison comparison, final Metric metric) {
        return comparison.differences().stream()
                .filter(difference -> difference.metric() == metric)
                .findFirst()
                .orElseThrow();
    }

    private static List<LoadResult> steady(final int count, final double slowdown) {
        final List<LoadResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final double wobble = 1 + i * 0.000_1;
            results.add(Results.of(5_000 / slowdown / wobble, latency(slowdown * wobble, slowdown * wobble)));
        }
        return results;
    }

    private static List<LoadResult> runs(final int count, final double slowdown, final int seed) {
        final Random random = new Random(seed);
        final List<LoadResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final double mishap = random.nextInt(12) == 0 ? 1.3 : 1;
            final double body = slowdown * Math.exp(0.03 * random.nextGaussian());
            final double tail = slowdown * mishap * Math.exp(0.08 * random.nextGaussian());
            results.add(Results.of(5_000 / slowdown * Math.exp(0.01 * random.nextGaussian()), latency(body, tail)));
        }
        Collections.shuffle(results, random);
        return results;
    }

    private static Percentiles latency(final double body, final double tail) {
        return new Percentiles(
                Math.round(100_000 * body),
                Math.round(110_000 * body),
                Math.round(P99_NS * tail),
                Math.round(2 * P99_NS * tail),
                null,
                Math.round(4 * P99_NS * tail),
                105_000 * body,
                50_000);
    }
}
