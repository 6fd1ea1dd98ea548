package io.sctp.bench;

import io.sctp.bench.compare.Metric;
import io.sctp.bench.history.History;
import io.sctp.bench.history.History.Change;
import io.sctp.bench.history.History.Night;
import io.sctp.bench.history.History.Series;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A history as text: the verdict, each alarm with its possible causes, then the last night of each line. */
final class HistoryTable {
    private static final double PERCENT = 100;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final String NOTHING = "nothing that is recorded changed between the two nights";

    private HistoryTable() {}

    static void print(final History history, final PrintWriter out) {
        out.println(history.verdict());
        printAlarms(history, out);
        if (!history.series().isEmpty()) {
            out.printf("%n%-36s %-11s %6s %14s  %s%n", "line", "metric", "nights", "last night", "changes");
        }
        for (final Series series : history.series()) {
            final Night last = series.nights().get(series.nights().size() - 1);
            out.printf(
                    "%-36s %-11s %6d %14s  %s%n",
                    series.name(),
                    series.metric(),
                    series.nights().size(),
                    value(series, last.value()),
                    changes(series.changes()));
        }
        out.flush();
    }

    /** Only the alarms. */
    static void printAlarms(final History history, final PrintWriter out) {
        for (final History.Alarm alarm : history.alarms()) {
            final Change change = alarm.change();
            out.printf(
                    "ALARM: %s of %s: %s -> %s (%s) from %s on, the night before was %s%n",
                    alarm.series().metric(),
                    alarm.series().name(),
                    value(alarm.series(), change.before()),
                    value(alarm.series(), change.after()),
                    percent(change.change()),
                    day(change.night()),
                    day(change.lastBefore()));
            out.println("  " + (change.suspects().isEmpty() ? NOTHING : String.join("; ", change.suspects())));
        }
    }

    private static String changes(final List<Change> changes) {
        if (changes.isEmpty()) {
            return "none";
        }
        return String.join(
                ", ",
                changes.stream()
                        .map(change -> day(change.night()) + " " + percent(change.change())
                                + (change.kind() == History.Kind.SMALL ? " (small)" : ""))
                        .toList());
    }

    static String value(final Series series, final double value) {
        if (series.metric().equals(Metric.THROUGHPUT.label())) {
            return String.format(Locale.ROOT, "%.1f/s", value);
        }
        return String.format(
                Locale.ROOT, "%.2f %s", value / NANOS_PER_MICRO, series.clock().equals("icount") ? "k ins" : "µs");
    }

    static String percent(final double part) {
        return String.format(Locale.ROOT, "%+.1f %%", PERCENT * part);
    }

    static String day(final String instant) {
        return instant.substring(0, Math.min(10, instant.length()));
    }
}
