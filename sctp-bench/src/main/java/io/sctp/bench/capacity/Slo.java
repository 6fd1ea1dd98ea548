package io.sctp.bench.capacity;

import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits on latency, such as {@code p99=5ms} (a service level objective).
 *
 * @param limits one for each percentile
 */
public record Slo(List<Limit> limits) {
    private static final Pattern FORM =
            Pattern.compile("(p50|p90|p99|p99\\.9|p99\\.99)=(\\d{1,9}(?:\\.\\d{1,9})?)(us|µs|ms|s)");
    private static final Map<String, Double> UNITS_NS = Map.of("us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9);
    private static final Map<String, Long> MESSAGES =
            Map.of("p50", 20L, "p90", 100L, "p99", 1_000L, "p99.9", 10_000L, "p99.99", 100_000L);
    private static final double NANOS_PER_MICRO = 1e3;

    /**
     * The maximum of one percentile.
     *
     * @param percentile such as {@code p99}
     * @param mostNs the maximum, in nanoseconds
     */
    public record Limit(String percentile, long mostNs) {}

    /**
     * Reads limits, separated by commas.
     *
     * @throws IllegalArgumentException if the syntax is wrong
     */
    public static Slo parse(final String text) {
        final List<Limit> limits = new ArrayList<>();
        for (final String part : text.split(",", -1)) {
            final Matcher matcher = FORM.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + part
                        + "' is not a limit such as p99=5ms or p99.9=800us (p50, p90, p99, p99.9, p99.99; us, ms, s)");
            }
            final long mostNs = Math.round(Double.parseDouble(matcher.group(2)) * UNITS_NS.get(matcher.group(3)));
            if (mostNs == 0) {
                throw new IllegalArgumentException("'" + part + "' leaves no time at all");
            }
            limits.add(new Limit(matcher.group(1), mostNs));
        }
        return new Slo(List.copyOf(limits));
    }

    /** The number of messages needed to know all the percentiles: ten must lie above each. */
    public long messages() {
        return limits.stream()
                .mapToLong(limit -> MESSAGES.get(limit.percentile()))
                .max()
                .orElseThrow();
    }

    /** Why a run exceeds the limits; empty if it does not. */
    public Optional<String> broken(final LoadResult run) {
        if (!run.valid()) {
            return Optional.of("invalid: " + String.join("; ", run.invalidReasons()));
        }
        for (final Limit limit : limits) {
            final Long valueNs = value(run.latencyNs(), limit.percentile());
            if (valueNs == null) {
                return Optional.of("too few messages for " + limit.percentile());
            }
            if (valueNs > limit.mostNs()) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s is %.1f µs, above %.1f µs",
                        limit.percentile(),
                        valueNs / NANOS_PER_MICRO,
                        limit.mostNs() / NANOS_PER_MICRO));
            }
        }
        return Optional.empty();
    }

    private static Long value(final Percentiles latency, final String percentile) {
        return switch (percentile) {
            case "p50" -> latency.p50();
            case "p90" -> latency.p90();
            case "p99" -> latency.p99();
            case "p99.9" -> latency.p999();
            default -> latency.p9999();
        };
    }
}
