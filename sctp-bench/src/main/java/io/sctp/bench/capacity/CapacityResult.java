package io.sctp.bench.capacity;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.Origin;
import io.sctp.bench.result.Percentiles;
import java.util.List;
import java.util.Locale;

/**
 * What {@code ./sctp capacity} writes as JSON; docs/result-files.md explains the fields.
 *
 * @param verdict the result, as text
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param lowerMsgsPerS the highest rate that held in every trial; null if none did
 * @param upperMsgsPerS the lowest rate above it that held in no trial; null if there was none
 * @param noisyTrials trials whose tail latency was caused by the machine
 * @param trials each trial, in the order in which they were made
 */
public record CapacityResult(
        String verdict,
        int schemaVersion,
        String startedAt,
        String provider,
        String kernel,
        String clock,
        String slo,
        double precision,
        int repeats,
        Double lowerMsgsPerS,
        Double upperMsgsPerS,
        boolean interrupted,
        long noisyTrials,
        List<Trial> trials,
        Environment environment,
        Origin origin,
        List<String> commandLine) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * One load of the search.
     *
     * @param rate intended messages per second
     * @param held whether the limits were kept
     * @param reason why not; null if they were
     * @param noisy whether its tail latency was caused by the machine
     * @param latencyNs its latency, in nanoseconds
     */
    public record Trial(double rate, boolean held, String reason, boolean noisy, Percentiles latencyNs) {}

    /** The first line of the output. */
    public static String verdict(
            final String slo, final CapacitySearch.Found found, final long noisy, final int trials) {
        final StringBuilder text = new StringBuilder();
        if (!found.finished()) {
            text.append("INTERRUPTED: ");
        }
        if (found.lower().isEmpty()) {
            text.append("no rate held ").append(slo).append(" in every trial");
        } else {
            text.append(String.format(
                    Locale.ROOT, "%,.0f messages/s hold %s", found.lower().getAsDouble(), slo));
        }
        text.append(
                found.upper().isEmpty()
                        ? "; none was found that is too high"
                        : String.format(
                                Locale.ROOT,
                                "; %,.0f/s is too high",
                                found.upper().getAsDouble()));
        if (noisy > 0) {
            text.append(String.format(
                    Locale.ROOT, " | NOISY: the tail of %d of %d trials is the machine's", noisy, trials));
        }
        return text.toString();
    }
}
