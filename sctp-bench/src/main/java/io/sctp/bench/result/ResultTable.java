package io.sctp.bench.result;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A result as a table for people, times in microseconds. */
public final class ResultTable {
    private static final int MAX_STREAMS = 32;
    private static final int WORST_STREAMS = 10;
    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final String ROW = "%-10s %10s %10s %10s %10s %10s %10s%n";

    private ResultTable() {}

    /** The verdict, then the table: a line per stream (the worst ten of many), the total, and what became of the messages. */
    public static String of(final LoadResult result) {
        final StringBuilder text = new StringBuilder(result.verdict()).append('\n');
        text.append(String.format(ROW, "stream", "messages", "p50 µs", "p90 µs", "p99 µs", "p99.9 µs", "max µs"));
        final List<LoadResult.StreamLatency> streams = shown(result.perStream());
        for (final LoadResult.StreamLatency stream : streams) {
            text.append(String.format(
                    ROW,
                    stream.stream(),
                    stream.count(),
                    micros(stream.p50()),
                    "",
                    micros(stream.p99()),
                    "",
                    micros(stream.max())));
        }
        if (streams.size() < result.perStream().size()) {
            text.append(String.format(
                    "(the %d slowest of %d streams)%n",
                    streams.size(), result.perStream().size()));
        }
        text.append(row("total", result.latencyNs()));
        text.append(row("service", result.serviceNs()));
        text.append(row("send lag", result.scheduleLagNs()));
        text.append(row("hiccups", result.hiccupNs()));
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

    private static String row(final String name, final Percentiles times) {
        return String.format(
                ROW,
                name,
                times.count(),
                micros(times.p50()),
                micros(times.p90()),
                micros(times.p99()),
                micros(times.p999()),
                micros(times.max()));
    }

    private static String micros(final Long nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MICRO);
    }
}
