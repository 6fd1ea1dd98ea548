package io.sctp.bench.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search on machines whose capacity is known. */
class CapacitySearchTest {
    private final List<Double> tried = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"41700,5000", "41700,100", "41700,10000000", "7,5000", "3000000,5000", "5000,5000", "4999,5000"})
    void shouldEnclosetheCapacityWhereverItBegins(final double capacity, final double start) throws Exception {
        final CapacitySearch.Found found =
                search(0.05, 3, rate -> rate <= capacity).from(start);
        final double lower = found.lower().orElseThrow();
        final double upper = found.upper().orElseThrow();
        assertTrue(lower <= capacity && capacity < upper, lower + " to " + upper);
        assertTrue(upper / lower <= 1.05 || upper - lower <= 1, lower + " to " + upper);
        assertTrue(tried.size() < 40, tried.size() + " trials");
        assertEquals(3, tried.stream().filter(rate -> rate == lower).count(), "trials of the lower end");
        assertEquals(3, tried.stream().filter(rate -> rate == upper).count(), "trials of the upper end");
    }

    /** Between 36,000 and 44,000 messages/s a trial holds by luck: the answer must say less, not something wrong. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldWidenItsAnswerWhereTrialsDisagree(final long seed) throws Exception {
        final SplittableRandom random = new SplittableRandom(seed);
        final CapacitySearch.Found found = search(0.05, 3, rate -> rate < 36_000 + 8_000 * random.nextDouble())
                .from(5_000);
        final double lower = found.lower().orElseThrow();
        final double upper = found.upper().orElseThrow();
        assertTrue(lower < 44_000 && upper > 36_000 && lower < upper, lower + " to " + upper);
    }

    @Test
    void shouldSayThatNoRateHoldsOrThatNoneIsTooHigh() throws Exception {
        final CapacitySearch.Found none = search(0.05, 2, rate -> false).from(1_000);
        assertEquals(OptionalDouble.empty(), none.lower());
        assertTrue(CapacityResult.verdict("p99=1us", none, 0, 10).startsWith("no rate held p99=1us"));
        final CapacitySearch.Found all = search(0.05, 2, rate -> true).from(1_000);
        assertEquals(OptionalDouble.empty(), all.upper());
        assertTrue(all.lower().isPresent());
    }

    @Test
    void shouldEndWithWhatThereIsWhenItIsStopped() throws Exception {
        final CapacitySearch.Found found =
                new CapacitySearch(0.05, 3, rate -> rate > 20_000 ? null : Boolean.TRUE).from(5_000);
        assertFalse(found.finished());
        assertEquals(OptionalDouble.of(20_000), found.lower());
        assertTrue(CapacityResult.verdict("p99=5ms", found, 2, 3)
                .startsWith("INTERRUPTED: 20,000 messages/s hold p99=5ms"));
    }

    @Test
    void shouldJudgeARunByEachOfItsLimits() {
        final LoadResult run = Results.of(5_000, Results.percentiles(1)); // p50 100 µs, p99 150 µs, p99.9 200 µs
        assertEquals(
                Optional.empty(), Slo.parse("p50=100us,p99=0.15ms,p99.9=1s").broken(run));
        assertEquals(
                Optional.of("p99 is 150.0 µs, above 149.0 µs"),
                Slo.parse("p50=1s,p99=149us").broken(run));
        assertEquals(
                Optional.of("too few messages for p99.99"),
                Slo.parse("p99.99=1s").broken(run));
        final LoadResult bad = Results.of(1, new Percentiles(1L, 1L, 1L, 1L, 1L, 1L, 1.0, 1), "6.1", List.of("x"));
        assertEquals(Optional.of("invalid: x"), Slo.parse("p99=1s").broken(bad));
        assertEquals(10_000, Slo.parse("p50=1s,p99.9=1s").messages());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p99", "p99=5", "p98=5ms", "p99=-5ms", "p99=5ms,", "p99=0ms", "99=5ms"})
    void shouldRefuseWhatIsNoLimit(final String text) {
        assertThrows(IllegalArgumentException.class, () -> Slo.parse(text));
    }

    private CapacitySearch search(final double precision, final int repeats, final CapacitySearch.Trial trial) {
        return new CapacitySearch(precision, repeats, rate -> {
            tried.add(rate);
            return trial.holdsAt(rate);
        });
    }
}
