package io.sctp.bench.result;

import org.HdrHistogram.Histogram;

/**
 * A distribution of times in nanoseconds. A percentile with fewer than ten samples above it is null, as it would be
 * arbitrary.
 *
 * @param p50 the median
 * @param p90 90th percentile
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param p9999 99.99th percentile
 * @param max the largest
 * @param mean the mean
 * @param count samples
 */
public record Percentiles(Long p50, Long p90, Long p99, Long p999, Long p9999, Long max, Double mean, long count) {
    /** Samples that must lie above a percentile. */
    public static final long MIN_SAMPLES_ABOVE = 10;

    private static final double WHOLE = 100.0;
    /** Binary fractions make 100 - 99.9 a little less than 0.1. */
    private static final double ROUNDING = 1e-6;

    /** The distribution in a histogram. */
    public static Percentiles of(final Histogram histogram) {
        final boolean empty = histogram.getTotalCount() == 0;
        return new Percentiles(
                at(histogram, 50),
                at(histogram, 90),
                at(histogram, 99),
                at(histogram, 99.9),
                at(histogram, 99.99),
                empty ? null : histogram.getMaxValue(),
                empty ? null : (double) Math.round(histogram.getMean()),
                histogram.getTotalCount());
    }

    /** The value at a percentile, or null if too few samples lie above it. */
    public static Long at(final Histogram histogram, final double percentile) {
        final double above = histogram.getTotalCount() * (WHOLE - percentile) / WHOLE;
        return above + ROUNDING < MIN_SAMPLES_ABOVE ? null : histogram.getValueAtPercentile(percentile);
    }
}
