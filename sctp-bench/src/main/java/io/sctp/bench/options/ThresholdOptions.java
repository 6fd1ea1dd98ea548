package io.sctp.bench.options;

import io.sctp.bench.compare.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option for the smallest change that is reported. */
public final class ThresholdOptions {
    private static final Pattern THRESHOLD = Pattern.compile("([a-z0-9.]+)=(\\d+(?:\\.\\d+)?)%");
    private static final double PERCENT = 100;

    @Option(
            names = "--threshold",
            description = "Changes for the worse that matter, such as p99=10%%,throughput=3%% (default: throughput=3%%,"
                    + "p50=5%%,p99=10%%,p99.9=20%%; in the history 1%%, 1%%, 20%%, 40%%).",
            split = ",",
            paramLabel = "METRIC=N%")
    private List<String> thresholds = List.of();

    /** What was given; other metrics keep their defaults. */
    public Map<Metric, Double> limits() {
        final Map<Metric, Double> limits = new EnumMap<>(Metric.class);
        for (final String threshold : thresholds) {
            final Matcher matcher = THRESHOLD.matcher(threshold);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("--threshold '" + threshold + "' is not of the form p99=10%");
            }
            limits.put(
                    Named.option("--threshold", () -> Metric.labelled(matcher.group(1))),
                    Double.parseDouble(matcher.group(2)) / PERCENT);
        }
        return limits;
    }
}
