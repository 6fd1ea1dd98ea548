package io.sctp.bench;

import io.sctp.bench.compare.Comparison;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.export.Exports;
import io.sctp.bench.export.Findings;
import io.sctp.bench.options.ExportOptions;
import io.sctp.bench.options.JsonOption;
import io.sctp.bench.options.ThresholdOptions;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports whether the candidate's runs are slower than the base's. */
@Command(
        name = "compare",
        description = {
            "Compares runs of a base with runs of a candidate: throughput and p50, p99, p99.9 of latency, each run in "
                    + "a fresh JVM being one sample, at least " + Comparison.MIN_RUNS + " a side.",
            "A difference that chance may explain is inconclusive if the runs scatter too much to show a change "
                    + "beyond the threshold; the smallest change that would have been seen is printed.",
            "Exits 0 if nothing was seen to get worse, 1 at a regression, 2 if the runs cannot be compared."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BASE", description = "A result, or a folder of results (searched deeply).")
    private Path base;

    @Parameters(index = "1", paramLabel = "CANDIDATE", description = "Likewise.")
    private Path candidate;

    @Mixin
    private ThresholdOptions thresholds;

    @Mixin
    private JsonOption json;

    @Mixin
    private ExportOptions exports;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final List<LoadResult> baseRuns;
        final List<LoadResult> candidateRuns;
        final Map<Metric, Double> limits = thresholds.limits();
        final Exports wanted = exports.exports(false);
        wanted.requireWritable();
        try {
            baseRuns = ResultFile.readAll(base);
            candidateRuns = ResultFile.readAll(candidate);
        } catch (final IOException e) {
            spec.commandLine().getErr().println("sctp: not comparable: " + e.getMessage());
            return ExitCode.USAGE;
        }
        final Comparison comparison = Comparison.of(baseRuns, candidateRuns, limits);
        ComparisonTable.print(
                comparison, wanted.useStandardOutput() ? spec.commandLine().getErr() : json.text(spec.commandLine()));
        json.write(comparison);
        wanted.write(Findings.ofComparison(comparison, baseRuns.get(0).clock()));
        if (!comparison.notComparable().isEmpty()) {
            return ExitCode.USAGE;
        }
        return comparison.hasRegression() ? ExitCode.FAILED : ExitCode.OK;
    }
}
