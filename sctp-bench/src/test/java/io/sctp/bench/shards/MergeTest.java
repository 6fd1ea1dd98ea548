package io.sctp.bench.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sctp.bench.record.IntervalLog;
import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Results;
import io.sctp.bench.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One result made of those of several generators. */
class MergeTest {
    private static final int GENERATORS = 3;
    private static final int STREAMS = 2;
    private static final int SECONDS = 4;
    private static final int PER_SECOND = 5_000;
    private static final long SECOND_NS = 1_000_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** What one generator would have recorded of all messages. */
    private final Recorders all = new Recorders(STREAMS, false);

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void shouldHoldWhatOneRecordingOfAllMessagesWouldHold() throws IOException {
        writeAll(node -> {});
        all.collectAll();
        final LoadResult merged = merge();
        final Histogram latency = all.total().whole();
        assertEquals(GENERATORS * SECONDS * PER_SECOND, latency.getTotalCount());
        assertEquals(latency, HistogramText.decode(merged.histograms().latencyNs()));
        assertEquals(
                all.service().whole(), HistogramText.decode(merged.histograms().serviceNs()));
        assertEquals(Percentiles.of(latency), merged.latencyNs());
        assertEquals(Percentiles.of(all.service().whole()), merged.serviceNs());
        for (int i = 0; i < STREAMS; i++) {
            final Histogram stream = all.stream(i).whole();
            assertEquals(
                    new LoadResult.StreamLatency(
                            i,
                            stream.getTotalCount(),
                            stream.getValueAtPercentile(50),
                            stream.getValueAtPercentile(99),
                            stream.getMaxValue()),
                    merged.perStream().get(i));
        }
        assertEquals(Verdict.VALID, merged.verdict());
    }

    @Test
    void shouldAddRatesAndCounts() throws IOException {
        writeAll(node -> {});
        final LoadResult merged = merge();
        assertEquals(GENERATORS * 5_000.0, merged.achievedRate());
        assertEquals(GENERATORS * 4_990.0, merged.throughputMsgsPerS());
        assertEquals(GENERATORS * 60_000, merged.sent());
        assertEquals(GENERATORS * 60_000, merged.received());
        assertEquals(GENERATORS, merged.gc().count());
        assertEquals(12_345.5, merged.cpuNsPerMsg(), 1e-6, "the mean over messages");
        assertEquals(GENERATORS, merged.associations());
        assertEquals(15_000, merged.intendedRate());
        assertEquals(GENERATORS, merged.merged().generators().size());
    }

    /** The third generator began 50 ms late, and its first interval is of the others' second. */
    @Test
    void shouldAddTheIntervalsOfTheSameSecond() throws IOException {
        writeAll(node -> {
            if (node.at("/shard/number").asInt() == 3) {
                ((ObjectNode) node.get("shard")).put("measured_from", "2026-12-02T10:00:03.050Z");
            }
        });
        Merge.of(List.of(folder)).writeIntervals(folder.resolve("merged"), "sctp merge");
        final Map<String, Long> counts = new TreeMap<>();
        final HistogramLogReader reader =
                new HistogramLogReader(folder.resolve("merged/intervals.hlog").toFile());
        for (Histogram next = (Histogram) reader.nextIntervalHistogram();
                next != null;
                next = (Histogram) reader.nextIntervalHistogram()) {
            if (next.getTag() == null) {
                final double fromMs = next.getStartTimeStamp() - 1e3 * reader.getStartTimeSec();
                final long second = Math.round(fromMs / 1e3);
                // Bounds are means: a third of what the third generator is late. The log has whole milliseconds.
                assertEquals(1000 * second + 50 / 3.0, fromMs, 1.5, () -> "where second " + second + " begins");
                counts.put(Long.toString(second), next.getTotalCount());
            } else {
                counts.merge(next.getTag(), next.getTotalCount(), Long::sum);
            }
        }
        reader.close();
        final long perSecond = GENERATORS * PER_SECOND;
        for (int second = 0; second < SECONDS; second++) {
            assertEquals(perSecond, counts.get(Integer.toString(second)), "second " + second);
        }
        assertEquals(SECONDS * perSecond, counts.get("stream-0") + counts.get("stream-1"));
        assertEquals(SECONDS * perSecond, counts.get("service"));
        assertEquals(GENERATORS * SECONDS, counts.get("hiccup"));
        assertEquals(8, counts.size(), counts::toString);
    }

    @Test
    void shouldBeInvalidWhereAPartIs() throws IOException {
        writeAll(node -> {
            if (node.at("/shard/number").asInt() == 2) {
                node.put("valid", false).putArray("invalid_reasons").add("1 message lost");
            }
        });
        final LoadResult merged = merge();
        assertFalse(merged.valid());
        assertEquals("INVALID: 2/3 (host-2): 1 message lost", merged.verdict());
    }

    @Test
    void shouldBeInvalidWhereTheGeneratorsDidNotMeasureTogether() throws IOException {
        writeAll(node -> {
            if (node.at("/shard/number").asInt() == 2) {
                ((ObjectNode) node.get("shard")).put("measured_from", "2026-12-02T10:00:03.500Z");
            }
        });
        final LoadResult merged = merge();
        assertEquals(500_000_000, merged.merged().startSkewNs());
        assertEquals(
                "INVALID: the generators began 0.500 s apart, more than 1 % of the 10.0 s that they measured",
                merged.verdict());
    }

    @Test
    void shouldBeNoisyOrInterruptedWhereAPartIs() throws IOException {
        writeAll(node -> {
            if (node.at("/shard/number").asInt() == 3) {
                node.put("interrupted", true).put("measured_s", 4.5);
                node.putObject("noise")
                        .put("percentile", "p99")
                        .put("latency_ns", 2_000)
                        .put("hiccup_ns", 1_500);
            }
        });
        assertEquals(
                "INTERRUPTED after 4.5 of 10.0 s | NOISY: p99 of latency is 2.0 µs, of the machine's hiccups 1.5 µs",
                merge().verdict());
    }

    @Test
    void shouldHaveTheLargestClockErrorAndTellOfTheSkew() throws IOException {
        writeAll(node -> {
            final int number = node.at("/shard/number").asInt();
            node.put("mode", "oneway").put("clock_error_ns", 1_000 * number);
            ((ObjectNode) node.get("shard")).put("measured_from", "2026-12-02T10:00:03.00" + number + "Z");
        });
        final LoadResult merged = merge();
        assertEquals(3_000, merged.clockErrorNs());
        assertEquals(
                List.of(
                        "3 generators, whose measurements began 2.000 ms apart by their machines' clocks",
                        "one-way times are wrong by up to 3.0 µs, the largest clock error of all generators"),
                merged.merged().notes(merged));
    }

    @Test
    void shouldTellInWhatTheMachinesDiffer() throws IOException {
        writeAll(node -> {
            if (node.at("/shard/number").asInt() == 2) {
                ((ObjectNode) node.get("environment")).put("cpu_model", "Another processor");
                ((ObjectNode) node.at("/environment/sysctls")).put("net.core.rmem_max", "4194304");
            }
        });
        final LoadResult merged = merge();
        assertEquals(
                List.of(
                        "processor: A processor on 1/3 (host-1), Another processor on 2/3 (host-2)",
                        "net.core.rmem_max: 212992 on 1/3 (host-1), 4194304 on 2/3 (host-2)"),
                merged.merged().differences());
        assertEquals("A processor / Another processor", merged.environment().cpuModel());
        assertEquals(6, merged.environment().cpus(), "of all three");
        assertEquals("host-1 / host-2 / host-3", merged.origin().host());
        assertEquals(
                "Another processor",
                merged.merged().generators().get(1).environment().cpuModel());
    }

    @ParameterizedTest
    @CsvSource({
        "/seed,                        2,       seed",
        "/size,                        300,     size",
        "/mode,                        oneway,  mode",
        "/duration_s,                  20,      duration",
        "/warmup_s,                    20,      warm-up",
        "/streams,                     3,       streams",
        "/provider,                    tcp,     provider",
        "/batch,                       1,       batch",
        "/arrival,                     poisson, arrival",
        "/profile,                     5@1s,    profile",
        "/ppid,                        1,       ppid",
        "/nagle,                       true,    Nagle",
        "/unordered,                   true,    order",
        "/origin/version,              9.9,     version",
        "/origin/commit,               abcdef,  commit",
        "/origin/label,                x,       label",
        "/shard/of,                    4,       number of generators",
        "/shard/schedule_associations, 4,       associations of all",
        "/shard/schedule_rate,         4,       rate of all",
        "/shard/start_at,              2026-12-02T10:00:09Z, agreed start",
    })
    void shouldRefuseResultsOfDifferentRuns(final String field, final String value, final String named)
            throws IOException {
        writeAll(node -> {
            if (node.at("/shard/number").asInt() == 3) {
                final int slash = field.lastIndexOf('/');
                final ObjectNode holder = slash == 0 ? node : (ObjectNode) node.at(field.substring(0, slash));
                holder.put(field.substring(slash + 1), value);
            }
        });
        final String refusal = refusal();
        assertTrue(refusal.startsWith("the results are not of one run: they differ in " + named), refusal);
        assertTrue(refusal.contains("shard-3"), refusal);
    }

    @Test
    void shouldRefuseAMissingPart() throws IOException {
        write(2, node -> {});
        assertEquals("the results of some generators are missing: 1/3, 3/3", refusal());
    }

    @Test
    void shouldRefuseAPartThatIsThereTwice() throws IOException {
        writeAll(node -> {});
        final Path twice = folder.resolve("shard-2/result.json");
        assertEquals(
                "generator 2/3 is there twice: " + twice + " and " + twice,
                assertThrows(IllegalArgumentException.class, () -> Merge.of(List.of(folder, folder.resolve("shard-2"))))
                        .getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoPart() throws IOException {
        writeAll(node -> {
            if (node.at("/shard/number").asInt() == 1) {
                node.putNull("shard");
            }
        });
        assertTrue(refusal()
                .endsWith("shard-1/result.json is not a part of anything: its client was started without --shard"));
    }

    @Test
    void shouldRefuseToMergeWhatIsMerged() throws IOException {
        writeAll(node -> {});
        ResultFile.write(folder.resolve("a/result.json"), merge());
        assertTrue(refusal().endsWith("a/result.json is a merged result: name those that it was made of"), refusal());
    }

    @Test
    void shouldRefuseALogThatIsMissingOrNotComplete() throws IOException {
        writeAll(node -> {});
        final Path log = folder.resolve("shard-2/intervals.hlog");
        final List<String> lines = Files.readAllLines(log);
        Files.write(log, lines.subList(0, lines.size() - 5));
        assertTrue(refusal().contains("shard-2/intervals.hlog has 15000 messages, and "), refusal());
        Files.delete(log);
        assertTrue(refusal().startsWith("there is no " + log), refusal());
    }

    private LoadResult merge() throws IOException {
        return Merge.of(List.of(folder)).result(List.of("merge"));
    }

    private String refusal() {
        return assertThrows(IllegalArgumentException.class, this::merge).getMessage();
    }

    private void writeAll(final Consumer<ObjectNode> change) throws IOException {
        for (int number = 1; number <= GENERATORS; number++) {
            write(number, change);
        }
    }

    /** Writes what a generator would, after a change, and records its messages with those of all. */
    private void write(final int number, final Consumer<ObjectNode> change) throws IOException {
        final Path shard = folder.resolve("shard-" + number);
        final Recorders own = new Recorders(STREAMS, false);
        final LatencyRecorder hiccups = new LatencyRecorder(2);
        try (IntervalLog log = new IntervalLog(shard.resolve("intervals.hlog"), "sctp client")) {
            for (int second = 0; second < SECONDS; second++) {
                for (int i = 0; i < PER_SECOND; i++) {
                    final long serviceNs = random.nextLong(1, 1L << random.nextInt(1, 40));
                    final long latencyNs = serviceNs + random.nextLong(1_000_000);
                    own.record(i % STREAMS, latencyNs, serviceNs);
                    all.record(i % STREAMS, latencyNs, serviceNs);
                }
                hiccups.record(number);
                own.collectAll();
                hiccups.collect();
                log.write(own, hiccups, second * SECOND_NS, (second + 1) * SECOND_NS);
            }
        }
        final ObjectNode node = (ObjectNode) JSON.readTree(
                ResultFile.toJson(Results.of(4_990, Percentiles.of(own.total().whole()))));
        node.putNull("verdict");
        ((ObjectNode) node.get("histograms"))
                .put("latency_ns", HistogramText.encode(own.total().whole()))
                .put("service_ns", HistogramText.encode(own.service().whole()))
                .put("hiccup_ns", HistogramText.encode(hiccups.whole()));
        ((ObjectNode) node.get("origin")).put("host", "host-" + number);
        node.putObject("shard")
                .put("number", number)
                .put("of", GENERATORS)
                .put("schedule_associations", GENERATORS)
                .put("schedule_rate", 15_000.0)
                .put("start_at", "2026-12-02T10:00:01Z")
                .put("measured_from", "2026-12-02T10:00:03Z");
        change.accept(node);
        Files.writeString(shard.resolve("result.json"), node.toString());
    }
}
