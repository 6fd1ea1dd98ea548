package io.sctp.bench;

import io.sctp.bench.compare.Comparison;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.export.Exports;
import io.sctp.bench.export.Findings;
import io.sctp.bench.history.History;
import io.sctp.bench.history.Store;
import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.kernels.Lab;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.nightly.Baseline;
import io.sctp.bench.nightly.LoadMatrix;
import io.sctp.bench.nightly.Night;
import io.sctp.bench.options.CampaignOptions;
import io.sctp.bench.options.ExportOptions;
import io.sctp.bench.options.JsonOption;
import io.sctp.bench.options.StoreOptions;
import io.sctp.bench.options.ThresholdOptions;
import io.sctp.bench.report.HistoryPage;
import io.sctp.bench.report.Reports;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The nightly job for cron. */
@Command(
        name = "nightly",
        description = {
            "Runs a matrix of loads on every kernel in the lab, compares the kernels with each other and each load "
                    + "with the stored baseline, and writes a report. The first night becomes the baseline. Every "
                    + "night goes to the store that 'history' shows.",
            "Exits 0 if nothing got worse, 1 at a regression, an alarm of the history or an invalid run, 2 if it "
                    + "cannot be compared."
        },
        mixinStandardHelpOptions = true)
final class NightlyCommand implements Callable<Integer> {
    @Mixin
    private CampaignOptions campaigns;

    @Option(
            names = "--matrix",
            description = "The loads: a file with a line 'NAME: OPTIONS OF LOAD' for each (default: signalling, bulk, "
                    + "many).",
            paramLabel = "FILE")
    private Path matrix;

    @Option(
            names = "--baseline",
            description =
                    "The baseline's folder (default: $XDG_DATA_HOME/sctp-java/baseline, in ~/.local/share if that "
                            + "is not set).",
            paramLabel = "DIR")
    private Path baseline;

    @Option(names = "--renew", description = "Makes tonight's runs, if they are valid, the new baseline.")
    private boolean renew;

    @Mixin
    private StoreOptions stores;

    @Option(
            names = "--label",
            description = "Name of these nights in the history, to keep machines or branches apart (default: "
                    + "$SCTP_LABEL).",
            paramLabel = "TEXT")
    private String label;

    @Option(
            names = "--smoke",
            description =
                    "Only tries it out, in two minutes: each kernel is booted once, for one load of half a second (or "
                            + "those of --matrix); nothing is compared with a baseline or stored.")
    private boolean smoke;

    @Option(
            names = "--seed",
            description = "Seed of the random order of the boots (default: 1).",
            defaultValue = "1",
            paramLabel = "N")
    private long seed;

    @Option(
            names = "--out",
            description = "The folder for results and report (default: nightly-DATE-TIME).",
            paramLabel = "DIR")
    private Path out;

    @Mixin
    private JsonOption json;

    @Mixin
    private ExportOptions exports;

    @Mixin
    private ThresholdOptions thresholds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final int boots = boots();
        final Exports wanted = exports.exports(!smoke);
        wanted.requireWritable();
        final PrintWriter text =
                wanted.useStandardOutput() ? spec.commandLine().getErr() : json.text(spec.commandLine());
        final Path folder = out == null ? Folders.dated("nightly") : out;
        final List<Load> loads = loads();
        loads.forEach(NightlyCommand::check);
        final Map<Metric, Double> limits = thresholds.limits();
        final int recent = stores.recentNights();
        final Campaign campaign = campaigns.campaign(boots, loads, seed, folder);
        final Baseline stored = new Baseline(baseline == null ? Baseline.standardFolder() : baseline);
        final boolean compare = stored.exists() && !renew && !smoke;
        if (!smoke) {
            stores.open().close(); // errors in it are reported before the first boot
        }
        final String startedAt = Instant.now().toString();
        campaign.run(Lab.ofProject(campaigns.sysctls(), campaigns.paths()), new CampaignProgress(text));
        final Night judged = Night.of(startedAt, campaign, stored, compare, limits);
        final Night night = smoke ? judged.asSmoke() : judged;
        ResultFile.write(folder.resolve(Night.FILE), night);
        json.write(night);
        for (int i = 0; i < loads.size(); i++) {
            ResultFile.write(
                    folder.resolve("kernels-" + loads.get(i).name() + ".json"),
                    night.kernels().get(i));
        }
        Reports.ofNight(night, campaign).writeTo(folder, spec.commandLine().getErr()::println);
        if (night.verdict() == Night.Verdict.NEW_BASELINE) {
            stored.renew(campaign);
        }
        print(night, loads, text);
        final Optional<History> history =
                smoke ? Optional.empty() : Optional.of(remember(folder, limits, recent, text));
        wanted.write(Findings.ofNight(night, campaign.clock(), history));
        final boolean alarm = history.isPresent() && !history.get().alarms().isEmpty();
        text.println("report: " + folder.resolve(Reports.PAGE));
        text.flush();
        return alarm ? ExitCode.FAILED : status(night.verdict());
    }

    private int boots() {
        if (smoke) {
            if (renew || spec.commandLine().getParseResult().hasMatchedOption("--boots")) {
                throw new IllegalArgumentException(
                        "--smoke boots once and keeps nothing: leave --boots and --renew out");
            }
            return 1;
        }
        final int boots = campaigns.boots(Comparison.MIN_RUNS);
        if (boots < Comparison.MIN_RUNS) {
            throw new IllegalArgumentException("--boots " + boots + ": a comparison needs " + Comparison.MIN_RUNS);
        }
        return boots;
    }

    private List<Load> loads() throws IOException {
        final List<Load> loads;
        if (matrix != null) {
            loads = LoadMatrix.read(matrix);
        } else {
            loads = smoke ? LoadMatrix.smoke() : LoadMatrix.standard();
        }
        return label == null
                ? loads
                : loads.stream().map(load -> load.with("--label=" + label)).toList();
    }

    /** Adds the night's results to the history. */
    private History remember(
            final Path folder, final Map<Metric, Double> limits, final int recent, final PrintWriter text)
            throws IOException {
        final History history;
        try (Store store = stores.open()) {
            store.add(folder);
            history = History.of(store, limits, recent, History.MOST_NIGHTS);
        }
        ResultFile.write(folder.resolve("history.json"), history);
        HistoryPage.write(folder.resolve("history.html"), history);
        text.println("history: " + history.verdict() + ", " + folder.resolve("history.html"));
        HistoryTable.printAlarms(history, text);
        return history;
    }

    /** The exit status for cron. */
    static int status(final Night.Verdict verdict) {
        return switch (verdict) {
            case NO_REGRESSION, NEW_BASELINE, SMOKE -> ExitCode.OK;
            case REGRESSION, INVALID -> ExitCode.FAILED;
            case NOT_COMPARABLE -> ExitCode.USAGE;
        };
    }

    /** Reports a mistake in the matrix before the first boot. */
    private static void check(final Load load) {
        final LoadOptions options = new LoadOptions();
        try {
            new CommandLine(options)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(load.arguments().toArray(String[]::new));
            options.check();
        } catch (final CommandLine.ParameterException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the load '" + load.name() + "': " + e.getMessage(), e);
        }
    }

    private static void print(final Night night, final List<Load> loads, final PrintWriter text) {
        for (int i = 0; i < loads.size(); i++) {
            final KernelComparison comparison = night.kernels().get(i);
            text.println("\n== " + loads.get(i).name() + ": " + String.join(" ", comparison.load()));
            text.print(KernelTable.of(comparison));
        }
        for (final Night.Against against : night.comparisons()) {
            text.printf("%n== %s on %s against the baseline", against.load(), against.kernel());
            text.printf(
                    "%s%n",
                    against.release().equals(against.baseRelease())
                            ? ""
                            : " (kernel " + against.baseRelease() + ", now " + against.release() + ")");
            ComparisonTable.print(against.comparison(), text);
        }
        text.printf(
                "%nverdict: %s%s%n",
                night.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                night.verdict() == Night.Verdict.NEW_BASELINE ? ", kept in " + night.baseline() : "");
    }
}
