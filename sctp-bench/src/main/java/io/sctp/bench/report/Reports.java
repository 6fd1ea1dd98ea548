package io.sctp.bench.report;

import io.sctp.bench.compare.Difference;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.compare.Surroundings;
import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.kernels.KernelComparison.Kernel;
import io.sctp.bench.kernels.KernelComparison.KernelDifference;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.nightly.Night;
import io.sctp.bench.report.ReportData.Cell;
import io.sctp.bench.report.ReportData.Curve;
import io.sctp.bench.report.ReportData.Group;
import io.sctp.bench.report.ReportData.Kind;
import io.sctp.bench.report.ReportData.Note;
import io.sctp.bench.report.ReportData.Point;
import io.sctp.bench.report.ReportData.Run;
import io.sctp.bench.report.ReportData.Table;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Creates reports. */
public final class Reports {
    /** The name of the page in a folder. */
    public static final String PAGE = "report.html";

    /** The name of a result's interval log, in the same folder. */
    private static final String INTERVALS = "intervals.hlog";

    /** Maximum number of groups of which one run is shown over time. */
    private static final int MAX_TIMED = 4;

    private static final int MAX_NOTES = 10;
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
        final Map<Path, List<Path>> byFolder = new LinkedHashMap<>();
        for (final Path path : results) {
            Groups.of(path, ResultFile.find(path))
                    .forEach((folder, files) -> byFolder.computeIfAbsent(folder, any -> new ArrayList<>())
                            .addAll(files));
        }
        final List<Path> files =
                byFolder.values().stream().flatMap(List::stream).toList();
        final List<String> runNames = RunNames.of(files);
        final List<String> groupNames = RunNames.of(List.copyOf(byFolder.keySet()));
        final List<Run> runs = new ArrayList<>();
        final List<Curve> curves = new ArrayList<>();
        final List<Group> groups = new ArrayList<>();
        final List<List<LoadResult>> grouped = new ArrayList<>();
        for (final List<Path> members : byFolder.values()) {
            final List<LoadResult> own = new ArrayList<>();
            for (final Path file : members) {
                final LoadResult result = ResultFile.read(file);
                final String name = runNames.get(runs.size());
                // The course over time is shown only for a few runs, as a page with a thousand heat maps is of no use.
                runs.add(
                        own.isEmpty() && groups.size() < MAX_TIMED
                                ? RunReader.read(name, result, file.resolveSibling(INTERVALS))
                                : RunReader.withoutTime(name, result));
                own.add(result);
            }
            addCurves(curves, groupNames.get(groups.size()), groups.size(), own);
            groups.add(Groups.ofRuns(groupNames.get(groups.size()), groups.size(), own));
            grouped.add(own);
        }
        final List<Note> notes = new ArrayList<>();
        addNotes(notes, runs);
        addMerged(notes, runs);
        addFaults(notes, runs);
        for (int i = 1; i < grouped.size(); i++) {
            final String name = groups.get(i).name();
            Surroundings.differences(grouped.get(0), grouped.get(i))
                    .forEach(difference -> notes.add(new Note("Not alike, " + name + ": " + difference, false)));
        }
        addClockNote(notes, runs.stream().anyMatch(run -> run.result().clock().equals(ICOUNT)));
        final LoadResult first = runs.get(0).result();
        final String subtitle = runs.size() > 1
                ? runs.size() + " runs"
                        + (groups.size() > 1 && groups.size() < runs.size() ? " in " + groups.size() + " folders" : "")
                : String.format(
                        "%s over %s, kernel %s, %s UTC",
                        first.mode(),
                        first.provider(),
                        first.kernel(),
                        first.startedAt().substring(0, 16).replace('T', ' '));
        return new Report(new ReportData(
                "SCTP latency",
                subtitle,
                verdict(runs.stream().map(Run::result).toList()),
                notes,
                groups,
                curves,
                Groups.differences(groups, grouped).stream().toList(),
                runs));
    }

    private static ReportData.Verdict verdict(final List<LoadResult> runs) {
        if (runs.size() == 1) {
            final LoadResult run = runs.get(0);
            final boolean good = run.verdict().equals(Verdict.VALID);
            return new ReportData.Verdict(run.verdict(), good ? "good" : run.valid() ? "warning" : "bad");
        }
        final long invalid = runs.stream().filter(run -> !run.valid()).count();
        final long interrupted = runs.stream().filter(LoadResult::interrupted).count();
        final long noisy = runs.stream().filter(run -> run.noise() != null).count();
        final List<String> parts = new ArrayList<>();
        addIf(parts, invalid, runs.size(), "INVALID");
        addIf(parts, interrupted, runs.size(), "INTERRUPTED");
        addIf(parts, noisy, runs.size(), "NOISY");
        return parts.isEmpty()
                ? new ReportData.Verdict("VALID: all " + runs.size() + " runs", "good")
                : new ReportData.Verdict(String.join(" | ", parts), invalid > 0 ? "bad" : "warning");
    }

    private static void addIf(final List<String> parts, final long count, final int of, final String what) {
        if (count > 0) {
            parts.add(what + ": " + count + " of " + of + " runs");
        }
    }

    /**
     * A report of a comparison of kernels.
     *
     * @param folder of its results
     */
    public static Report ofKernels(final KernelComparison comparison, final Path folder) throws IOException {
        final List<Curve> curves = new ArrayList<>();
        final List<Run> runs = new ArrayList<>();
        final List<Curve> parts = new ArrayList<>();
        final List<Group> groups = new ArrayList<>();
        for (final Kernel kernel : comparison.kernels()) {
            final int colour = curves.size();
            final List<LoadResult> own = new ArrayList<>();
            curves.add(new Curve(kernel.kernel(), colour, Kind.MAIN, RunReader.curve(kernel.latencyHistogram())));
            for (final KernelComparison.Boot boot : kernel.boots()) {
                final Path file = folder.resolve(boot.result());
                final LoadResult result = ResultFile.read(file);
                own.add(result);
                final String name = kernel.kernel() + " boot " + boot.boot();
                if (kernel.boots().size() > 1) {
                    parts.add(new Curve(
                            name,
                            colour,
                            Kind.PART,
                            RunReader.curve(result.histograms().latencyNs())));
                }
                // The course over time is shown for one boot of each kernel, as the others look alike.
                runs.add(
                        boot.boot() == 1
                                ? RunReader.read(name, result, file.resolveSibling(INTERVALS))
                                : RunReader.withoutTime(name, result));
            }
            groups.add(Groups.ofKernel(kernel.kernel(), colour, kernel, own));
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
                verdict(runs.stream().map(Run::result).toList()),
                notes,
                groups,
                curves,
                List.of(kernelTable("", comparison)),
                runs));
    }

    /**
     * A report of a night.
     *
     * @param campaign with the results
     */
    public static Report ofNight(final Night night, final Campaign campaign) throws IOException {
        final List<Curve> curves = new ArrayList<>();
        final List<Run> runs = new ArrayList<>();
        final List<Note> notes = new ArrayList<>();
        final List<Table> tables = new ArrayList<>();
        final List<Group> groups = new ArrayList<>();
        if (!night.comparisons().isEmpty()) {
            tables.add(baselineTable(night, campaign.clock()));
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
                final List<LoadResult> own = new ArrayList<>();
                for (final KernelComparison.Boot boot : kernel.boots()) {
                    own.add(ResultFile.read(campaign.resultFile(kernel.kernel(), load, boot.boot())));
                }
                groups.add(Groups.ofKernel(name, groups.size(), kernel, own));
                curves.add(new Curve(name, curves.size(), Kind.MAIN, RunReader.curve(kernel.latencyHistogram())));
                runs.add(RunReader.read(name, ResultFile.read(file), file.resolveSibling(INTERVALS)));
            }
        }
        addClockNote(notes, campaign.clock().equals(ICOUNT));
        return new Report(new ReportData(
                "SCTP nightly",
                night.startedAt().substring(0, 16).replace('T', ' ') + " UTC, baseline " + night.baseline(),
                nightVerdict(night),
                notes,
                groups,
                curves,
                tables,
                runs));
    }

    private static ReportData.Verdict nightVerdict(final Night night) {
        return new ReportData.Verdict(
                "Verdict: " + night.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                switch (night.verdict()) {
                    case REGRESSION, INVALID -> "bad";
                    case NOT_COMPARABLE -> "warning";
                    case NO_REGRESSION, NEW_BASELINE, SMOKE -> "good";
                });
    }

    private static Table baselineTable(final Night night, final String clock) {
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
                                + Groups.unit(difference.metric() == Metric.THROUGHPUT, clock)),
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
                "Medians over runs; a regression is beyond chance (bootstrap and Mann-Whitney, corrected) and beyond "
                        + "its threshold.",
                List.of("load", "metric", "baseline", "tonight", "change", "interval", "verdict"),
                rows);
    }

    /** Compares every other kernel with the first. */
    private static Table kernelTable(final String prefix, final KernelComparison comparison) {
        final List<List<Cell>> rows = new ArrayList<>();
        for (final KernelDifference difference : comparison.differences()) {
            final boolean isRate = difference.metric().equals("throughput");
            final double unit = isRate ? 1 : NANOS_PER_MICRO;
            final boolean beyond = Boolean.TRUE.equals(difference.beyondNoise());
            final boolean worse = isRate == difference.change() < 0;
            rows.add(List.of(
                    Cell.of(difference.candidate() + " against " + difference.base()),
                    Cell.of(difference.metric() + Groups.unit(isRate, comparison.clock())),
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
            final List<Curve> curves, final String name, final int colour, final List<LoadResult> runs) {
        if (runs.size() == 1) {
            final LoadResult run = runs.get(0);
            curves.add(new Curve(
                    name, colour, Kind.MAIN, RunReader.curve(run.histograms().latencyNs())));
            curves.add(new Curve(
                    name + " service",
                    colour,
                    Kind.SERVICE,
                    RunReader.curve(run.histograms().serviceNs())));
            return;
        }
        final List<String> histograms =
                runs.stream().map(run -> run.histograms().latencyNs()).toList();
        final List<List<Point>> spread = RunReader.spread(histograms);
        curves.add(new Curve(name, colour, Kind.MAIN, spread.get(1)));
        curves.add(new Curve(name + " least", colour, Kind.LOW, spread.get(0)));
        curves.add(new Curve(name + " most", colour, Kind.HIGH, spread.get(2)));
    }

    /** Of what merged results were made. */
    private static void addMerged(final List<Note> notes, final List<Run> runs) {
        runs.stream()
                .filter(run -> run.result().merged() != null)
                .limit(MAX_NOTES)
                .forEach(run -> run.result()
                        .merged()
                        .notes(run.result())
                        .forEach(note ->
                                notes.add(new Note(runs.size() == 1 ? note : run.name() + ": " + note, false))));
    }

    /** What became of planted faults. */
    private static void addFaults(final List<Note> notes, final List<Run> runs) {
        runs.stream()
                .filter(run -> !run.result().faults().isEmpty())
                .limit(MAX_NOTES)
                .forEach(run -> run.result()
                        .faults()
                        .forEach(fault -> notes.add(new Note(
                                runs.size() == 1 ? fault.describe() : run.name() + ": " + fault.describe(), false))));
    }

    private static void addNotes(final List<Note> notes, final List<Run> runs) {
        if (runs.size() == 1) {
            return; // the verdict already says so
        }
        final List<Run> spoilt = runs.stream()
                .filter(run -> !run.result().verdict().equals(Verdict.VALID))
                .toList();
        spoilt.stream()
                .limit(MAX_NOTES)
                .forEach(run -> notes.add(new Note(
                        run.name() + ": " + run.result().verdict(),
                        !run.result().valid())));
        if (spoilt.size() > MAX_NOTES) {
            notes.add(new Note("and " + (spoilt.size() - MAX_NOTES) + " more, in the list of the runs", false));
        }
    }
}
