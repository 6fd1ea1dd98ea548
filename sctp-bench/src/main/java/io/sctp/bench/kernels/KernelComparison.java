package io.sctp.bench.kernels;

import io.sctp.bench.compare.Interval;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * One load on several kernels, as {@code kernels.json} holds it. Times are nanoseconds, or instructions with the clock
 * {@code icount}.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} of the writer
 * @param startedAt start of the first boot, in ISO 8601
 * @param clock {@code wall} or {@code icount}
 * @param unit of times: {@code nanoseconds} or {@code instructions}
 * @param seed of the random order of the boots
 * @param order the kernels in that order
 * @param load the options of the load
 * @param kernels in the order given; the others are compared with the first
 * @param differences every other kernel against the first, metric by metric
 * @param valid whether every run was valid
 * @param invalidReasons the reasons, if not
 */
public record KernelComparison(
        int schemaVersion,
        String startedAt,
        String clock,
        String unit,
        long seed,
        List<String> order,
        List<String> load,
        List<Kernel> kernels,
        List<KernelDifference> differences,
        boolean valid,
        List<String> invalidReasons) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /** The name of its file. */
    public static final String FILE = "kernels.json";

    /** The confidence level of intervals. */
    static final double CONFIDENCE = 0.95;

    /**
     * One kernel.
     *
     * @param kernel as requested
     * @param release the release that was booted
     * @param boots each boot's figures
     * @param throughputMsgsPerS mean over the boots
     * @param latencyNs latency over all boots together
     * @param serviceNs service time likewise
     * @param latencyHistogram the complete histogram, encoded as in a result
     */
    public record Kernel(
            String kernel,
            String release,
            List<Boot> boots,
            double throughputMsgsPerS,
            Percentiles latencyNs,
            Percentiles serviceNs,
            String latencyHistogram) {}

    /**
     * One boot.
     *
     * @param boot its number among the boots of its kernel, from 1
     * @param result the path of its result, relative to this comparison's folder
     * @param throughputMsgsPerS messages per second
     * @param p50 median latency; null, as the next two, with too few messages
     * @param p99 99th percentile
     * @param p999 99.9th percentile
     * @param valid whether the run was valid
     */
    public record Boot(
            int boot, String result, double throughputMsgsPerS, Long p50, Long p99, Long p999, boolean valid) {}

    /**
     * One metric of a kernel, compared with the first kernel. Changes are relative: 0.1 is an increase of 10 %.
     *
     * @param base the first kernel
     * @param candidate the other kernel
     * @param metric {@code throughput}, {@code p50}, {@code p99} or {@code p99.9}
     * @param baseValue geometric mean over the base's boots
     * @param candidateValue geometric mean over the candidate's boots
     * @param change of the second relative to the first
     * @param low lower end of the change's 95 % confidence interval (Welch, on logarithms); null with one boot
     * @param high its upper end
     * @param beyondNoise whether the interval excludes no change; null with one boot
     */
    public record KernelDifference(
            String base,
            String candidate,
            String metric,
            double baseValue,
            double candidateValue,
            double change,
            Double low,
            Double high,
            Boolean beyondNoise) {}

    /** Compares the results of one load of a campaign. */
    public static KernelComparison of(final String startedAt, final Campaign campaign, final Load load)
            throws IOException {
        final List<Kernel> kernels = new ArrayList<>();
        final List<KernelDifference> differences = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        List<LoadResult> first = null;
        for (final String kernel : campaign.kernels()) {
            final List<LoadResult> results = campaign.results(kernel, load);
            kernels.add(kernel(campaign, load, kernel, results));
            addReasons(reasons, kernel, results);
            if (first == null) {
                first = results;
            } else {
                differences.addAll(differences(campaign.kernels().get(0), first, kernel, results));
            }
        }
        return new KernelComparison(
                SCHEMA_VERSION,
                startedAt,
                campaign.clock(),
                campaign.clock().equals("icount") ? "instructions" : "nanoseconds",
                campaign.seed(),
                campaign.order(),
                load.arguments(),
                kernels,
                differences,
                reasons.isEmpty(),
                reasons);
    }

    private static void addReasons(final List<String> reasons, final String kernel, final List<LoadResult> results) {
        for (int i = 0; i < results.size(); i++) {
            for (final String reason : results.get(i).invalidReasons()) {
                reasons.add("kernel " + kernel + ", boot " + (i + 1) + ": " + reason);
            }
            if (!results.get(i).kernel().equals(results.get(0).kernel())) {
                reasons.add("kernel " + kernel + ": boots of different releases, "
                        + results.get(0).kernel() + " and " + results.get(i).kernel());
            }
        }
    }

    private static Kernel kernel(
            final Campaign campaign, final Load load, final String kernel, final List<LoadResult> results) {
        final List<Boot> boots = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            final LoadResult result = results.get(i);
            final Path file = campaign.folder().relativize(campaign.resultFile(kernel, load, i + 1));
            boots.add(new Boot(
                    i + 1,
                    file.toString(),
                    result.throughputMsgsPerS(),
                    result.latencyNs().p50(),
                    result.latencyNs().p99(),
                    result.latencyNs().p999(),
                    result.valid()));
        }
        final Histogram latency = merged(
                results.stream().map(result -> result.histograms().latencyNs()).toList());
        final Histogram service = merged(
                results.stream().map(result -> result.histograms().serviceNs()).toList());
        return new Kernel(
                kernel,
                results.get(0).kernel(),
                boots,
                results.stream()
                        .mapToDouble(LoadResult::throughputMsgsPerS)
                        .average()
                        .orElseThrow(),
                Percentiles.of(latency),
                Percentiles.of(service),
                HistogramText.encode(latency));
    }

    private static Histogram merged(final List<String> encoded) {
        final Histogram merged = new Histogram(3);
        encoded.forEach(text -> merged.add(HistogramText.decode(text)));
        return merged;
    }

    private static List<KernelDifference> differences(
            final String baseName,
            final List<LoadResult> base,
            final String candidateName,
            final List<LoadResult> candidate) {
        final List<KernelDifference> differences = new ArrayList<>();
        for (final Metric metric : Metric.values()) {
            final Optional<double[]> baseValues = metric.ofAll(base);
            final Optional<double[]> candidateValues = metric.ofAll(candidate);
            if (baseValues.isPresent() && candidateValues.isPresent()) {
                final Interval interval = Interval.ofChange(baseValues.get(), candidateValues.get(), CONFIDENCE);
                differences.add(new KernelDifference(
                        baseName,
                        candidateName,
                        metric.label(),
                        interval.base(),
                        interval.candidate(),
                        interval.change(),
                        interval.low(),
                        interval.high(),
                        interval.low() == null ? null : interval.low() > 0 || interval.high() < 0));
            }
        }
        return differences;
    }
}
