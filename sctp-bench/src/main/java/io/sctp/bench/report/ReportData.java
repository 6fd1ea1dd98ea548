package io.sctp.bench.report;

import io.sctp.bench.result.FaultResult;
import io.sctp.bench.result.LoadResult;
import java.util.List;

/**
 * The content of a report. Times are in microseconds, everything else is as in {@link LoadResult}.
 *
 * @param title its heading
 * @param subtitle the line below it
 * @param verdict whether it can be used
 * @param notes for the reader, shown first
 * @param groups of runs; others are compared with the first
 * @param curves percentile curves
 * @param tables in addition to those of every report
 * @param runs the runs; others are compared with the first
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
     * The verdict at the top.
     *
     * @param text whether the figures can be used
     * @param mood the name of its colours in the style sheet
     */
    record Verdict(String text, String mood) {}

    /**
     * A group of runs: those of a folder, or of a kernel.
     *
     * @param name a unique name
     * @param colour number of the colour used for the group
     * @param runs the number of runs
     * @param valid the number of valid runs
     * @param lost lost messages of all runs
     * @param rate messages per second that arrived
     * @param p50 median latency, in microseconds like the next three; null, as those, with too few messages
     * @param p99 99th percentile
     * @param p999 99.9th percentile
     * @param max largest latency
     * @param on the environment
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
     * @param value their median, or the percentile over all their messages
     * @param low the minimum over its boots
     * @param high the maximum
     */
    record Figure(double value, double low, double high) {}

    /**
     * A note for the reader.
     *
     * @param text the note
     * @param bad whether it makes the figures unreliable
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

    /** The style of a curve. */
    enum Kind {
        /** The main curve. */
        MAIN,
        /** Dashed: service time. */
        SERVICE,
        /** The minimum of several runs at each percentile. */
        LOW,
        /** The maximum of several runs at each percentile. */
        HIGH,
        /** Faint: one of the boots that a main curve combines. */
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
     * @param text the note stands in it
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
     * @param name a unique name
     * @param result its result, without the encoded histograms
     * @param seconds the intervals; empty without an interval log, or if other runs are shown instead
     * @param heat latency over time; null likewise
     * @param streams each stream over time; empty likewise
     */
    record Run(String name, LoadResult result, List<Second> seconds, Heat heat, List<StreamLine> streams) {
        /** The faults that had begun before the run ended. */
        List<FaultResult> faults() {
            return result.faults().stream()
                    .filter(fault -> fault.fromS() != null)
                    .toList();
        }
    }

    /**
     * A point of a percentile curve.
     *
     * @param above one in this many messages is slower: 100 for the 99th percentile
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
     * The number of messages by time and latency.
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
