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
import java.util.concurrent.locks.LockSupport;
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
    /**
     * The pause after a histogram, which takes about as long to encode. Without it the thread would occupy a processor
     * for milliseconds, and the messages of that time would wait: several generators on one machine write at once.
     */
    private static final long PAUSE_NS = 200_000;
    /** An interval with more histograms would not end in time. */
    private static final int MAX_PAUSES = 64;

    private final Path file;
    private final Faults faults;
    private final PrintStream stream;
    private final HistogramLogWriter writer;
    private int pausesLeft;

    /**
     * Starts a log.
     *
     * @param comment the first line
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
     * Writes the last interval of the recorders, and pauses in between.
     *
     * @param fromNs when the interval began, counted from the start of the measurement
     * @param toNs its end, likewise
     */
    public void write(final Recorders recorders, final LatencyRecorder hiccups, final long fromNs, final long toNs) {
        pausesLeft = MAX_PAUSES;
        write(recorders.total().interval(), null, fromNs, toNs);
        write(recorders.service().interval(), "service", fromNs, toNs);
        write(hiccups.interval(), "hiccup", fromNs, toNs);
        for (int i = 0; i < recorders.streamCount(); i++) {
            if (recorders.stream(i).interval().getTotalCount() > 0) {
                write(recorders.stream(i).interval(), "stream-" + i, fromNs, toNs);
            }
        }
        for (int i = 0; i < recorders.types().size(); i++) {
            if (recorders.type(i).interval().getTotalCount() > 0) {
                write(recorders.type(i).interval(), tagOfType(recorders.types().get(i)), fromNs, toNs);
            }
        }
    }

    /** The tag of a type of messages; a tag has neither commas nor spaces. */
    public static String tagOfType(final String type) {
        return "type-" + type.replaceAll("[\\s,]", "_");
    }

    /**
     * Ends the log.
     *
     * @throws IOException if it could not be written completely; then the file is deleted
     */
    @Override
    public void close() throws IOException {
        writer.close();
        if (faults.first != null) {
            Files.deleteIfExists(file);
            throw WholeFile.failure(file, faults.first);
        }
    }

    /** Ends the log and deletes it, as there was nothing to log. */
    public void discard() throws IOException {
        writer.close();
        Files.deleteIfExists(file);
    }

    /** Keeps the errors that a print stream hides. */
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
     * Encodes histograms and discards them until that code is compiled. Otherwise the first seconds of a measurement
     * would compete with the interpreter for the processor.
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

    /**
     * Writes one histogram.
     *
     * @param tag what it is about; null for the latency of all streams
     * @param fromNs when the interval began, counted from the start of the measurement
     * @param toNs its end, likewise
     */
    public void write(final Histogram histogram, final String tag, final long fromNs, final long toNs) {
        histogram.setTag(tag);
        writer.outputIntervalHistogram(fromNs / NANOS_PER_SECOND, toNs / NANOS_PER_SECOND, histogram);
        if (pausesLeft > 0) {
            pausesLeft--;
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
