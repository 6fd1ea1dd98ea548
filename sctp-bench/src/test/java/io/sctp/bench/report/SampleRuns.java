package io.sctp.bench.report;

import io.sctp.bench.record.IntervalLog;
import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.result.FaultResult;
import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * Folders as runs leave them: two streams, five seconds, and nothing arrives in the third. Each run is a tenth slower
 * than the one before.
 */
final class SampleRuns {
    static final int STREAMS = 2;
    static final int SECONDS = 5;
    static final int STALLED_SECOND = 2;

    private static final double SLOWER = 1.1;

    private SampleRuns() {}

    /** Writes a run for each name, of 2,000 messages a second. */
    static List<Path> write(final Path folder, final String... names) throws IOException {
        return write(folder, 2_000, names);
    }

    /** Writes a run with two faults: the path is down in the stalled second, and the peer is killed at the end. */
    static Path writeDisturbed(final Path folder, final String name) throws IOException {
        final Path run = write(folder, name).get(0);
        final Path file = run.resolve(ResultFile.STANDARD_NAME);
        final String faults = ResultFile.toJson(List.of(
                new FaultResult("down@2s+1s", "down", "lo", 2.0, 3.0, 0.25, 0.02),
                new FaultResult("kill@4900ms", "kill", null, 4.9, null, null, null)));
        Files.writeString(
                file, Files.readString(file).replace("\"faults\" : [ ]", "\"faults\" : " + faults.stripTrailing()));
        return run;
    }

    /** Writes a run on a Diameter server, with messages of two types, of one of which too few came for a p99. */
    static Path writeOnDiameter(final Path folder, final String name) throws IOException {
        final Path run = write(folder, name).get(0);
        final Path file = run.resolve(ResultFile.STANDARD_NAME);
        final String target = ResultFile.toJson(new LoadResult.ForeignTarget(
                "diameter",
                1_000,
                List.of(
                        new LoadResult.TypeLatency("DWR", 9_000, 1_500_000L, 4_000_000L, 9_000_000L),
                        new LoadResult.TypeLatency("ULR", 20, 2_500_000L, null, 8_000_000L)),
                3,
                0,
                0,
                0,
                0,
                null));
        Files.writeString(
                file, Files.readString(file).replace("\"target\" : null", "\"target\" : " + target.stripTrailing()));
        return run;
    }

    /** Writes a run for each name. */
    static List<Path> write(final Path folder, final int perSecond, final String... names) throws IOException {
        final List<Path> runs = new ArrayList<>();
        double factor = 1;
        for (final String name : names) {
            final Path run = Files.createDirectories(folder.resolve(name));
            final String encoded =
                    HistogramText.encode(writeIntervals(run.resolve("intervals.hlog"), perSecond, factor));
            final String json = ResultFile.toJson(result("6.12.1", factor));
            Files.writeString(
                    run.resolve(ResultFile.STANDARD_NAME), json.replaceAll("\"HIST[^\"]*\"", '"' + encoded + '"'));
            runs.add(run);
            factor *= SLOWER;
        }
        return runs;
    }

    static LoadResult result(final String kernel) {
        return result(kernel, 1);
    }

    private static LoadResult result(final String kernel, final double factor) {
        return Results.of(5_000 / factor, Results.percentiles(factor), kernel, List.of());
    }

    /** Writes the log, and returns what it is the sum of. */
    private static Histogram writeIntervals(final Path file, final int perSecond, final double factor)
            throws IOException {
        final Recorders recorders = new Recorders(STREAMS, false);
        final LatencyRecorder hiccups = new LatencyRecorder(2);
        final Random random = new Random(1);
        try (IntervalLog log = new IntervalLog(file, "test")) {
            for (int second = 0; second < SECONDS; second++) {
                for (int i = 0; i < perSecond && second != STALLED_SECOND; i++) {
                    final long latency = Math.round(factor * 100_000 * Math.exp(0.3 * random.nextGaussian()));
                    recorders.record(i % STREAMS, latency, latency - 5_000);
                }
                hiccups.record(20_000);
                recorders.collectAll();
                hiccups.collect();
                log.write(recorders, hiccups, second * 1_000_000_000L, (second + 1) * 1_000_000_000L);
            }
        }
        return recorders.total().whole();
    }
}
