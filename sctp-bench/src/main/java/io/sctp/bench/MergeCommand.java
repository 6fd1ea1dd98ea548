package io.sctp.bench;

import io.sctp.bench.options.JsonOption;
import io.sctp.bench.report.Reports;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.ResultTable;
import io.sctp.bench.result.WholeFile;
import io.sctp.bench.shards.Merge;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one result of those of several generators. */
@Command(
        name = "merge",
        description = {
            "Makes one result of those of the clients that shared a load with --shard: histograms and counts are "
                    + "added. report, compare and history take it like any other.",
            "Exits 1 if the result is invalid, as it is if one of its parts is, and 2 if a part is missing, is there "
                    + "twice, or is of another load."
        },
        mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "The folders that the clients wrote with --out, or folders that hold them.")
    private List<Path> folders;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--out",
            description = "Writes the result, a log of histograms by the second and a report to this folder.",
            paramLabel = "DIR")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (out != null && WholeFile.isStandardOutput(out)) {
            throw new IllegalArgumentException("--out names a folder; --json - writes the result to standard output");
        }
        json.requireWritable();
        final List<String> commandLine = spec.commandLine().getParseResult().originalArgs();
        final Merge merge = Merge.of(folders);
        final LoadResult result = merge.result(commandLine);
        final PrintWriter text = json.text(spec.commandLine());
        text.print(ResultTable.of(result, Terminal.width()));
        text.flush();
        json.write(result);
        if (out != null) {
            final Path file = out.resolve(ResultFile.STANDARD_NAME);
            WholeFile.requireWritable(file);
            merge.writeIntervals(out, "sctp " + String.join(" ", commandLine));
            ResultFile.write(file, result);
            Reports.ofResults(List.of(file)).writeTo(out, spec.commandLine().getErr()::println);
        }
        return result.valid() ? ExitCode.OK : ExitCode.FAILED;
    }
}
