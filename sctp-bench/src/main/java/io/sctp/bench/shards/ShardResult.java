package io.sctp.bench.shards;

import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * The result of one generator with its interval log.
 *
 * @param file the result's
 * @param result the result
 * @param intervals the histograms of its log, in its order
 */
record ShardResult(Path file, LoadResult result, List<Interval> intervals) {
    /** The name of the interval log, in the result's folder. */
    static final String INTERVALS = "intervals.hlog";

    private static final double MILLIS_PER_SECOND = 1e3;

    /**
     * A histogram of an interval.
     *
     * @param tag what was measured; null for the latency of all streams
     * @param fromS its start, in seconds after the start of the generator's measurement
     * @param toS its end
     * @param histogram in nanoseconds
     */
    record Interval(String tag, double fromS, double toS, Histogram histogram) {}

    /**
     * Reads a result and its log.
     *
     * @throws IllegalArgumentException if it is not one of several that belong together, or has no complete log
     */
    static ShardResult read(final Path file) throws IOException {
        final LoadResult result = ResultFile.read(file);
        if (result.merged() != null) {
            throw new IllegalArgumentException(file + " is a merged result: name those that it was made of");
        }
        if (result.shard() == null) {
            throw new IllegalArgumentException(
                    file + " is not a part of anything: its client was started without --shard");
        }
        final Path log = file.resolveSibling(INTERVALS);
        if (!Files.exists(log)) {
            throw new IllegalArgumentException(
                    "there is no " + log + ", with the streams' histograms: 'sctp client --out DIR' writes it");
        }
        final List<Interval> intervals = readIntervals(log);
        final long logged = intervals.stream()
                .filter(interval -> interval.tag() == null)
                .mapToLong(interval -> interval.histogram().getTotalCount())
                .sum();
        final Histogram whole = HistogramText.decode(result.histograms().latencyNs());
        if (logged != whole.getTotalCount()) {
            throw new IllegalArgumentException(log + " has " + logged + " messages, and " + file + " "
                    + whole.getTotalCount() + ": they are not of one run, or not complete");
        }
        return new ShardResult(file, result, intervals);
    }

    private static List<Interval> readIntervals(final Path file) throws IOException {
        final List<Interval> intervals = new ArrayList<>();
        final HistogramLogReader log = new HistogramLogReader(file.toFile());
        try {
            for (EncodableHistogram next = log.nextIntervalHistogram();
                    next != null;
                    next = log.nextIntervalHistogram()) {
                final Histogram histogram = (Histogram) next;
                final double startMs = log.getStartTimeSec() * MILLIS_PER_SECOND;
                intervals.add(new Interval(
                        histogram.getTag(),
                        (histogram.getStartTimeStamp() - startMs) / MILLIS_PER_SECOND,
                        (histogram.getEndTimeStamp() - startMs) / MILLIS_PER_SECOND,
                        histogram));
            }
        } catch (final RuntimeException e) {
            throw new IOException(file + " is not an interval log: " + e.getMessage(), e);
        } finally {
            log.close();
        }
        return intervals;
    }

    /** Returns the generator as people are told of it, such as {@code 1/2 (a-host)}. */
    String name() {
        final String host = host();
        return result.shard().name() + (host == null ? "" : " (" + host + ")");
    }

    /** The machine's name; null if not known. */
    String host() {
        return result.origin() == null ? null : result.origin().host();
    }
}
