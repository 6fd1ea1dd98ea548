package io.sctp.bench.report;

import io.sctp.bench.compare.Interval;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.kernels.KernelComparison.Kernel;
import io.sctp.bench.report.ReportData.Cell;
import io.sctp.bench.report.ReportData.Figure;
import io.sctp.bench.report.ReportData.Group;
import io.sctp.bench.report.ReportData.Table;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Groups runs, and compares the groups. */
final class Groups {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double PERCENT = 100;
    private static final double CONFIDENCE = 0.95;

    private Groups() {}

    /** Returns the files of each folder, by folder. A single file of a folder is a group with the file's name. */
    static Map<Path, List<Path>> of(final Path named, final List<Path> files) {
        final Map<Path, List<Path>> groups = new LinkedHashMap<>();
        for (final Path file : files) {
            final Path run = file.endsWith(ResultFile.STANDARD_NAME)
                    ? file.toAbsolutePath().normalize().getParent()
                    : file.toAbsolutePath().normalize();
            final Path argument = named.toAbsolutePath().normalize();
            final boolean alone = files.size() == 1 || !Files.isDirectory(named) || run.equals(argument);
            groups.computeIfAbsent(alone ? run : run.getParent(), any -> new ArrayList<>())
                    .add(file);
        }
        return groups;
    }

    /** A group of runs, with the medians of their figures. */
    static Group ofRuns(final String name, final int colour, final List<LoadResult> runs) {
        return new Group(
                name,
                colour,
                runs.size(),
                runs.stream().filter(LoadResult::valid).count(),
                runs.stream().mapToLong(LoadResult::lost).sum(),
                figure(runs, run -> run.throughputMsgsPerS(), 1),
                figure(runs, run -> number(run.latencyNs().p50()), NANOS_PER_MICRO),
                figure(runs, run -> number(run.latencyNs().p99()), NANOS_PER_MICRO),
                figure(runs, run -> number(run.latencyNs().p999()), NANOS_PER_MICRO),
                figure(runs, run -> number(run.latencyNs().max()), NANOS_PER_MICRO),
                on(runs.get(0)));
    }

    /** A kernel's boots, with the percentiles over all their messages, as in the text output. */
    static Group ofKernel(final String name, final int colour, final Kernel kernel, final List<LoadResult> runs) {
        final Group group = ofRuns(name, colour, runs);
        final Percentiles all = kernel.latencyNs();
        return new Group(
                name,
                colour,
                group.runs(),
                group.valid(),
                group.lost(),
                pooled(kernel.throughputMsgsPerS(), group.rate()),
                pooled(micros(all.p50()), group.p50()),
                pooled(micros(all.p99()), group.p99()),
                pooled(micros(all.p999()), group.p999()),
                pooled(micros(all.max()), group.max()),
                group.on());
    }

    /** Compares every other group with the first, with intervals if both have several runs. */
    static Optional<Table> differences(final List<Group> groups, final List<List<LoadResult>> runs) {
        final List<List<Cell>> rows = new ArrayList<>();
        for (int i = 1; i < groups.size(); i++) {
            for (final Metric metric : Metric.values()) {
                final Optional<double[]> base = metric.ofAll(runs.get(0));
                final Optional<double[]> other = metric.ofAll(runs.get(i));
                if (base.isPresent() && other.isPresent() && positive(base.get()) && positive(other.get())) {
                    rows.add(row(
                            groups.get(i).name(),
                            metric,
                            runs.get(i).get(0).clock(),
                            Interval.ofChange(base.get(), other.get(), CONFIDENCE)));
                }
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        "Differences from " + groups.get(0).name(),
                        "Geometric means over runs, with 95 % confidence intervals (Welch, on logarithms). Only what "
                                + "is beyond the noise has a colour; a single run has no interval.",
                        List.of("runs", "metric", "first", "this", "change", "interval", "beyond noise"),
                        rows));
    }

    /** The unit of a metric in a table. With the instruction clock a microsecond is a thousand instructions. */
    static String unit(final boolean isRate, final String clock) {
        return isRate ? " /s" : clock.equals("icount") ? " k ins" : " µs";
    }

    private static List<Cell> row(final String name, final Metric metric, final String clock, final Interval interval) {
        final double unit = metric == Metric.THROUGHPUT ? 1 : NANOS_PER_MICRO;
        final boolean known = interval.low() != null;
        final boolean beyond = known && (interval.low() > 0 || interval.high() < 0);
        final boolean worse = metric.lowerIsBetter() == interval.change() > 0;
        return List.of(
                Cell.of(name),
                Cell.of(metric.label() + unit(metric == Metric.THROUGHPUT, clock)),
                Cell.of(digits(interval.base() / unit)),
                Cell.of(digits(interval.candidate() / unit)),
                new Cell(percent(interval.change()), beyond ? worse ? "worse" : "better" : ""),
                Cell.of(known ? percent(interval.low()) + " to " + percent(interval.high()) : "one run"),
                Cell.of(known ? beyond ? "yes" : "no" : "–"));
    }

    private static boolean positive(final double[] values) {
        for (final double value : values) {
            if (!(value > 0)) {
                return false;
            }
        }
        return true;
    }

    private static Figure pooled(final Double value, final Figure spread) {
        if (value == null) {
            return null;
        }
        return spread == null ? new Figure(value, value, value) : new Figure(value, spread.low(), spread.high());
    }

    /** Returns null if one of the runs lacks the figure. */
    private static Figure figure(
            final List<LoadResult> runs, final Function<LoadResult, Double> value, final double unit) {
        final List<Double> values = new ArrayList<>();
        for (final LoadResult run : runs) {
            final Double figure = value.apply(run);
            if (figure == null) {
                return null;
            }
            values.add(figure / unit);
        }
        values.sort(null);
        final int middle = values.size() / 2;
        final double median =
                values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
        return new Figure(median, values.get(0), values.get(values.size() - 1));
    }

    private static Double number(final Long value) {
        return value == null ? null : value.doubleValue();
    }

    private static Double micros(final Long nanos) {
        return nanos == null ? null : nanos / NANOS_PER_MICRO;
    }

    private static String on(final LoadResult run) {
        return String.format(
                "%s over %s, kernel %s, %d × %s, JDK %s",
                run.mode(),
                run.provider(),
                run.kernel(),
                run.environment().cpus(),
                run.environment().cpuModel(),
                run.environment().jdk());
    }

    /** Three digits. */
    private static String digits(final double value) {
        final int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String percent(final double part) {
        return String.format(Locale.ROOT, "%+.1f %%", PERCENT * part);
    }
}
