package io.sctp.bench.peers;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.Origin;
import java.util.List;

/**
 * What {@code ./sctp peers} writes as JSON; docs/result-files.md explains the fields.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param results a line for each peer, mode, size, number of associations and of streams: medians over the runs
 * @param ratios this library against others
 * @param scaling this library with many associations or streams against itself with one
 * @param runs every run, in the order in which they were made
 * @param skipped peers that could not be measured here
 */
record PeersResult(
        int schemaVersion,
        String startedAt,
        String provider,
        String kernel,
        String clock,
        int rounds,
        int batch,
        double warmupS,
        double durationS,
        List<Line> results,
        List<Ratio> ratios,
        List<Scaling> scaling,
        List<Run> runs,
        List<Skipped> skipped,
        List<String> jvmFlags,
        Environment environment,
        Origin origin,
        List<String> commandLine) {
    static final int SCHEMA_VERSION = 1;

    /**
     * Medians over the runs; {@code spread} is the difference of the fastest and the slowest run, relative to the
     * median. {@code rttNs} is null one way, {@code allocBytesPerMsg} for C. {@code othersCpu} is the highest of its
     * runs.
     */
    record Line(
            String peer,
            String mode,
            int size,
            int associations,
            int streams,
            double msgsPerS,
            Double rttNs,
            double cpuNsPerMsg,
            Double allocBytesPerMsg,
            double spread,
            double othersCpu,
            int runs) {}

    /** One way: our messages per second divided by the peer's. Round trip: our time divided by the peer's. */
    record Ratio(String ours, String peer, String mode, int size, double ratio) {}

    /** Cost of a message with this many associations and streams, divided by the cost with one of each. */
    record Scaling(String peer, String mode, int size, int associations, int streams, double costRatio) {}

    /**
     * One process. {@code drift} is the time of the second half of its measurement divided by that of the first: about
     * 1 if the process was warm. {@code othersCpu} is the share of the machine's processors that others used meanwhile.
     */
    record Run(
            int round,
            String peer,
            String mode,
            int size,
            int associations,
            int streams,
            double msgsPerS,
            double cpuNsPerMsg,
            Double allocBytesPerMsg,
            double drift,
            double othersCpu) {}

    /** A peer, and why it was not measured. */
    record Skipped(String peer, String reason) {}
}
