package io.sctp.bench;

import io.sctp.bench.compare.Metric;
import io.sctp.bench.export.Exports;
import io.sctp.bench.export.Findings;
import io.sctp.bench.history.History;
import io.sctp.bench.history.Store;
import io.sctp.bench.options.ExportOptions;
import io.sctp.bench.options.JsonOption;
import io.sctp.bench.options.StoreOptions;
import io.sctp.bench.options.ThresholdOptions;
import io.sctp.bench.report.HistoryPage;
import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the results of all nights. */
@Command(
        name = "history",
        description = {
            "Shows what 'nightly' has measured over time, for each metric of each load on each kernel: where it "
                    + "changed, by how much, and which commits, kernels or JDKs lie between.",
            "Exits 0 if nothing got worse recently, 1 at an alarm, 2 if there is nothing to show."
        },
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private StoreOptions stores;

    @Option(
            names = "--import",
            description = "Adds the nights in this folder first, as --out of 'nightly' and 'kernels' left them. May "
                    + "be repeated; what is there already is not added again.",
            paramLabel = "DIR")
    private List<Path> folders = List.of();

    @Option(
            names = "--nights",
            description = "Looks at the last N nights of each line only (default: " + History.MOST_NIGHTS + ").",
            defaultValue = "" + History.MOST_NIGHTS,
            paramLabel = "N")
    private int nights;

    @Option(names = "--html", description = "Writes a page of charts to this file.", paramLabel = "FILE")
    private Path html;

    @Mixin
    private JsonOption json;

    @Mixin
    private ExportOptions exports;

    @Mixin
    private ThresholdOptions thresholds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (nights < 1) {
            throw new IllegalArgumentException("--nights " + nights + " is below 1");
        }
        final Map<Metric, Double> limits = thresholds.limits();
        final int recent = stores.recentNights();
        final Exports wanted = exports.exports(true);
        wanted.requireWritable();
        WholeFile.requireWritable(html);
        json.requireWritable();
        final boolean pageToOutput = WholeFile.isStandardOutput(html);
        if (pageToOutput && wanted.useStandardOutput()) {
            throw new IllegalArgumentException("--html and --export: only one of them can go to standard output");
        }
        final PrintWriter text = pageToOutput || wanted.useStandardOutput()
                ? spec.commandLine().getErr()
                : json.text(spec.commandLine());
        if (folders.isEmpty() && !Files.exists(stores.file())) {
            spec.commandLine()
                    .getErr()
                    .println("sctp: --store: there is no " + stores.file()
                            + " yet; 'nightly' makes it, or --import DIR");
            return ExitCode.USAGE;
        }
        final History history;
        try (Store store = stores.open()) {
            for (final Path folder : folders) {
                text.println(folder + ": " + added(store, folder) + " runs added");
            }
            history = History.of(store, limits, recent, nights);
        }
        HistoryTable.print(history, text);
        json.write(history);
        wanted.write(Findings.ofHistory(history));
        if (html != null) {
            HistoryPage.write(html, history);
            if (!pageToOutput) {
                text.println("page: " + html);
            }
        }
        text.flush();
        if (history.series().isEmpty()) {
            return ExitCode.USAGE;
        }
        return history.alarms().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static int added(final Store store, final Path folder) throws IOException {
        try {
            return store.add(folder);
        } catch (final IOException e) {
            throw new IOException("--import: " + e.getMessage(), e);
        }
    }
}
