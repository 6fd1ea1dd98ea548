package io.sctp.bench.report;

import io.sctp.bench.report.ReportData.Heat;
import io.sctp.bench.report.ReportData.Point;
import io.sctp.bench.report.ReportData.Run;
import io.sctp.bench.report.ReportData.Second;
import io.sctp.bench.report.ReportData.StreamLine;
import io.sctp.bench.report.ReportData.StreamPoint;
import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.HistogramLogReader;

/** Reads a result and its interval log into the page's data. */
final class RunReader {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double WHOLE = 100;
    private static final double MEDIAN = 50;
    private static final double NINETY_NINTH = 99;
    private static final double MIN_SECONDS = 0.5;
    private static final int TICKS_PER_HALVING = 5;
    /** Up to one message in 10^9. */
    private static final int MAX_TICKS = 30 * TICKS_PER_HALVING;
    /** Latency classes of the heat map: each is 25 % wider than the one below. */
    private static final double CLASS_RATIO = 1.25;
    /** The maximum number of small charts. */
    private static final int MAX_STREAMS = 64;

    private static final String STREAM_TAG = "stream-";
    private static final String HICCUP_TAG = "hiccup";

    private final NavigableMap<Double, Histogram> totals = new TreeMap<>();
    private final Map<Double, Double> lengths = new TreeMap<>();
    private final Map<Double, Histogram> hiccups = new TreeMap<>();
    private final Map<Integer, List<StreamPoint>> streams = new TreeMap<>();

    private RunReader() {}

    static Run read(final String name, final LoadResult result, final Path intervals) throws IOException {
        final RunReader reader = new RunReader();
        if (Files.exists(intervals)) {
            reader.readIntervals(intervals);
        }
        return new Run(name, result, reader.seconds(), reader.heat(), reader.streamLines());
    }

    /** Returns the run without its intervals. */
    static Run withoutTime(final String name, final LoadResult result) {
        return new Run(name, result, List.of(), null, List.of());
    }

    private void readIntervals(final Path file) throws IOException {
        final HistogramLogReader log = new HistogramLogReader(file.toFile());
        try {
            for (EncodableHistogram next = log.nextIntervalHistogram();
                    next != null;
                    next = log.nextIntervalHistogram()) {
                if (next instanceof Histogram histogram) {
                    add(histogram, log.getStartTimeSec());
                }
            }
        } catch (final RuntimeException e) {
            throw new IOException(file + " is not an interval log: " + e.getMessage(), e);
        } finally {
            log.close();
        }
        dropTheEmptyEnd();
        mergeTheShortEnd();
    }

    private void add(final Histogram histogram, final double startSec) {
        final double end = (histogram.getEndTimeStamp() - startSec * 1e3) / 1e3;
        final String tag = histogram.getTag();
        if (tag == null) {
            totals.put(end, histogram);
            lengths.put(end, (histogram.getEndTimeStamp() - histogram.getStartTimeStamp()) / 1e3);
        } else if (tag.equals(HICCUP_TAG)) {
            hiccups.put(end, histogram);
        } else if (tag.startsWith(STREAM_TAG)) {
            streams.computeIfAbsent(Integer.valueOf(tag.substring(STREAM_TAG.length())), key -> new ArrayList<>())
                    .add(new StreamPoint(end, micros(histogram, MEDIAN), histogram.getMaxValue() / NANOS_PER_MICRO));
        }
    }

    /** The wait for lost messages does not belong to the measurement. */
    private void dropTheEmptyEnd() {
        while (!totals.isEmpty() && totals.get(totals.lastKey()).getTotalCount() == 0) {
            totals.remove(totals.lastKey());
        }
    }

    /** The drain time is not shown as an interval, as its rate is meaningless. */
    private void mergeTheShortEnd() {
        if (totals.size() < 2 || lengths.get(totals.lastKey()) >= MIN_SECONDS) {
            return;
        }
        final double end = totals.lastKey();
        final Histogram rest = totals.remove(end);
        final double before = totals.lastKey();
        totals.get(before).add(rest);
        lengths.put(before, lengths.get(before) + lengths.get(end));
        if (hiccups.containsKey(end) && hiccups.containsKey(before)) {
            hiccups.get(before).add(hiccups.get(end));
        }
        streams.values().forEach(points -> {
            if (points.size() > 1 && points.get(points.size() - 1).t() == end) {
                points.remove(points.size() - 1);
            }
        });
    }

    private List<Second> seconds() {
        final List<Second> seconds = new ArrayList<>();
        totals.forEach((end, histogram) -> {
            final boolean empty = histogram.getTotalCount() == 0;
            final Histogram hiccup = hiccups.get(end);
            seconds.add(new Second(
                    end,
                    histogram.getTotalCount() / Math.max(1e-3, lengths.get(end)),
                    micros(histogram, MEDIAN),
                    micros(histogram, NINETY_NINTH),
                    empty ? null : histogram.getMaxValue() / NANOS_PER_MICRO,
                    hiccup == null ? 0 : hiccup.getMaxValue() / NANOS_PER_MICRO));
        });
        return seconds;
    }

    private Heat heat() {
        if (totals.isEmpty()) {
            return null;
        }
        long min = Long.MAX_VALUE;
        long max = 1;
        for (final Histogram histogram : totals.values()) {
            if (histogram.getTotalCount() > 0) {
                min = Math.min(min, Math.max(1, histogram.getMinNonZeroValue()));
                max = Math.max(max, histogram.getMaxValue());
            }
        }
        final List<Double> edges = new ArrayList<>();
        for (double edge = Math.min(min, max); edge <= max; edge *= CLASS_RATIO) {
            edges.add(edge / NANOS_PER_MICRO);
        }
        final List<Double> times = List.copyOf(totals.keySet());
        final List<long[]> cells = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            addCells(cells, i, totals.get(times.get(i)), min);
        }
        return new Heat(times, edges, cells);
    }

    private static void addCells(
            final List<long[]> cells, final int interval, final Histogram histogram, final long minNs) {
        final Map<Integer, Long> counts = new LinkedHashMap<>();
        for (final HistogramIterationValue value : histogram.recordedValues()) {
            final double ratio = (double) Math.max(value.getValueIteratedTo(), minNs) / minNs;
            final int latencyClass = (int) (Math.log(ratio) / Math.log(CLASS_RATIO));
            counts.merge(latencyClass, value.getCountAddedInThisIterationStep(), Long::sum);
        }
        counts.forEach((latencyClass, count) -> cells.add(new long[] {interval, latencyClass, count}));
    }

    private List<StreamLine> streamLines() {
        return streams.entrySet().stream()
                .limit(MAX_STREAMS)
                .map(entry -> new StreamLine(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The percentile curve of an encoded histogram. */
    static List<Point> curve(final String encoded) {
        final Histogram histogram = HistogramText.decode(encoded);
        final List<Point> points = new ArrayList<>();
        for (final HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALVING)) {
            final double percentile = value.getPercentileLevelIteratedTo();
            if (percentile < WHOLE && Percentiles.at(histogram, percentile) != null) {
                points.add(new Point(WHOLE / (WHOLE - percentile), value.getValueIteratedTo() / NANOS_PER_MICRO));
            }
        }
        return points;
    }

    /** The minimum, median and maximum of several runs at each percentile that all of them have. */
    static List<List<Point>> spread(final List<String> encoded) {
        final List<Histogram> histograms =
                encoded.stream().map(HistogramText::decode).toList();
        final List<List<Point>> curves = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int tick = 0; tick < MAX_TICKS; tick++) {
            final double above = Math.pow(2, (double) tick / TICKS_PER_HALVING);
            final double percentile = WHOLE - WHOLE / above;
            if (!histograms.stream().allMatch(histogram -> Percentiles.at(histogram, percentile) != null)) {
                break;
            }
            final double[] values = histograms.stream()
                    .mapToDouble(histogram -> histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO)
                    .sorted()
                    .toArray();
            final int middle = values.length / 2;
            curves.get(0).add(new Point(above, values[0]));
            curves.get(1)
                    .add(new Point(
                            above,
                            values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2));
            curves.get(2).add(new Point(above, values[values.length - 1]));
        }
        return curves;
    }

    /** Returns null if too few samples lie above the percentile. */
    private static Double micros(final Histogram histogram, final double percentile) {
        final Long nanos = Percentiles.at(histogram, percentile);
        return nanos == null ? null : nanos / NANOS_PER_MICRO;
    }
}
