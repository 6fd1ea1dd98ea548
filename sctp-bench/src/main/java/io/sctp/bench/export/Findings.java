package io.sctp.bench.export;

import io.sctp.bench.compare.Comparison;
import io.sctp.bench.compare.Difference;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.history.History;
import io.sctp.bench.history.History.Change;
import io.sctp.bench.history.History.Series;
import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.nightly.Night;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The findings of a command, independent of the format.
 *
 * @param title of the findings
 * @param verdict the result in a few words
 * @param groups checks that belong together
 * @param figures measurements
 * @param history the results of all nights; null if not known
 */
public record Findings(
        String title, String verdict, List<Group> groups, List<Figure> figures, Optional<History> history) {
    private static final double PERCENT = 100;
    private static final String ICOUNT = "icount";

    /** The result of a check. */
    public enum Outcome {
        /** Nothing got worse. */
        PASSED,
        /** Something got worse, or cannot be used. */
        FAILED
    }

    /**
     * One check.
     *
     * @param name what is checked
     * @param outcome what came of it
     * @param detail the reason, in one line
     */
    public record Check(String name, Outcome outcome, String detail) {}

    /**
     * Checks that belong together: those of a load on a kernel.
     *
     * @param name its name, which no other group has
     * @param checks its checks
     */
    public record Group(String name, List<Check> checks) {
        boolean failed() {
            return checks.stream().anyMatch(check -> check.outcome() == Outcome.FAILED);
        }
    }

    /**
     * One measurement.
     *
     * @param labels that distinguish it from other figures
     * @param metric {@code throughput}, {@code p50}, {@code p99} or {@code p99.9}
     * @param clock {@code wall} or {@code icount}
     * @param value messages per second, nanoseconds or instructions
     */
    public record Figure(Map<String, String> labels, String metric, String clock, double value) {
        boolean isRate() {
            return metric.equals(Metric.THROUGHPUT.label());
        }

        /** The value with its unit, as text. */
        String text() {
            return shown(metric, clock, value);
        }
    }

    /** Whether a check failed. */
    boolean failed() {
        return groups.stream().anyMatch(Group::failed);
    }

    /** The number of checks with this outcome. */
    long count(final Outcome outcome) {
        return groups.stream()
                .flatMap(group -> group.checks().stream())
                .filter(check -> check.outcome() == outcome)
                .count();
    }

    /**
     * Returns the findings of a comparison.
     *
     * @param clock of the runs
     */
    public static Findings ofComparison(final Comparison comparison, final String clock) {
        final List<Figure> figures = new ArrayList<>();
        for (final Difference difference : comparison.differences()) {
            final String metric = difference.metric().label();
            figures.add(new Figure(Map.of("side", "base"), metric, clock, difference.base()));
            figures.add(new Figure(Map.of("side", "candidate"), metric, clock, difference.candidate()));
        }
        final Group group = new Group("candidate against base", checks(comparison, clock));
        return new Findings("SCTP compared", comparison.verdict(), List.of(group), figures, Optional.empty());
    }

    /** Returns the findings of a night and of its history, if there is one. */
    public static Findings ofNight(final Night night, final String clock, final Optional<History> history) {
        final List<Group> groups = new ArrayList<>();
        final List<Figure> figures = new ArrayList<>();
        final List<Check> runs = new ArrayList<>();
        for (int i = 0; i < night.kernels().size(); i++) {
            final KernelComparison kernels = night.kernels().get(i);
            runs.add(new Check(
                    "load " + (i + 1) + ": " + String.join(" ", kernels.load()),
                    kernels.valid() ? Outcome.PASSED : Outcome.FAILED,
                    kernels.valid() ? "all runs are valid" : String.join("; ", kernels.invalidReasons())));
        }
        groups.add(new Group("runs", runs));
        for (final Night.Against against : night.comparisons()) {
            groups.add(new Group(
                    against.load() + " on " + against.kernel() + " against the baseline",
                    checks(against.comparison(), clock)));
        }
        history.ifPresent(of -> {
            groups.addAll(groups(of));
            figures.addAll(figures(of));
        });
        return new Findings(
                "SCTP nightly",
                night.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + history.map(of -> "; history: " + of.verdict()).orElse(""),
                groups,
                figures,
                history);
    }

    /** Returns the findings of a history. */
    public static Findings ofHistory(final History history) {
        return new Findings(
                "SCTP over time", history.verdict(), groups(history), figures(history), Optional.of(history));
    }

    private static List<Check> checks(final Comparison comparison, final String clock) {
        final List<Check> checks = new ArrayList<>();
        comparison.notComparable().forEach(reason -> checks.add(new Check("comparable", Outcome.FAILED, reason)));
        for (final Difference difference : comparison.differences()) {
            final String metric = difference.metric().label();
            checks.add(new Check(
                    metric,
                    difference.verdict() == Difference.Verdict.REGRESSION ? Outcome.FAILED : Outcome.PASSED,
                    String.format(
                            Locale.ROOT,
                            "%s to %s, %s [%s, %s], %s",
                            shown(metric, clock, difference.base()),
                            shown(metric, clock, difference.candidate()),
                            percent(difference.change()),
                            percent(difference.lowestChange()),
                            percent(difference.highestChange()),
                            outcome(difference))));
        }
        return checks;
    }

    private static String outcome(final Difference difference) {
        return difference.verdict() == Difference.Verdict.NONE && !difference.conclusive()
                ? "inconclusive"
                : difference.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static List<Group> groups(final History history) {
        final Map<String, List<Check>> groups = new LinkedHashMap<>();
        for (final Series series : history.series()) {
            groups.computeIfAbsent(nameOf(series), any -> new ArrayList<>()).add(check(series));
        }
        final List<Group> all = new ArrayList<>();
        groups.forEach((name, checks) -> all.add(new Group(name, checks)));
        return all;
    }

    /** Loads with the same name are distinguished by their parameters. */
    private static String nameOf(final Series series) {
        return series.name() + " over time (" + series.parameters() + ", " + series.provider() + ", " + series.clock()
                + (series.machine() == null ? "" : ", " + series.machine()) + ")";
    }

    private static Check check(final Series series) {
        final History.Night last = series.nights().get(series.nights().size() - 1);
        final List<String> details = new ArrayList<>();
        details.add(shown(series.metric(), series.clock(), last.value()) + " after "
                + series.nights().size() + (series.nights().size() == 1 ? " night" : " nights"));
        for (final Change change : series.changes()) {
            details.add(percent(change.change()) + " on " + change.night() + (change.alarm() ? ", ALARM" : "")
                    + (change.suspects().isEmpty() ? "" : " (" + String.join(", ", change.suspects()) + ")"));
        }
        final boolean alarm = series.changes().stream().anyMatch(Change::alarm);
        return new Check(series.metric(), alarm ? Outcome.FAILED : Outcome.PASSED, String.join("; ", details));
    }

    private static List<Figure> figures(final History history) {
        final List<Figure> figures = new ArrayList<>();
        for (final Series series : history.series()) {
            final History.Night last = series.nights().get(series.nights().size() - 1);
            final Map<String, String> labels = new LinkedHashMap<>();
            labels.put("kernel", series.kernel());
            labels.put("load", series.load());
            labels.put("parameters", series.parameters());
            labels.put("provider", series.provider());
            putIfKnown(labels, "label", series.label());
            putIfKnown(labels, "machine", series.machine());
            putIfKnown(labels, "release", last.release());
            putIfKnown(labels, "commit", last.commit());
            figures.add(new Figure(labels, series.metric(), series.clock(), last.value()));
        }
        return figures;
    }

    private static void putIfKnown(final Map<String, String> labels, final String name, final String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }

    private static String shown(final String metric, final String clock, final double value) {
        if (metric.equals(Metric.THROUGHPUT.label())) {
            return String.format(Locale.ROOT, "%.1f messages/s", value);
        }
        return clock.equals(ICOUNT)
                ? String.format(Locale.ROOT, "%.0f instructions", value)
                : String.format(Locale.ROOT, "%.2f µs", value / 1e3);
    }

    private static String percent(final double part) {
        return String.format(Locale.ROOT, "%+.1f %%", PERCENT * part);
    }
}
