package io.sctp.bench.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A result as a text table, times in microseconds. */
public final class ResultTable {
    private static final int MAX_STREAMS = 32;
    private static final int WORST_STREAMS = 10;
    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final int COLUMN = 11;
    private static final int NAME = 10;
    private static final List<String> HEAD = List.of("messages", "p50 µs", "p90 µs", "p99 µs", "p99.9 µs", "max µs");
    /** The order in which columns are omitted if not all fit. */
    private static final List<Integer> EXPENDABLE = List.of(2, 4, 0);

    private ResultTable() {}

    /**
     * The verdict, then the table: a line per stream (the worst ten of many), the total, and what became of the
     * messages.
     */
    public static String of(final LoadResult result) {
        return of(result, Integer.MAX_VALUE);
    }

    /** The same, with as many columns as fit into this width in characters. */
    public static String of(final LoadResult result, final int width) {
        final List<Integer> columns = columns(width);
        final StringBuilder text = new StringBuilder(result.verdict()).append('\n');
        text.append(line(columns, "stream", HEAD));
        final List<LoadResult.StreamLatency> streams = shown(result.perStream());
        for (final LoadResult.StreamLatency stream : streams) {
            text.append(line(
                    columns,
                    Integer.toString(stream.stream()),
                    List.of(
                            Long.toString(stream.count()),
                            micros(stream.p50()),
                            "",
                            micros(stream.p99()),
                            "",
                            micros(stream.max()))));
        }
        if (streams.size() < result.perStream().size()) {
            text.append(String.format(
                    "(the %d slowest of %d streams)%n",
                    streams.size(), result.perStream().size()));
        }
        if (result.target() != null) {
            result.target().types().forEach(type -> text.append(type(columns, type)));
        }
        text.append(row(columns, "total", result.latencyNs()));
        text.append(row(columns, "service", result.serviceNs()));
        text.append(row(columns, "send lag", result.scheduleLagNs()));
        text.append(row(columns, "hiccups", result.hiccupNs()));
        text.append(String.format(
                Locale.ROOT,
                "%nsent %d, received %d, lost %d, duplicated %d, misordered %d, corrupted %d%n",
                result.sent(),
                result.received(),
                result.lost(),
                result.duplicated(),
                result.misordered(),
                result.corrupted()));
        text.append(String.format(
                Locale.ROOT,
                "%.1f messages/s sent, %.1f/s received, %s over %s, kernel %s, clock %s%n",
                result.achievedRate(),
                result.throughputMsgsPerS(),
                result.mode(),
                result.provider(),
                result.kernel(),
                result.clock()));
        if (result.target() != null) {
            text.append(target(result.target()));
        }
        result.faults().forEach(fault -> text.append(fault.describe()).append(System.lineSeparator()));
        if (result.merged() != null) {
            text.append(merged(result));
        }
        return text.toString();
    }

    private static String type(final List<Integer> columns, final LoadResult.TypeLatency type) {
        // A name that is too long has a line of its own.
        final String line = line(
                columns,
                type.type().length() < NAME ? type.type() : "",
                List.of(
                        Long.toString(type.count()),
                        micros(type.p50()),
                        "",
                        micros(type.p99()),
                        "",
                        micros(type.max())));
        return type.type().length() < NAME ? line : type.type() + System.lineSeparator() + line;
    }

    private static String target(final LoadResult.ForeignTarget target) {
        return String.format(
                Locale.ROOT,
                "the server, by %s: %d requests of its own, %d notices, %d answers to nothing, %d errors%s%n",
                target.protocol(),
                target.requests(),
                target.notices(),
                target.unmatched(),
                target.refused() + target.errors(),
                target.firstError() == null ? "" : ", the first: " + target.firstError());
    }

    private static String merged(final LoadResult result) {
        final StringBuilder text = new StringBuilder();
        result.merged().notes(result).forEach(note -> text.append(note).append(System.lineSeparator()));
        return text.toString();
    }

    private static List<LoadResult.StreamLatency> shown(final List<LoadResult.StreamLatency> streams) {
        if (streams.size() <= MAX_STREAMS) {
            return streams;
        }
        final Comparator<LoadResult.StreamLatency> slowest = Comparator.<LoadResult.StreamLatency>comparingLong(
                        stream -> stream.p99() == null ? 0 : stream.p99())
                .thenComparingLong(stream -> stream.max() == null ? 0 : stream.max())
                .reversed();
        return streams.stream().sorted(slowest).limit(WORST_STREAMS).toList();
    }

    private static String row(final List<Integer> columns, final String name, final Percentiles times) {
        return line(
                columns,
                name,
                List.of(
                        Long.toString(times.count()),
                        micros(times.p50()),
                        micros(times.p90()),
                        micros(times.p99()),
                        micros(times.p999()),
                        micros(times.max())));
    }

    private static List<Integer> columns(final int width) {
        final List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < HEAD.size(); i++) {
            columns.add(i);
        }
        for (int i = 0; i < EXPENDABLE.size() && NAME + COLUMN * columns.size() > width; i++) {
            columns.remove(EXPENDABLE.get(i));
        }
        return columns;
    }

    private static String line(final List<Integer> columns, final String name, final List<String> cells) {
        final StringBuilder line = new StringBuilder(String.format("%-" + NAME + "s", name));
        columns.forEach(column -> line.append(String.format("%" + COLUMN + "s", cells.get(column))));
        return line.append(System.lineSeparator()).toString();
    }

    private static String micros(final Long nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MICRO);
    }
}
