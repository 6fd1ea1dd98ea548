package io.sctp.bench.record;

import io.sctp.bench.result.WholeFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The run's histograms interval by interval, in HdrHistogram's log format V2: the total without a tag, each stream as
 * {@code Tag=stream-N}, service times as {@code Tag=service} and the platform's hiccups as {@code Tag=hiccup}.
 */
public final class IntervalLog implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int REHEARSALS = 20;
    private static final int REHEARSED_VALUES = 1_000;

    private final Path file;
    private final Faults faults;
    private final PrintStream stream;
    private final HistogramLogWriter writer;

    /**
     * Begins a log.
     *
     * @param comment first line, for people
     */
    public IntervalLog(final Path file, final String comment) throws IOException {
        WholeFile.requireWritable(file);
        rehearse();
        this.file = file;
        faults = new Faults(Files.newOutputStream(file));
        stream = new PrintStream(faults, false, StandardCharsets.UTF_8);
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

    /**
     * Ends the log.
     *
     * @throws IOException if not all of it could be written; then none of it is left
     */
    @Override
    public void close() throws IOException {
        writer.close();
        if (faults.first != null) {
            Files.deleteIfExists(file);
            throw WholeFile.failure(file, faults.first);
        }
    }

    /** Ends the log, and removes it: there was nothing to be logged. */
    public void discard() throws IOException {
        writer.close();
        Files.deleteIfExists(file);
    }

    /** Keeps what a print stream says nothing of. */
    private static final class Faults extends FilterOutputStream {
        private IOException first;

        Faults(final OutputStream target) {
            super(target);
        }

        @Override
        public void write(final byte[] bytes, final int offset, final int count) throws IOException {
            try {
                out.write(bytes, offset, count);
            } catch (final IOException e) {
                first = first == null ? e : first;
                throw e;
            }
        }
    }

    /**
     * Writes to nowhere until that is compiled. Otherwise the first seconds of a measurement share their processor with
     * an interpreter that encodes histograms.
     */
    private static void rehearse() {
        final HistogramLogWriter nowhere = new HistogramLogWriter(OutputStream.nullOutputStream());
        final LatencyRecorder recorder = new LatencyRecorder(3);
        recorder.allocate();
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < REHEARSALS; i++) {
            for (int value = 0; value < REHEARSED_VALUES; value++) {
                recorder.record(random.nextLong(1_000_000));
            }
            nowhere.outputIntervalHistogram(0, 1, recorder.collect());
        }
    }

    private void write(final Histogram histogram, final String tag, final long fromNs, final long toNs) {
        histogram.setTag(tag);
        writer.outputIntervalHistogram(fromNs / NANOS_PER_SECOND, toNs / NANOS_PER_SECOND, histogram);
    }
}
