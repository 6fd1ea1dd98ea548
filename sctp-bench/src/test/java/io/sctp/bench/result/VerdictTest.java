package io.sctp.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said first of a run, and where. */
class VerdictTest {
    private static final Noise NOISE = new Noise("p99", 160_000_000, 152_000_000);

    @Test
    void shouldSayThatARunIsValidOrAllThatIsWrongWithIt() {
        assertEquals("VALID", Verdict.of(List.of(), false, 10, 10, null));
        assertEquals(
                "INVALID: 1 message lost; no rate",
                Verdict.of(List.of("1 message lost", "no rate"), false, 1, 1, null));
        assertEquals("INTERRUPTED after 3.2 of 10.0 s", Verdict.of(List.of(), true, 3.21, 10, null));
        assertEquals(
                "INVALID: 1 message lost | INTERRUPTED after 0.0 of 10.0 s | "
                        + "NOISY: p99 of latency is 160000.0 µs, of the machine's hiccups 152000.0 µs",
                Verdict.of(List.of("1 message lost"), true, 0, 10, NOISE));
    }

    @Test
    void shouldCallARunNoisyWhoseTailIsTheMachines() {
        assertEquals(
                Optional.of(new Noise("p99", 200, 100)), Noise.in(percentiles(200L, null), percentiles(100L, 9_000L)));
        assertEquals(Optional.empty(), Noise.in(percentiles(200L, null), percentiles(99L, null)));
    }

    @Test
    void shouldLookAtTheHighestPercentileThatBothHave() {
        assertEquals(Optional.empty(), Noise.in(percentiles(200L, 10_000L), percentiles(150L, 300L)));
        assertEquals(
                Optional.of(new Noise("p99.9", 400, 300)), Noise.in(percentiles(200L, 400L), percentiles(1L, 300L)));
        assertEquals(Optional.empty(), Noise.in(percentiles(null, null), percentiles(150L, 300L)));
    }

    @Test
    void shouldStandInTheFirstLineOfTextAndJson() {
        final LoadResult result = Results.of(5_000, Results.percentiles(1), "6.12.1", List.of("1 message lost"));
        assertEquals(
                "INVALID: 1 message lost",
                ResultTable.of(result).lines().findFirst().orElseThrow());
        final String first = ResultFile.toJson(result).lines().findFirst().orElseThrow();
        assertTrue(first.contains("\"verdict\" : \"INVALID: 1 message lost\""), first);
    }

    private static Percentiles percentiles(final Long p99, final Long p999) {
        return new Percentiles(1L, 2L, p99, p999, null, 10_000L, 3.0, 1_000);
    }
}
