package io.sctp.bench.result;

import io.sctp.bench.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a merged result was made of.
 *
 * @param startSkewNs from the first generator's start of the measurement to the last one's, by their machines' clocks
 * @param generators the parts, by number
 * @param differences between the generators' machines
 */
public record Merged(long startSkewNs, List<Generator> generators, List<String> differences) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String ONE_WAY = "oneway";

    /** Returns what a reader of the result must know, a line each. */
    public List<String> notes(final LoadResult result) {
        final List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT,
                "%d generators, whose measurements began %.3f ms apart by their machines' clocks",
                generators.size(),
                startSkewNs / NANOS_PER_MILLI));
        if (result.mode().equals(ONE_WAY)) {
            notes.add(String.format(
                    Locale.ROOT,
                    "one-way times are wrong by up to %.1f µs, the largest clock error of all generators",
                    result.clockErrorNs() / NANOS_PER_MICRO));
        }
        differences.forEach(difference -> notes.add("not alike: " + difference));
        return notes;
    }

    /**
     * One generator.
     *
     * @param shard such as {@code 1/4}
     * @param host its machine's name; null if not known
     * @param kernel its machine's release
     * @param environment of its run
     * @param measuredFrom when its measurement began, by its machine's clock
     * @param verdict on its run
     * @param achievedRate messages per second that it sent
     * @param throughputMsgsPerS messages per second that arrived
     * @param latencyNs its latencies
     * @param clockErrorNs maximum error of its one-way times
     */
    public record Generator(
            String shard,
            String host,
            String kernel,
            Environment environment,
            String measuredFrom,
            String verdict,
            double achievedRate,
            double throughputMsgsPerS,
            Percentiles latencyNs,
            long clockErrorNs) {}
}
