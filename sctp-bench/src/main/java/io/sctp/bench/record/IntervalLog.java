package io.sctp.bench.record;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The run's histograms interval by interval, in HdrHistogram's log format V2: the total without a tag, each stream as
 * {@code Tag=stream-N}, service times as {@code Tag=service} and the platform's hiccups as {@code Tag=hiccup}.
 */
public final class IntervalLog implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream stream;
    private final HistogramLogWriter writer;

    /**
     * Begins a log.
     *
     * @param comment first line, for people
     */
    public IntervalLog(final Path file, final String comment) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        stream = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8);
        writer = new HistogramLogWriter(stream);
        final long nowMs = System.currentTimeMillis();
        writer.outputComment("[" + comment + "; histograms in nanoseconds, Interval_Max in milliseconds]");
        writer.outputLogFormatVersion();
        writer.outputStartTime(nowMs);
        writer.setBaseTime(nowMs);
        writer.outputBaseTime(nowMs);
        writer.outputLegend();
    }

    /**
     * Writes what the recorders collected last.
     *
     * @param fromNs when the interval began, counted from the start of the measurement
     * @param toNs when it ended
     */
    public void write(final Recorders recorders, final LatencyRecorder hiccups, final long fromNs, final long toNs) {
        write(recorders.total().interval(), null, fromNs, toNs);
        write(recorders.service().interval(), "service", fromNs, toNs);
        write(hiccups.interval(), "hiccup", fromNs, toNs);
        for (int i = 0; i < recorders.streamCount(); i++) {
            if (recorders.stream(i).interval().getTotalCount() > 0) {
                write(recorders.stream(i).interval(), "stream-" + i, fromNs, toNs);
            }
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        if (stream.checkError()) {
            throw new IOException("the interval log could not be written");
        }
    }

    private void write(final Histogram histogram, final String tag, final long fromNs, final long toNs) {
        histogram.setTag(tag);
        writer.outputIntervalHistogram(fromNs / NANOS_PER_SECOND, toNs / NANOS_PER_SECOND, histogram);
    }
}
