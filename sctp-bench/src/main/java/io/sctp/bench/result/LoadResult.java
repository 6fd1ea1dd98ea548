package io.sctp.bench.result;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.Origin;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One run, as in {@code result.json}, in nanoseconds, seconds and bytes. Within a schema version fields may be added,
 * but none changes its meaning.
 *
 * @param verdict {@link Verdict} on the run; null in files of older versions
 * @param schemaVersion {@link #SCHEMA_VERSION} of the writer
 * @param startedAt start of the run, in ISO 8601
 * @param provider the SCTP provider
 * @param kernel the kernel's release
 * @param clock {@code wall}, or {@code icount}: then times are instructions
 * @param mode {@code echo}: times are round trips; {@code oneway}: they are not
 * @param size message size in bytes, or sizes and their shares
 * @param streams streams per association
 * @param associations associations; like every other figure, those of this generator if it is one of several
 * @param arrival {@code fixed}, {@code poisson} or {@code max}
 * @param ppid payload protocol identifier
 * @param unordered whether messages might overtake each other
 * @param batch messages per call at most; 0 for one at a time
 * @param dispatcherWorkers workers of the dispatcher at both ends; 0 for none
 * @param nagle whether small messages waited while others were unacknowledged
 * @param loss probability of packet loss by netem on the loopback interface
 * @param delayMs milliseconds by which netem held each packet back
 * @param warmupS seconds of sending before the measurement
 * @param durationS requested seconds of measurement
 * @param measuredS actual seconds of measurement, fewer if it was interrupted; 0 in files of older versions
 * @param seed of the random numbers
 * @param intendedRate requested messages per second; null for {@code max}
 * @param profile of the rate over time, as given, with the intended rate as its mean; null for a constant rate. Of
 *     several generators, each has the whole profile here
 * @param achievedRate messages per second actually sent after the warm-up
 * @param throughputMsgsPerS messages per second that arrived after the warm-up
 * @param sent messages sent; like the next five, including the warm-up
 * @param received distinct messages that arrived intact
 * @param lost messages that did not arrive
 * @param duplicated arrivals of a message that had arrived before
 * @param misordered messages that arrived, within their stream, after one sent later
 * @param corrupted arrivals whose content was not sent
 * @param cpuNsPerMsg processor time of the process per measured message, of client and server if both are in it
 * @param allocBytesPerMsg heap memory allocated by its threads, likewise
 * @param latencyNs from the intended time to the arrival
 * @param serviceNs from the send to the arrival
 * @param scheduleLagNs from the intended time to the send
 * @param hiccupNs by how much an idle thread overslept
 * @param clockErrorNs maximum error of one-way times between two machines; 0 on one machine
 * @param perStream latency of each stream
 * @param target the server and its answers, if it is not of this project; otherwise null
 * @param gc garbage collection during the measurement
 * @param snmp increase of the kernel's SCTP counters during the measurement; empty if it has none
 * @param snmpBefore those counters at the start of the measurement
 * @param snmpAfter those counters at its end
 * @param environment of the run
 * @param origin of the result: version and machine; null in files of older versions
 * @param shard the part of a schedule that this generator had; null if it was the only one
 * @param merged the results that this one was made of; null if it was measured
 * @param commandLine the arguments
 * @param histograms the complete distributions
 * @param faults that were planted while measuring, in the order of their beginning; empty in files of older versions
 * @param interrupted whether the run was stopped early
 * @param noise evidence that the tail latency was caused by the machine; null if there is none
 * @param valid whether the figures can be used
 * @param invalidReasons the reasons, if not
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
        ForeignTarget target,
        Gc gc,
        Map<String, Long> snmp,
        Map<String, Long> snmpBefore,
        Map<String, Long> snmpAfter,
        Environment environment,
        Origin origin,
        ShardRun shard,
        Merged merged,
        List<String> commandLine,
        EncodedHistograms histograms,
        List<FaultResult> faults,
        boolean interrupted,
        Noise noise,
        boolean valid,
        List<String> invalidReasons) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    private static final double MEDIAN = 50;
    private static final double NINETY_NINTH = 99;

    /** The protocol of a server that is not of this project; null for one of this project. */
    public String protocol() {
        return target == null ? null : target.protocol();
    }

    /** Adds the verdict to results of older versions. */
    public LoadResult {
        faults = faults == null ? List.of() : List.copyOf(faults);
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
    public record StreamLatency(int stream, long count, Long p50, Long p99, Long max) {
        /** Summarizes a stream's histogram; null if it has no message. */
        public static StreamLatency of(final int stream, final Histogram histogram) {
            return histogram == null || histogram.getTotalCount() == 0
                    ? new StreamLatency(stream, 0, null, null, null)
                    : new StreamLatency(
                            stream,
                            histogram.getTotalCount(),
                            Percentiles.at(histogram, MEDIAN),
                            Percentiles.at(histogram, NINETY_NINTH),
                            histogram.getMaxValue());
        }
    }

    /**
     * A server that is not of this project. Its counts include the warm-up.
     *
     * @param protocol that it speaks
     * @param window the most unanswered messages of an association
     * @param types the messages sent, by type
     * @param requests the server's own requests, which were answered
     * @param notices its messages that need no answer
     * @param unmatched its answers to no message that was unanswered: repeated, or later than {@code --drain}
     * @param refused its answers that report an error
     * @param errors its other reports of errors, and its messages that could not be read
     * @param firstError the reason of the first refusal or error; null if there was none
     */
    public record ForeignTarget(
            String protocol,
            int window,
            List<TypeLatency> types,
            long requests,
            long notices,
            long unmatched,
            long refused,
            long errors,
            String firstError) {
        /** The names of the types. */
        public List<String> typeNames() {
            return types.stream().map(TypeLatency::type).toList();
        }
    }

    /**
     * Latency of the messages of one type, in nanoseconds.
     *
     * @param type its name
     * @param count messages measured
     * @param p50 the median; null, as p99, with fewer than ten samples above it
     * @param p99 99th percentile
     * @param max the largest; null if there was none
     */
    public record TypeLatency(String type, long count, Long p50, Long p99, Long max) {
        /** Summarizes a type's histogram; null if it has no message. */
        public static TypeLatency of(final String type, final Histogram histogram) {
            return histogram == null || histogram.getTotalCount() == 0
                    ? new TypeLatency(type, 0, null, null, null)
                    : new TypeLatency(
                            type,
                            histogram.getTotalCount(),
                            Percentiles.at(histogram, MEDIAN),
                            Percentiles.at(histogram, NINETY_NINTH),
                            histogram.getMaxValue());
        }
    }

    /**
     * Garbage collection.
     *
     * @param count collections
     * @param pauseMs their duration, in milliseconds
     */
    public record Gc(long count, long pauseMs) {}

    /**
     * Histograms in HdrHistogram's compressed V2 encoding, in Base64, as in its interval logs.
     *
     * @param latencyNs of {@link LoadResult#latencyNs()}
     * @param serviceNs of {@link LoadResult#serviceNs()}
     * @param scheduleLagNs of {@link LoadResult#scheduleLagNs()}; null, as the next, in files of older versions
     * @param hiccupNs of {@link LoadResult#hiccupNs()}
     */
    public record EncodedHistograms(String latencyNs, String serviceNs, String scheduleLagNs, String hiccupNs) {}
}
