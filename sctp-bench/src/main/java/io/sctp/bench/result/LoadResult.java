package io.sctp.bench.result;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.Origin;
import java.util.List;
import java.util.Map;

/**
 * One run, as {@code result.json} holds it, in units of nanoseconds, seconds and bytes. Fields may be added within a
 * schema version; none changes its meaning.
 *
 * @param verdict {@link Verdict} on the run, for people; null in files of older writers
 * @param schemaVersion {@link #SCHEMA_VERSION} of the writer
 * @param startedAt when, in ISO 8601
 * @param provider what carried the messages
 * @param kernel the kernel's release
 * @param clock {@code wall}, or {@code icount}: then times are instructions
 * @param mode {@code echo}: times are round trips; {@code oneway}: they are not
 * @param size message size in bytes, or sizes and their shares
 * @param streams streams per association
 * @param associations associations
 * @param arrival {@code fixed}, {@code poisson} or {@code max}
 * @param ppid payload protocol identifier
 * @param unordered whether messages might overtake each other
 * @param batch messages per call at most; 0 for one at a time
 * @param dispatcherWorkers workers of the dispatcher at both ends; 0 for none
 * @param nagle whether small messages waited while others were unacknowledged
 * @param loss part of all packets that netem dropped on the loopback interface
 * @param delayMs milliseconds by which netem held each packet back
 * @param warmupS seconds of sending before the measurement
 * @param durationS seconds of measurement asked for
 * @param measuredS seconds that were measured, fewer if it was interrupted; 0 in files of older writers
 * @param seed what everything random followed from
 * @param intendedRate messages per second asked for; null for {@code max}
 * @param profile how the rate changed over time, as given; then the intended rate is its mean; null if it did not
 * @param achievedRate messages per second really sent after the warm-up
 * @param throughputMsgsPerS messages per second that arrived after the warm-up
 * @param sent messages sent, those of the warm-up included, as in the next five
 * @param received different messages that arrived whole
 * @param lost messages that did not
 * @param duplicated arrivals of a message that had arrived before
 * @param misordered messages that arrived, within their stream, after one sent later
 * @param corrupted arrivals of something that was not sent
 * @param cpuNsPerMsg processor time of the process, per message measured; client and server where both are in it
 * @param allocBytesPerMsg heap memory that its threads allocated, likewise
 * @param latencyNs from the intended time to the arrival
 * @param serviceNs from the send to the arrival
 * @param scheduleLagNs from the intended time to the send
 * @param hiccupNs by how much longer than asked for an idle thread slept
 * @param clockErrorNs by how much one-way times between two machines may be wrong; else 0
 * @param perStream latency of each stream
 * @param gc garbage collection while measuring
 * @param snmp what the kernel's SCTP counters rose by while measuring; empty where it has none
 * @param snmpBefore those counters when the measurement began
 * @param snmpAfter and when it had ended
 * @param environment what the run ran on
 * @param origin what of the project was measured, where; null in files of older writers
 * @param commandLine the arguments
 * @param histograms the whole distributions
 * @param interrupted whether the run was stopped before its time
 * @param noise why its tail is the machine's; null if it is not
 * @param valid whether the figures can be used
 * @param invalidReasons why not
 */
public record LoadResult(
        String verdict,
        int schemaVersion,
        String startedAt,
        String provider,
        String kernel,
        String clock,
        String mode,
        String size,
        int streams,
        int associations,
        String arrival,
        int ppid,
        boolean unordered,
        int batch,
        int dispatcherWorkers,
        boolean nagle,
        double loss,
        double delayMs,
        double warmupS,
        double durationS,
        double measuredS,
        long seed,
        Double intendedRate,
        String profile,
        double achievedRate,
        double throughputMsgsPerS,
        long sent,
        long received,
        long lost,
        long duplicated,
        long misordered,
        long corrupted,
        Double cpuNsPerMsg,
        Double allocBytesPerMsg,
        Percentiles latencyNs,
        Percentiles serviceNs,
        Percentiles scheduleLagNs,
        Percentiles hiccupNs,
        long clockErrorNs,
        List<StreamLatency> perStream,
        Gc gc,
        Map<String, Long> snmp,
        Map<String, Long> snmpBefore,
        Map<String, Long> snmpAfter,
        Environment environment,
        Origin origin,
        List<String> commandLine,
        EncodedHistograms histograms,
        boolean interrupted,
        Noise noise,
        boolean valid,
        List<String> invalidReasons) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /** Results of older writers get the verdict that they lack. */
    public LoadResult {
        invalidReasons = invalidReasons == null ? List.of() : List.copyOf(invalidReasons);
        verdict = verdict != null ? verdict : Verdict.of(invalidReasons, interrupted, measuredS, durationS, noise);
    }

    /**
     * Latency of one stream number, over all associations, in nanoseconds.
     *
     * @param stream the stream's number
     * @param count messages measured
     * @param p50 the median; null, as p99, with fewer than ten samples above it
     * @param p99 99th percentile
     * @param max the largest; null if there was none
     */
    public record StreamLatency(int stream, long count, Long p50, Long p99, Long max) {}

    /**
     * Garbage collection.
     *
     * @param count collections
     * @param pauseMs milliseconds they took
     */
    public record Gc(long count, long pauseMs) {}

    /**
     * Histograms in HdrHistogram's compressed V2 encoding, in Base64, as its interval logs hold them.
     *
     * @param latencyNs of {@link LoadResult#latencyNs()}
     * @param serviceNs of {@link LoadResult#serviceNs()}
     */
    public record EncodedHistograms(String latencyNs, String serviceNs) {}
}
