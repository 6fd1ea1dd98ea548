package io.sctp.bench.history;

import io.sctp.bench.compare.Metric;
import io.sctp.bench.history.EDivisive.ChangePoint;
import io.sctp.bench.history.StoredRun.Line;
import io.sctp.bench.history.StoredRun.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.statistics.descriptive.Median;

/**
 * The results of all nights over time. Latencies are in nanoseconds or, with the clock {@code icount}, in instructions;
 * throughput is in messages per second. Changes are relative: 0.1 is an increase of 10 %.
 *
 * @param verdict whether there is an alarm, as text
 * @param schemaVersion {@link #SCHEMA_VERSION} of the writer
 * @param series each metric of each load on each kernel
 */
public record History(String verdict, int schemaVersion, List<Series> series) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /** The default number of last nights: only changes that began in them raise an alarm. */
    public static final int RECENT_NIGHTS = 14;

    /** Only this many last nights are analysed. */
    public static final int MOST_NIGHTS = 365;

    /** With the instruction clock medians and counts are exact; tails consist of few messages. */
    private static final Map<Metric, Double> THRESHOLDS =
            Map.of(Metric.THROUGHPUT, 0.01, Metric.P50, 0.01, Metric.P99, 0.20, Metric.P999, 0.40);

    /** The kind of a change. */
    public enum Kind {
        /** Worse, by more than the threshold. */
        WORSE,
        /** Better, by more than the threshold. */
        BETTER,
        /** Within the threshold. */
        SMALL
    }

    /**
     * One metric of one load on one kernel, night by night.
     *
     * @param kernel as requested
     * @param load the load's name
     * @param parameters of the load, as text
     * @param provider the SCTP provider
     * @param clock {@code wall} or {@code icount}
     * @param label the user's name for it; null if none
     * @param machine its name; null with the clock {@code icount}, whose figures do not depend on it
     * @param metric {@code throughput}, {@code p50}, {@code p99} or {@code p99.9}
     * @param nights each night with a valid run
     * @param changes where it changed
     */
    public record Series(
            String kernel,
            String load,
            String parameters,
            String provider,
            String clock,
            String label,
            String machine,
            String metric,
            List<Night> nights,
            List<Change> changes) {
        /** The line's name: the load, the kernel and, if there is one, the label. */
        public String name() {
            return load + " on " + kernel + (label == null ? "" : ", " + label);
        }
    }

    /**
     * One night.
     *
     * @param night its start, in ISO 8601
     * @param value the median over its boots
     * @param low the minimum over its boots
     * @param high the maximum over its boots
     * @param runs the number of boots
     * @param version the project's version; null, as the next four, if it is not known
     * @param commit the project's commit, with a plus sign if the files differed from it
     * @param release the kernel's release
     * @param kernelPackage the version of the kernel's package
     * @param jdk the Java runtime
     */
    public record Night(
            String night,
            double value,
            double low,
            double high,
            int runs,
            String version,
            String commit,
            String release,
            String kernelPackage,
            String jdk) {}

    /**
     * A change point.
     *
     * @param lastBefore the last night before it
     * @param night the first night after it
     * @param before median over the nights before the change, back to the previous change
     * @param after median over the nights after it
     * @param change of the second relative to the first
     * @param threshold the smallest change that is reported
     * @param pValue the probability that nights in random order would split like this
     * @param kind of change
     * @param alarm whether it is for the worse and began in one of the last nights
     * @param suspects what else changed between the two nights
     */
    public record Change(
            String lastBefore,
            String night,
            double before,
            double after,
            double change,
            double threshold,
            double pValue,
            Kind kind,
            boolean alarm,
            List<String> suspects) {}

    /** A recent change for the worse. */
    public record Alarm(Series series, Change change) {}

    /**
     * Returns the history in a store.
     *
     * @param thresholds the smallest change to report, by metric; other metrics have their defaults
     * @param recentNights an alarm's change began within this many last nights
     * @param mostNights the number of last nights that are analysed
     */
    public static History of(
            final Store store, final Map<Metric, Double> thresholds, final int recentNights, final int mostNights)
            throws IOException {
        return of(store.runs(), thresholds, recentNights, mostNights);
    }

    static History of(
            final List<StoredRun> runs,
            final Map<Metric, Double> thresholds,
            final int recentNights,
            final int mostNights) {
        final Map<Line, Map<String, List<StoredRun>>> lines = new LinkedHashMap<>();
        for (final StoredRun run : runs) {
            lines.computeIfAbsent(run.line(), any -> new TreeMap<>())
                    .computeIfAbsent(run.night(), any -> new ArrayList<>())
                    .add(run);
        }
        final List<Series> series = new ArrayList<>();
        lines.forEach((line, nights) -> {
            for (final Metric metric : Metric.values()) {
                final double threshold = thresholds.getOrDefault(metric, THRESHOLDS.get(metric));
                final Series made = series(line, metric, nights, threshold, recentNights, mostNights);
                if (!made.nights().isEmpty()) {
                    series.add(made);
                }
            }
        });
        return new History(verdict(series), SCHEMA_VERSION, series);
    }

    /** Returns all alarms. */
    public List<Alarm> alarms() {
        return alarms(series);
    }

    private static List<Alarm> alarms(final List<Series> series) {
        return series.stream()
                .flatMap(of -> of.changes().stream().filter(Change::alarm).map(change -> new Alarm(of, change)))
                .toList();
    }

    private static String verdict(final List<Series> series) {
        final int alarms = alarms(series).size();
        final long nights = series.stream()
                .flatMap(of -> of.nights().stream().map(Night::night))
                .distinct()
                .count();
        final String of = " in " + series.size() + " lines over " + nights + (nights == 1 ? " night" : " nights");
        return alarms == 0 ? "NO ALARM" + of : "ALARM: " + alarms + (alarms == 1 ? " change" : " changes") + of;
    }

    private static Series series(
            final Line line,
            final Metric metric,
            final Map<String, List<StoredRun>> runs,
            final double threshold,
            final int recentNights,
            final int mostNights) {
        final List<Night> nights = new ArrayList<>();
        final List<Surroundings> surroundings = new ArrayList<>();
        runs.forEach((night, ofNight) -> {
            final double[] values = ofNight.stream()
                    .map(run -> run.figures().get(metric.label()))
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            // If some boots have no figure for a tail percentile, the median of the others would be biased.
            if (values.length == ofNight.size()) {
                nights.add(night(night, values, ofNight.get(0).surroundings()));
                surroundings.add(ofNight.get(0).surroundings());
            }
        });
        final int first = Math.max(0, nights.size() - mostNights);
        final List<Night> last = List.copyOf(nights.subList(first, nights.size()));
        return new Series(
                line.kernel(),
                line.load(),
                line.parameters(),
                line.provider(),
                line.clock(),
                line.label(),
                line.machine(),
                metric.label(),
                last,
                changes(last, surroundings.subList(first, nights.size()), metric, threshold, recentNights));
    }

    private static Night night(final String night, final double[] sorted, final Surroundings surroundings) {
        return new Night(
                night,
                median(sorted),
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length,
                surroundings.version(),
                surroundings.commit(),
                surroundings.release(),
                surroundings.kernelPackage(),
                surroundings.jdk());
    }

    private static List<Change> changes(
            final List<Night> nights,
            final List<Surroundings> surroundings,
            final Metric metric,
            final double threshold,
            final int recentNights) {
        final double[] values = nights.stream().mapToDouble(Night::value).toArray();
        final List<ChangePoint> points = EDivisive.changePoints(values);
        final List<Change> changes = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            final int from = i == 0 ? 0 : points.get(i - 1).index();
            final int at = points.get(i).index();
            final int to =
                    i + 1 == points.size() ? values.length : points.get(i + 1).index();
            final double before = median(Arrays.copyOfRange(values, from, at));
            final double after = median(Arrays.copyOfRange(values, at, to));
            final double change = after / before - 1;
            final Kind kind = Math.abs(change) <= threshold
                    ? Kind.SMALL
                    : metric.lowerIsBetter() == change > 0 ? Kind.WORSE : Kind.BETTER;
            changes.add(new Change(
                    nights.get(at - 1).night(),
                    nights.get(at).night(),
                    before,
                    after,
                    change,
                    threshold,
                    points.get(i).pValue(),
                    kind,
                    kind == Kind.WORSE && at >= values.length - recentNights,
                    suspects(surroundings.get(at - 1), surroundings.get(at))));
        }
        return changes;
    }

    private static List<String> suspects(final Surroundings before, final Surroundings after) {
        final List<String> suspects = new ArrayList<>();
        if (before.commit() != null
                && after.commit() != null
                && !before.commit().equals(after.commit())) {
            suspects.add("commits " + before.commit() + ".." + after.commit());
        } else {
            addIfOther(suspects, "commit", before.commit(), after.commit());
        }
        addIfOther(suspects, "version", before.version(), after.version());
        addIfOther(suspects, "kernel", before.release(), after.release());
        addIfOther(suspects, "kernel package", before.kernelPackage(), after.kernelPackage());
        addIfOther(suspects, "JDK", before.jdk(), after.jdk());
        addIfOther(suspects, "JVM flags", before.jvmFlags(), after.jvmFlags());
        return suspects;
    }

    private static void addIfOther(
            final List<String> suspects, final String what, final String before, final String after) {
        if (!Objects.equals(before, after)) {
            suspects.add(what + " " + shown(before) + " to " + shown(after));
        }
    }

    private static String shown(final String value) {
        return value == null ? "unknown" : value.isEmpty() ? "none" : value;
    }

    private static double median(final double[] values) {
        return Median.withDefaults().evaluate(values);
    }
}
