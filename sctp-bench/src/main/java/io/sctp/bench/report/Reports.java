package io.sctp.bench.report;

import io.sctp.bench.compare.Difference;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.kernels.KernelComparison.Kernel;
import io.sctp.bench.kernels.KernelComparison.KernelDifference;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.nightly.Night;
import io.sctp.bench.report.ReportData.Cell;
import io.sctp.bench.report.ReportData.Curve;
import io.sctp.bench.report.ReportData.Kind;
import io.sctp.bench.report.ReportData.Note;
import io.sctp.bench.report.ReportData.Run;
import io.sctp.bench.report.ReportData.Table;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes reports. */
public final class Reports {
    /** The name of the page in a folder. */
    public static final String PAGE = "report.html";

    /** The name of an interval log beside a result. */
    private static final String INTERVALS = "intervals.hlog";

    private static final String ICOUNT = "icount";
    private static final double PERCENT = 100;
    private static final double NANOS_PER_MICRO = 1e3;

    private Reports() {}

    /**
     * A report of results.
     *
     * @param results result files, or folders that hold some; the first one found is what others are compared with
     * @throws IOException also if there is no result
     */
    public static Report ofResults(final List<Path> results) throws IOException {
        final List<Path> files = new ArrayList<>();
        for (final Path path : results) {
            files.addAll(ResultFile.find(path));
        }
        final List<Run> runs = new ArrayList<>();
        final List<Curve> curves = new ArrayList<>();
        final List<Note> notes = new ArrayList<>();
        final List<String> names = RunNames.of(files);
        for (int i = 0; i < files.size(); i++) {
            final Path file = files.get(i);
            final String name = names.get(i);
            final LoadResult result = ResultFile.read(file);
            addCurves(curves, name, runs.size(), result);
            runs.add(RunReader.read(name, result, file.resolveSibling(INTERVALS)));
            addNotes(notes, name, result);
        }
        addClockNote(notes, runs.stream().anyMatch(run -> run.result().clock().equals(ICOUNT)));
        final LoadResult first = runs.get(0).result();
        final String subtitle = runs.size() > 1
                ? runs.size() + " runs"
                : String.format(
                        "%s over %s, kernel %s, %s UTC",
                        first.mode(),
                        first.provider(),
                        first.kernel(),
                        first.startedAt().substring(0, 16).replace('T', ' '));
        return new Report(new ReportData("SCTP latency", subtitle, notes, curves, List.of(), runs));
    }

    /**
     * A report of a comparison of kernels.
     *
     * @param folder where its results are
     */
    public static Report ofKernels(final KernelComparison comparison, final Path folder) throws IOException {
        final List<Curve> curves = new ArrayList<>();
        final List<Run> runs = new ArrayList<>();
        final List<Curve> parts = new ArrayList<>();
        for (final Kernel kernel : comparison.kernels()) {
            final int colour = curves.size();
            curves.add(new Curve(kernel.kernel(), colour, Kind.MAIN, RunReader.curve(kernel.latencyHistogram())));
            for (final KernelComparison.Boot boot : kernel.boots()) {
                final Path file = folder.resolve(boot.result());
                final LoadResult result = ResultFile.read(file);
                final String name = kernel.kernel() + " boot " + boot.boot();
                if (kernel.boots().size() > 1) {
                    parts.add(new Curve(
                            name,
                            colour,
                            Kind.PART,
                            RunReader.curve(result.histograms().latencyNs())));
                }
                // One boot of each kernel shows how it went over time: the others look alike.
                runs.add(
                        boot.boot() == 1
                                ? RunReader.read(name, result, file.resolveSibling(INTERVALS))
                                : RunReader.withoutTime(name, result));
            }
        }
        curves.addAll(parts);
        final List<Note> notes = new ArrayList<>();
        comparison.invalidReasons().forEach(reason -> notes.add(new Note("Invalid: " + reason, true)));
        addClockNote(notes, comparison.clock().equals(ICOUNT));
        return new Report(new ReportData(
                "SCTP on " + comparison.kernels().size() + " kernels",
                String.format(
                        "%d boots, started %s UTC, load: %s",
                        comparison.order().size(),
                        comparison.startedAt().substring(0, 16).replace('T', ' '),
                        comparison.load().isEmpty() ? "as it comes" : String.join(" ", comparison.load())),
                notes,
                curves,
                List.of(kernelTable("", comparison)),
                runs));
    }

    /**
     * A report of a night.
     *
     * @param campaign where its results are
     */
    public static Report ofNight(final Night night, final Campaign campaign) throws IOException {
        final List<Curve> curves = new ArrayList<>();
        final List<Run> runs = new ArrayList<>();
        final List<Note> notes = new ArrayList<>();
        final List<Table> tables = new ArrayList<>();
        notes.add(new Note(
                "Verdict: " + night.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                night.verdict() == Night.Verdict.REGRESSION || night.verdict() == Night.Verdict.INVALID));
        if (!night.comparisons().isEmpty()) {
            tables.add(baselineTable(night));
        }
        for (int i = 0; i < campaign.loads().size(); i++) {
            final Load load = campaign.loads().get(i);
            final KernelComparison comparison = night.kernels().get(i);
            comparison
                    .invalidReasons()
                    .forEach(reason -> notes.add(new Note("Invalid: " + load.name() + ", " + reason, true)));
            if (comparison.kernels().size() > 1) {
                tables.add(kernelTable(load.name() + ": ", comparison));
            }
            for (final Kernel kernel : comparison.kernels()) {
                final String name = load.name() + " on " + kernel.kernel();
                final Path file = campaign.resultFile(kernel.kernel(), load, 1);
                curves.add(new Curve(name, curves.size(), Kind.MAIN, RunReader.curve(kernel.latencyHistogram())));
                runs.add(RunReader.read(name, ResultFile.read(file), file.resolveSibling(INTERVALS)));
            }
        }
        addClockNote(notes, campaign.clock().equals(ICOUNT));
        return new Report(new ReportData(
                "SCTP nightly",
                night.startedAt().substring(0, 16).replace('T', ' ') + " UTC, baseline " + night.baseline(),
                notes,
                curves,
                tables,
                runs));
    }

    private static Table baselineTable(final Night night) {
        final List<List<Cell>> rows = new ArrayList<>();
        for (final Night.Against against : night.comparisons()) {
            final String name = against.load() + " on " + against.kernel();
            against.comparison()
                    .notComparable()
                    .forEach(reason -> rows.add(
                            List.of(Cell.of(name), Cell.of("not comparable: " + reason), new Cell("", "worse"))));
            for (final Difference difference : against.comparison().differences()) {
                final double unit = difference.metric() == Metric.THROUGHPUT ? 1 : NANOS_PER_MICRO;
                rows.add(List.of(
                        Cell.of(name),
                        Cell.of(difference.metric().label()
                                + (difference.metric() == Metric.THROUGHPUT ? " /s" : " µs")),
                        Cell.of(decimal(difference.base() / unit)),
                        Cell.of(decimal(difference.candidate() / unit)),
                        new Cell(
                                percent(difference.change()),
                                switch (difference.verdict()) {
                                    case REGRESSION -> "worse";
                                    case IMPROVEMENT -> "better";
                                    case SMALL, NONE -> "";
                                }),
                        Cell.of(percent(difference.lowestChange()) + " to " + percent(difference.highestChange())),
                        Cell.of(difference.verdict().name().toLowerCase(Locale.ROOT))));
            }
        }
        return new Table(
                "Against the baseline",
                "Medians over runs; a regression is beyond chance (bootstrap and Mann-Whitney, corrected) and beyond its "
                        + "threshold.",
                List.of("load", "metric", "baseline", "tonight", "change", "interval", "verdict"),
                rows);
    }

    /** Every other kernel against the first. */
    private static Table kernelTable(final String prefix, final KernelComparison comparison) {
        final List<List<Cell>> rows = new ArrayList<>();
        for (final KernelDifference difference : comparison.differences()) {
            final boolean isRate = difference.metric().equals("throughput");
            final double unit = isRate ? 1 : NANOS_PER_MICRO;
            final boolean beyond = Boolean.TRUE.equals(difference.beyondNoise());
            final boolean worse = isRate == difference.change() < 0;
            rows.add(List.of(
                    Cell.of(difference.candidate() + " against " + difference.base()),
                    Cell.of(difference.metric() + (isRate ? " /s" : " µs")),
                    Cell.of(decimal(difference.baseValue() / unit)),
                    Cell.of(decimal(difference.candidateValue() / unit)),
                    new Cell(percent(difference.change()), beyond ? (worse ? "worse" : "better") : ""),
                    Cell.of(
                            difference.low() == null
                                    ? "one boot"
                                    : percent(difference.low()) + " to " + percent(difference.high())),
                    Cell.of(difference.low() == null ? "–" : beyond ? "yes" : "no")));
        }
        return new Table(
                prefix + "Differences between the kernels",
                "Geometric means over boots, each a fresh kernel and a fresh JVM, with 95 % confidence intervals "
                        + "(Welch, on logarithms).",
                List.of("kernels", "metric", "first", "other", "change", "interval", "beyond noise"),
                rows);
    }

    private static String decimal(final double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(final double part) {
        return String.format(Locale.ROOT, "%+.2f %%", PERCENT * part);
    }

    private static void addClockNote(final List<Note> notes, final boolean icount) {
        if (icount) {
            notes.add(new Note(
                    "Clock icount: one instruction counts as one nanosecond. These are instructions, not time.",
                    false));
        }
    }

    private static void addCurves(
            final List<Curve> curves, final String name, final int colour, final LoadResult result) {
        curves.add(new Curve(
                name, colour, Kind.MAIN, RunReader.curve(result.histograms().latencyNs())));
        curves.add(new Curve(
                name + " service",
                colour,
                Kind.SERVICE,
                RunReader.curve(result.histograms().serviceNs())));
    }

    private static void addNotes(final List<Note> notes, final String name, final LoadResult result) {
        result.invalidReasons().forEach(reason -> notes.add(new Note(name + " is invalid: " + reason, true)));
        if (result.interrupted()) {
            notes.add(new Note(name + " was stopped before its time", false));
        }
    }
}
