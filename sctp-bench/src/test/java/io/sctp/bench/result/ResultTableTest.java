package io.sctp.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.LoadResult.StreamLatency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void shouldHaveALineForEachStreamAndTheTotal() {
        final List<String> lines = lines(table(1_000, streams(32)));
        assertEquals(32, lines.stream().filter(line -> line.matches("\\d+ .*")).count());
        assertEquals("31 1000 31.0 131.0 231.0", row(lines, "31"));
        assertEquals("total 1000 500.0 900.0 990.0 - 1000.0", row(lines, "total"));
    }

    @Test
    void shouldPrintAPercentileOnlyIfTenSamplesAreAboveIt() {
        assertEquals("total 100 50.0 90.0 - - 100.0", row(lines(table(100, List.of())), "total"));
        assertEquals("total 90 45.0 - - - 90.0", row(lines(table(90, List.of())), "total"), "nine are above p90");
    }

    @Test
    void shouldShowTheWorstTenOfManyStreams() {
        final List<StreamLatency> streams = new ArrayList<>(streams(33));
        Collections.shuffle(streams, new Random(1));
        final List<String> lines = lines(table(1_000, streams));
        assertEquals(
                List.of("32", "31", "30", "29", "28", "27", "26", "25", "24", "23"),
                lines.stream()
                        .filter(line -> line.matches("\\d+ .*"))
                        .map(line -> line.substring(0, 2))
                        .toList()
                        .subList(0, 10));
        assertTrue(lines.contains("(the 10 slowest of 33 streams)"), String.join("\n", lines));
    }

    @Test
    void shouldSayInTheFirstLineWhyARunIsInvalid() {
        final LoadResult result = Results.of(5_000, of(100), "6.12.1", List.of("1 message lost"));
        assertEquals("INVALID: 1 message lost", lines(result).get(0));
    }

    private static String row(final List<String> lines, final String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ");
    }

    private static List<String> lines(final LoadResult result) {
        return ResultTable.of(result).lines().map(String::strip).toList();
    }

    /** A thousand microseconds' worth, one each. */
    private static Percentiles of(final int samples) {
        final Histogram histogram = new Histogram(5);
        for (int i = 1; i <= samples; i++) {
            histogram.recordValue(i * 1_000L);
        }
        return Percentiles.of(histogram);
    }

    private static List<StreamLatency> streams(final int count) {
        final List<StreamLatency> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(new StreamLatency(i, 1_000, i * 1_000L, 100_000 + i * 1_000L, 200_000 + i * 1_000L));
        }
        return streams;
    }

    private static LoadResult table(final int samples, final List<StreamLatency> streams) {
        return Results.of(5_000, of(samples), streams);
    }
}
