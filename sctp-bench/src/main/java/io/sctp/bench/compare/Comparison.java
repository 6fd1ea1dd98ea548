package io.sctp.bench.compare;

import io.sctp.bench.compare.Difference.Verdict;
import io.sctp.bench.result.FaultResult;
import io.sctp.bench.result.LoadResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A comparison of base and candidate, metric by metric. A regression needs three things: a corrected p-value below the
 * level, a confidence interval that excludes "no change", and a median that is worse by more than the threshold.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} of the writer
 * @param baseRuns runs of the base
 * @param candidateRuns runs of the candidate
 * @param differences one for each metric that both sides have
 * @param surroundings how else the candidate's runs differ from the base's, and what makes the runs unreliable
 * @param notComparable why there is no verdict; empty if there is one
 */
public record Comparison(
        int schemaVersion,
        int baseRuns,
        int candidateRuns,
        List<Difference> differences,
        List<String> surroundings,
        List<String> notComparable) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /** With fewer runs on either side, no result could be significant after the correction. */
    public static final int MIN_RUNS = 5;

    /** The probability, over all metrics together, of reporting a difference that does not exist. */
    static final double LEVEL = 0.05;

    private static final Map<Metric, Double> DEFAULT_THRESHOLDS =
            Map.of(Metric.THROUGHPUT, 0.03, Metric.P50, 0.05, Metric.P99, 0.10, Metric.P999, 0.20);

    /** Compares two sets of runs. Missing thresholds have their defaults. */
    public static Comparison of(
            final List<LoadResult> base, final List<LoadResult> candidate, final Map<Metric, Double> thresholds) {
        final List<String> obstacles = obstacles(base, candidate);
        return new Comparison(
                SCHEMA_VERSION,
                base.size(),
                candidate.size(),
                obstacles.isEmpty() ? differences(base, candidate, thresholds) : List.of(),
                base.isEmpty() || candidate.isEmpty() ? List.of() : Surroundings.differences(base, candidate),
                obstacles);
    }

    /** Whether any metric got worse. */
    public boolean hasRegression() {
        return differences.stream().anyMatch(difference -> difference.verdict() == Verdict.REGRESSION);
    }

    /**
     * The inconclusive differences: chance explains them, but the runs scatter so much that a change beyond the
     * threshold would not show.
     */
    public List<Difference> inconclusive() {
        return differences.stream()
                .filter(difference -> difference.verdict() == Verdict.NONE && !difference.conclusive())
                .toList();
    }

    /** The verdict in a few words. */
    public String verdict() {
        if (!notComparable.isEmpty()) {
            return "not comparable";
        }
        final String verdict;
        if (hasRegression()) {
            verdict = "regression";
        } else {
            final List<Difference> hidden = inconclusive();
            verdict = hidden.isEmpty()
                    ? "no regression"
                    : hidden.size() == differences.size()
                            ? "inconclusive"
                            : "no regression, but inconclusive in "
                                    + String.join(
                                            ", ",
                                            hidden.stream()
                                                    .map(difference ->
                                                            difference.metric().label())
                                                    .toList());
        }
        return verdict + (surroundings.isEmpty() ? "" : ", of runs that are not alike");
    }

    private static List<String> obstacles(final List<LoadResult> base, final List<LoadResult> candidate) {
        final List<String> obstacles = new ArrayList<>();
        requireRuns("base", base, obstacles);
        requireRuns("candidate", candidate, obstacles);
        requireSame("provider", LoadResult::provider, base, candidate, obstacles);
        requireSame("clock", LoadResult::clock, base, candidate, obstacles);
        requireSame("mode", LoadResult::mode, base, candidate, obstacles);
        requireSame("protocol", LoadResult::protocol, base, candidate, obstacles);
        requireSame("size", LoadResult::size, base, candidate, obstacles);
        requireSame("streams", LoadResult::streams, base, candidate, obstacles);
        requireSame("associations", LoadResult::associations, base, candidate, obstacles);
        requireSame("arrival", LoadResult::arrival, base, candidate, obstacles);
        requireSame("ppid", LoadResult::ppid, base, candidate, obstacles);
        requireSame("batch", LoadResult::batch, base, candidate, obstacles);
        requireSame("dispatcher", LoadResult::dispatcherWorkers, base, candidate, obstacles);
        requireSame("Nagle's algorithm", LoadResult::nagle, base, candidate, obstacles);
        requireSame("loss", LoadResult::loss, base, candidate, obstacles);
        requireSame("delay", LoadResult::delayMs, base, candidate, obstacles);
        requireSame("faults", Comparison::faults, base, candidate, obstacles);
        requireSame("unordered", LoadResult::unordered, base, candidate, obstacles);
        requireSame("intended rate", LoadResult::intendedRate, base, candidate, obstacles);
        requireSame("profile", LoadResult::profile, base, candidate, obstacles);
        requireSame("duration", LoadResult::durationS, base, candidate, obstacles);
        requireSame("warm-up", LoadResult::warmupS, base, candidate, obstacles);
        obstacles.addAll(Surroundings.obstacles(base, candidate));
        return obstacles;
    }

    private static List<String> faults(final LoadResult run) {
        return run.faults().stream().map(FaultResult::fault).toList();
    }

    private static void requireRuns(final String side, final List<LoadResult> runs, final List<String> obstacles) {
        if (runs.size() < MIN_RUNS) {
            obstacles.add("too few runs: the " + side + " has " + runs.size() + ", and needs " + MIN_RUNS);
        }
        final long invalid = runs.stream().filter(run -> !run.valid()).count();
        if (invalid > 0) {
            obstacles.add(invalid + " of the " + side + "'s " + runs.size() + " runs are invalid");
        }
        final long interrupted = runs.stream().filter(LoadResult::interrupted).count();
        if (interrupted > 0) {
            obstacles.add(interrupted + " of the " + side + "'s " + runs.size() + " runs were interrupted");
        }
    }

    private static void requireSame(
            final String what,
            final Function<LoadResult, Object> value,
            final List<LoadResult> base,
            final List<LoadResult> candidate,
            final List<String> obstacles) {
        final List<Object> values = new ArrayList<>();
        base.forEach(run -> values.add(value.apply(run)));
        candidate.forEach(run -> values.add(value.apply(run)));
        values.stream()
                .filter(other -> !Objects.equals(other, values.get(0)))
                .findFirst()
                .ifPresent(
                        other -> obstacles.add("the runs differ in " + what + ": " + values.get(0) + " and " + other));
    }

    private static List<Difference> differences(
            final List<LoadResult> base, final List<LoadResult> candidate, final Map<Metric, Double> thresholds) {
        final Map<Metric, double[]> baseValues = values(base);
        final Map<Metric, double[]> candidateValues = values(candidate);
        baseValues.keySet().retainAll(candidateValues.keySet());
        final List<Metric> metrics = List.copyOf(baseValues.keySet());
        final double[] pValues = metrics.stream()
                .mapToDouble(metric -> Statistics.mannWhitney(baseValues.get(metric), candidateValues.get(metric)))
                .toArray();
        final double[] adjusted = Statistics.holm(pValues);
        final List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            final Metric metric = metrics.get(i);
            final double threshold = thresholds.getOrDefault(metric, DEFAULT_THRESHOLDS.get(metric));
            differences.add(difference(
                    metric,
                    baseValues.get(metric),
                    candidateValues.get(metric),
                    pValues[i],
                    adjusted[i],
                    threshold,
                    metrics.size()));
        }
        return differences;
    }

    private static Difference difference(
            final Metric metric,
            final double[] base,
            final double[] candidate,
            final double pValue,
            final double adjustedPValue,
            final double threshold,
            final int comparisons) {
        final double baseMedian = Statistics.median(base);
        final double candidateMedian = Statistics.median(candidate);
        final double change = candidateMedian / baseMedian - 1;
        final double[] interval = Statistics.changeInterval(base, candidate, LEVEL / comparisons);
        final boolean beyondChance = adjustedPValue < LEVEL && (interval[0] > 0 || interval[1] < 0);
        final boolean worse = metric.lowerIsBetter() == change > 0;
        final Verdict verdict;
        if (!beyondChance) {
            verdict = Verdict.NONE;
        } else if (Math.abs(change) <= threshold) {
            verdict = Verdict.SMALL;
        } else {
            verdict = worse ? Verdict.REGRESSION : Verdict.IMPROVEMENT;
        }
        final double smallest =
                Statistics.smallestChange(base, candidate, interval, LEVEL / comparisons, metric.lowerIsBetter());
        return new Difference(
                metric,
                baseMedian,
                candidateMedian,
                change,
                interval[0],
                interval[1],
                pValue,
                adjustedPValue,
                threshold,
                Double.isNaN(smallest) ? null : smallest,
                smallest <= threshold, // false for NaN
                verdict);
    }

    /** Returns the metrics that every run has. */
    private static Map<Metric, double[]> values(final List<LoadResult> runs) {
        final Map<Metric, double[]> values = new EnumMap<>(Metric.class);
        for (final Metric metric : Metric.values()) {
            metric.ofAll(runs).ifPresent(all -> values.put(metric, all));
        }
        return values;
    }
}
