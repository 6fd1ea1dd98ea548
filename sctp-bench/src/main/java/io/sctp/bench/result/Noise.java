package io.sctp.bench.result;

import java.util.Locale;
import java.util.Optional;

/**
 * Evidence that the tail of a run's latency was caused by the machine, not by SCTP: an idle thread was delayed nearly
 * as long.
 *
 * @param percentile that shows it, such as {@code p99}
 * @param latencyNs latency at that percentile
 * @param hiccupNs hiccup at the same percentile
 */
public record Noise(String percentile, long latencyNs, long hiccupNs) {
    /** If the hiccup is at least this share of the latency, the figure does not describe SCTP. */
    static final double MAX_SHARE = 0.5;

    private static final double NANOS_PER_MICRO = 1e3;

    /**
     * Compares both at the highest percentile that both have; empty if that is not a tail percentile, or the machine
     * was quiet.
     */
    public static Optional<Noise> in(final Percentiles latency, final Percentiles hiccups) {
        if (latency.p999() != null && hiccups.p999() != null) {
            return at("p99.9", latency.p999(), hiccups.p999());
        }
        if (latency.p99() != null && hiccups.p99() != null) {
            return at("p99", latency.p99(), hiccups.p99());
        }
        return Optional.empty();
    }

    private static Optional<Noise> at(final String percentile, final long latencyNs, final long hiccupNs) {
        return hiccupNs < MAX_SHARE * latencyNs
                ? Optional.empty()
                : Optional.of(new Noise(percentile, latencyNs, hiccupNs));
    }

    /** Returns both figures as text. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s of latency is %.1f µs, of the machine's hiccups %.1f µs",
                percentile,
                latencyNs / NANOS_PER_MICRO,
                hiccupNs / NANOS_PER_MICRO);
    }
}
