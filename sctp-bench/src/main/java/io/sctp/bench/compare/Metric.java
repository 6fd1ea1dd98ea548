package io.sctp.bench.compare;

import io.sctp.bench.result.LoadResult;
import java.util.List;
import java.util.Optional;

/** A figure of a run that is compared. */
public enum Metric {
    /** Messages per second. */
    THROUGHPUT("throughput", false),
    /** Median latency. */
    P50("p50", true),
    /** 99th percentile of latency. */
    P99("p99", true),
    /** 99.9th percentile of latency. */
    P999("p99.9", true);

    private final String label;
    private final boolean lowerIsBetter;

    Metric(final String label, final boolean lowerIsBetter) {
        this.label = label;
        this.lowerIsBetter = lowerIsBetter;
    }

    /** The metric's label, in tables and for {@code --threshold}. */
    public String label() {
        return label;
    }

    /** Whether smaller values are better. */
    public boolean lowerIsBetter() {
        return lowerIsBetter;
    }

    /** The metric's value in a run, in messages per second or nanoseconds; empty if the run had too few messages. */
    public Optional<Double> of(final LoadResult result) {
        return switch (this) {
            case THROUGHPUT -> Optional.of(result.throughputMsgsPerS());
            case P50 -> Optional.ofNullable(result.latencyNs().p50()).map(Long::doubleValue);
            case P99 -> Optional.ofNullable(result.latencyNs().p99()).map(Long::doubleValue);
            case P999 -> Optional.ofNullable(result.latencyNs().p999()).map(Long::doubleValue);
        };
    }

    /** The metric's values in several runs; empty if one of them has none. */
    public Optional<double[]> ofAll(final List<LoadResult> runs) {
        if (!runs.stream().allMatch(run -> of(run).isPresent())) {
            return Optional.empty();
        }
        return Optional.of(
                runs.stream().mapToDouble(run -> of(run).orElseThrow()).toArray());
    }

    /**
     * Returns the metric with this label.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Metric labelled(final String label) {
        for (final Metric metric : values()) {
            if (metric.label.equals(label)) {
                return metric;
            }
        }
        throw new IllegalArgumentException("no metric '" + label + "'; there are: throughput, p50, p99, p99.9");
    }
}
