package io.sctp.bench;

import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.load.LoadOutcome;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.ResultTable;
import io.sctp.bench.transport.LoadTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Makes a run's outcome known: the table, the file, the exit status. */
final class Outcomes {
    private static final double MEDIAN = 50;
    private static final double NINETY_NINTH = 99;

    private Outcomes() {}

    static int publish(
            final LoadOptions options, final LoadTransport transport, final LoadOutcome outcome, final PrintWriter out)
            throws IOException {
        final LoadResult result = result(options.plan(), transport, outcome);
        out.print(ResultTable.of(result));
        out.flush();
        if (options.json != null) {
            ResultFile.write(options.json, result);
        }
        return result.valid() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static LoadResult result(final LoadPlan plan, final LoadTransport transport, final LoadOutcome outcome) {
        return new LoadResult(
                LoadResult.SCHEMA_VERSION,
                transport.name(),
                KernelFacts.release(),
                KernelFacts.clock(),
                "echo",
                Integer.toString(plan.bytes()),
                plan.streams(),
                plan.associations(),
                outcome.intendedRate(),
                outcome.achievedRate(),
                outcome.throughput(),
                outcome.integrity().sent(),
                outcome.integrity().received(),
                outcome.integrity().lost(),
                outcome.integrity().duplicated(),
                outcome.integrity().misordered(),
                outcome.integrity().corrupted(),
                Percentiles.of(outcome.recorders().total().whole()),
                Percentiles.of(outcome.recorders().service().whole()),
                Percentiles.of(outcome.lag()),
                streams(outcome),
                outcome.valid(),
                outcome.invalidReasons());
    }

    private static List<LoadResult.StreamLatency> streams(final LoadOutcome outcome) {
        final List<LoadResult.StreamLatency> streams = new ArrayList<>();
        for (int i = 0; i < outcome.recorders().streamCount(); i++) {
            final Histogram histogram = outcome.recorders().stream(i).whole();
            streams.add(new LoadResult.StreamLatency(
                    i,
                    histogram.getTotalCount(),
                    Percentiles.at(histogram, MEDIAN),
                    Percentiles.at(histogram, NINETY_NINTH),
                    histogram.getTotalCount() == 0 ? null : histogram.getMaxValue()));
        }
        return streams;
    }
}
