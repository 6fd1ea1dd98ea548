package io.sctp.bench;

import io.sctp.bench.compare.Comparison;
import io.sctp.bench.compare.Difference;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether a candidate's runs are slower than its base's. */
@Command(
        name = "compare",
        description = {
            "Compares runs of a base with runs of a candidate: throughput and p50, p99, p99.9 of latency, each run in a "
                    + "fresh JVM being one sample, at least " + Comparison.MIN_RUNS + " a side.",
            "Exits 0 if nothing got worse, 1 at a regression, 2 if the runs cannot be compared."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    private static final Pattern THRESHOLD = Pattern.compile("([a-z0-9.]+)=(\\d+(?:\\.\\d+)?)%");
    private static final double PERCENT = 100;

    @Parameters(index = "0", paramLabel = "BASE", description = "A result, or a folder of results (searched deeply).")
    private Path base;

    @Parameters(index = "1", paramLabel = "CANDIDATE", description = "Likewise.")
    private Path candidate;

    @Option(
            names = "--threshold",
            description = "Changes for the worse that matter, such as p99=10%%,throughput=3%% (default: throughput=3%%,"
                    + "p50=5%%,p99=10%%,p99.9=20%%).",
            split = ",",
            paramLabel = "METRIC=N%")
    private List<String> thresholds = List.of();

    @Option(names = "--json", description = "Writes the comparison to this file.", paramLabel = "FILE")
    private Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final List<LoadResult> baseRuns;
        final List<LoadResult> candidateRuns;
        final Map<Metric, Double> limits = limits();
        try {
            baseRuns = ResultFile.readAll(base);
            candidateRuns = ResultFile.readAll(candidate);
        } catch (final IOException e) {
            spec.commandLine().getErr().println("sctp: not comparable: " + e.getMessage());
            return ExitCode.USAGE;
        }
        final Comparison comparison = Comparison.of(baseRuns, candidateRuns, limits);
        print(comparison, spec.commandLine().getOut());
        if (json != null) {
            ResultFile.write(json, comparison);
        }
        if (!comparison.notComparable().isEmpty()) {
            return ExitCode.USAGE;
        }
        return comparison.hasRegression() ? ExitCode.FAILED : ExitCode.OK;
    }

    private Map<Metric, Double> limits() {
        final Map<Metric, Double> limits = new EnumMap<>(Metric.class);
        for (final String threshold : thresholds) {
            final Matcher matcher = THRESHOLD.matcher(threshold);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("threshold '" + threshold + "' is not of the form p99=10%");
            }
            limits.put(Metric.labelled(matcher.group(1)), Double.parseDouble(matcher.group(2)) / PERCENT);
        }
        return limits;
    }

    private static void print(final Comparison comparison, final PrintWriter out) {
        out.printf("%d runs of the base, %d of the candidate%n", comparison.baseRuns(), comparison.candidateRuns());
        comparison.notComparable().forEach(reason -> out.println("not comparable: " + reason));
        for (final Difference difference : comparison.differences()) {
            final double unit = difference.metric() == Metric.THROUGHPUT ? 1 : 1_000;
            out.printf(
                    Locale.ROOT,
                    "%-10s %12.1f -> %12.1f %s  %+6.1f %% [%+.1f, %+.1f]  p %.4f  %s%n",
                    difference.metric().label(),
                    difference.base() / unit,
                    difference.candidate() / unit,
                    difference.metric() == Metric.THROUGHPUT ? "/s" : "µs",
                    PERCENT * difference.change(),
                    PERCENT * difference.lowestChange(),
                    PERCENT * difference.highestChange(),
                    difference.adjustedPValue(),
                    describe(difference));
        }
        if (comparison.notComparable().isEmpty()) {
            out.println(comparison.hasRegression() ? "regression" : "no regression");
        }
        out.flush();
    }

    private static String describe(final Difference difference) {
        return switch (difference.verdict()) {
            case REGRESSION ->
                String.format(Locale.ROOT, "REGRESSION: worse by more than %.1f %%", PERCENT * difference.threshold());
            case IMPROVEMENT -> "improvement";
            case SMALL ->
                String.format(
                        Locale.ROOT, "real, but within the threshold of %.1f %%", PERCENT * difference.threshold());
            case NONE -> "no difference beyond chance";
        };
    }
}
