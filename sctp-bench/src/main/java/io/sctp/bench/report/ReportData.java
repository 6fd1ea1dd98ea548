package io.sctp.bench.report;

import io.sctp.bench.result.LoadResult;
import java.util.List;

/**
 * What a report shows; times in microseconds, the rest as in {@link LoadResult}.
 *
 * @param title its heading
 * @param subtitle what stands below
 * @param verdict whether it can be used
 * @param notes what the reader must know first
 * @param groups runs that belong together, the first being what others are compared with
 * @param curves percentile curves
 * @param tables tables besides those that every report has
 * @param runs the runs, the first being the one that others are compared with
 */
record ReportData(
        String title,
        String subtitle,
        Verdict verdict,
        List<Note> notes,
        List<Group> groups,
        List<Curve> curves,
        List<Table> tables,
        List<Run> runs) {
    /**
     * What stands first of all.
     *
     * @param text whether the figures can be used
     * @param mood the name of its colours in the style sheet
     */
    record Verdict(String text, String mood) {}

    /**
     * Runs that belong together: those of a folder, or of a kernel.
     *
     * @param name what tells it from the others
     * @param colour number of the colour that everything of it has
     * @param runs how many
     * @param valid how many of them are valid
     * @param lost messages that all of them lost
     * @param rate messages per second that arrived
     * @param p50 median latency, in microseconds like the next three; null, as those, with too few messages
     * @param p99 99th percentile
     * @param p999 99.9th percentile
     * @param max largest latency
     * @param on what it ran on
     */
    record Group(
            String name,
            int colour,
            int runs,
            long valid,
            long lost,
            Figure rate,
            Figure p50,
            Figure p99,
            Figure p999,
            Figure max,
            String on) {}

    /**
     * A figure of several runs.
     *
     * @param value their median, or that of all their messages together
     * @param low the least of them
     * @param high the most
     */
    record Figure(double value, double low, double high) {}

    /**
     * Something to know first.
     *
     * @param text what
     * @param bad whether it spoils the figures
     */
    record Note(String text, boolean bad) {}

    /**
     * A percentile curve.
     *
     * @param name its name in the legend
     * @param colour number of its colour; curves that belong together share it
     * @param kind how it is drawn
     * @param points from the median on
     */
    record Curve(String name, int colour, Kind kind, List<Point> points) {}

    /** How a curve is drawn. */
    enum Kind {
        /** What the report is about. */
        MAIN,
        /** Dashed: service time. */
        SERVICE,
        /** The least of several runs at each percentile. */
        LOW,
        /** The most of them. */
        HIGH,
        /** Faint: one of the boots that a main curve is the sum of. */
        PART
    }

    /**
     * A table.
     *
     * @param title its heading
     * @param hint how to read it
     * @param head titles of the columns
     * @param rows the cells
     */
    record Table(String title, String hint, List<String> head, List<List<Cell>> rows) {}

    /**
     * A cell.
     *
     * @param text what stands in it
     * @param mood {@code better}, {@code worse} or empty
     */
    record Cell(String text, String mood) {
        static Cell of(final String text) {
            return new Cell(text, "");
        }
    }

    /**
     * One run.
     *
     * @param name what tells it from the others
     * @param result its result, without the encoded histograms
     * @param seconds what happened second by second; empty without an interval log, or if others stand for it
     * @param heat latency over time; null likewise
     * @param streams each stream over time; empty likewise
     */
    record Run(String name, LoadResult result, List<Second> seconds, Heat heat, List<StreamLine> streams) {}

    /**
     * A point of a percentile curve.
     *
     * @param above one message in so many is slower: 100 for the 99th percentile
     * @param us the latency
     */
    record Point(double above, double us) {}

    /**
     * One interval.
     *
     * @param t its end, in seconds from the start of the measurement
     * @param rate messages that arrived per second
     * @param p50 median latency; null, as the next, with too few messages
     * @param p99 99th percentile
     * @param max largest latency; null without messages
     * @param hiccup the platform's largest hiccup
     */
    record Second(double t, double rate, Double p50, Double p99, Double max, double hiccup) {}

    /**
     * How many messages had which latency when.
     *
     * @param times the ends of the intervals, in seconds
     * @param edges lower edges of the latency classes
     * @param cells interval, class and number of messages of every class that is not empty
     */
    record Heat(List<Double> times, List<Double> edges, List<long[]> cells) {}

    /**
     * One stream.
     *
     * @param stream its number
     * @param points interval by interval
     */
    record StreamLine(int stream, List<StreamPoint> points) {}

    /**
     * One stream in one interval.
     *
     * @param t the interval's end, in seconds from the start of the measurement
     * @param p50 median latency; null with too few messages
     * @param max largest latency
     */
    record StreamPoint(double t, Double p50, double max) {}
}
