package io.sctp.bench.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.bench.Golden;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HdrHistogram's own reader makes of the log. */
class IntervalLogTest {
    @TempDir
    private Path folder;

    @Test
    void shouldHoldEachStreamUnderItsTagAndTheTotalWithoutOne() throws IOException {
        final Path file = folder.resolve("deep/intervals.hlog");
        final Recorders recorders = new Recorders(3, false);
        final LatencyRecorder hiccups = new LatencyRecorder(2);
        try (IntervalLog log = new IntervalLog(file, "sctp load")) {
            recorders.record(0, 1_000, 900);
            recorders.record(2, 2_000, 1_900);
            hiccups.record(77);
            recorders.collectAll();
            hiccups.collect();
            log.write(recorders, hiccups, 0, 1_000_000_000);
            recorders.record(2, 3_000, 2_900);
            recorders.collectAll();
            hiccups.collect();
            log.write(recorders, hiccups, 1_000_000_000, 2_000_000_000);
        }
        assertTrue(Files.readString(file).contains("\nTag=stream-2,0.000,1.000,"), Files.readString(file));
        assertEquals(
                Map.of("total", 3L, "service", 3L, "hiccup", 1L, "stream-0", 1L, "stream-2", 2L), countsByTag(file));
    }

    /** A thread that works for milliseconds keeps others from a processor. */
    @ParameterizedTest
    @CsvSource({"3, 6", "500, 64"})
    void shouldPauseBetweenHistogramsButNotForever(final int streams, final int pauses) throws IOException {
        final Recorders recorders = new Recorders(streams, false);
        final LatencyRecorder hiccups = new LatencyRecorder(2);
        for (int i = 0; i < streams; i++) {
            recorders.record(i, 1_000, 900);
        }
        recorders.collectAll();
        hiccups.collect();
        try (IntervalLog log = new IntervalLog(folder.resolve("intervals.hlog"), "sctp load")) {
            final long before = waits();
            log.write(recorders, hiccups, 0, 1_000_000_000);
            assertEquals(pauses, waits() - before);
        }
    }

    private static long waits() {
        return ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId())
                .getWaitedCount();
    }

    /** The whole log; only the moment it was begun is the test's own. */
    @Test
    void shouldWriteTheLogFormatOfHdrHistogram() throws IOException {
        final Path file = folder.resolve("intervals.hlog");
        final Recorders recorders = new Recorders(2, false);
        final LatencyRecorder hiccups = new LatencyRecorder(2);
        try (IntervalLog log = new IntervalLog(file, "sctp load")) {
            recorders.record(0, 1_000_000, 900_000);
            recorders.record(1, 2_000_000, 1_900_000);
            hiccups.record(300_000);
            recorders.collectAll();
            hiccups.collect();
            log.write(recorders, hiccups, 0, 1_000_000_000);
            recorders.record(1, 3_000_000, 2_900_000);
            recorders.collectAll();
            hiccups.collect();
            log.write(recorders, hiccups, 1_000_000_000, 1_750_000_000);
        }
        final String text = Files.readString(file)
                .replaceFirst("StartTime: [0-9.]+ [^\n]+", "StartTime: NOW]")
                .replaceFirst("BaseTime: [0-9.]+ [^\n]+", "BaseTime: NOW]");
        Golden.assertSame(getClass(), "intervals.hlog", Golden.withoutHistograms(text));
    }

    @Test
    void shouldSayWhichLogAFullDiskDidNotTakeAndLeaveNoneOfIt() throws IOException {
        final Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        final Path file = folder.resolve("intervals.hlog");
        Files.createSymbolicLink(file, full);
        final Recorders recorders = new Recorders(1, false);
        final LatencyRecorder hiccups = new LatencyRecorder(2);
        recorders.collectAll();
        hiccups.collect();
        final IntervalLog log = new IntervalLog(file, "sctp load");
        log.write(recorders, hiccups, 0, 1_000_000_000);
        final IOException failure = assertThrows(IOException.class, log::close);
        assertEquals("cannot write " + file + ": No space left on device", failure.getMessage());
        assertFalse(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static Map<String, Long> countsByTag(final Path file) throws IOException {
        final Map<String, Long> counts = new TreeMap<>();
        final HistogramLogReader reader = new HistogramLogReader(file.toFile());
        for (EncodableHistogram next = reader.nextIntervalHistogram();
                next != null;
                next = reader.nextIntervalHistogram()) {
            final Histogram histogram = (Histogram) next;
            counts.merge(
                    histogram.getTag() == null ? "total" : histogram.getTag(), histogram.getTotalCount(), Long::sum);
        }
        reader.close();
        return counts;
    }
}
