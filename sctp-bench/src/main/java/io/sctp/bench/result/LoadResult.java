package io.sctp.bench.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * One run, as {@code result.json} holds it. Fields may be added within a schema version; none changes its meaning.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} of the writer
 * @param provider what carried the messages
 * @param kernel the kernel's release
 * @param clock {@code wall}, or {@code icount}: then times are instructions
 * @param mode {@code echo}: times are round trips
 * @param size message size in bytes, or the distribution
 * @param streams streams per association
 * @param associations associations
 * @param intendedRate messages per second asked for
 * @param achievedRate messages per second really sent after the warm-up
 * @param throughputMsgsPerS messages per second that arrived after the warm-up
 * @param sent messages sent, those of the warm-up included, as in the next five
 * @param received different messages that arrived whole
 * @param lost messages that did not
 * @param duplicated arrivals of a message that had arrived before
 * @param misordered messages that arrived, within their stream, after one sent later
 * @param corrupted arrivals of something that was not sent
 * @param latencyNs from the intended time to the arrival
 * @param serviceNs from the send to the arrival
 * @param scheduleLagNs from the intended time to the send
 * @param perStream latency of each stream
 * @param valid whether the figures can be used
 * @param invalidReasons why not
 */
@JsonPropertyOrder({"schema_version"})
public record LoadResult(
        int schemaVersion,
        String provider,
        String kernel,
        String clock,
        String mode,
        String size,
        int streams,
        int associations,
        Double intendedRate,
        double achievedRate,
        double throughputMsgsPerS,
        long sent,
        long received,
        long lost,
        long duplicated,
        long misordered,
        long corrupted,
        Percentiles latencyNs,
        Percentiles serviceNs,
        Percentiles scheduleLagNs,
        List<StreamLatency> perStream,
        boolean valid,
        List<String> invalidReasons) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * Latency of one stream number, over all associations, in nanoseconds.
     *
     * @param stream the stream's number
     * @param count messages measured
     * @param p50 the median; null, as p99, with fewer than ten samples above it
     * @param p99 99th percentile
     * @param max the largest
     */
    public record StreamLatency(int stream, long count, Long p50, Long p99, Long max) {}
}
