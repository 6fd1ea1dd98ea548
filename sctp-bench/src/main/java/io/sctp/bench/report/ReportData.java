package io.sctp.bench.report;

import io.sctp.bench.result.LoadResult;
import java.util.List;

/**
 * What the page draws; times in microseconds, the rest as in {@link LoadResult}.
 *
 * @param runs the runs, the first being the one that others are compared with
 */
record ReportData(List<Run> runs) {
    /**
     * One run.
     *
     * @param name what tells it from the others
     * @param result its result, without the encoded histograms
     * @param latency percentile curve of latency
     * @param service percentile curve of service time
     * @param seconds what happened second by second; empty without an interval log
     * @param heat latency over time; null without an interval log
     * @param streams each stream over time; empty without an interval log
     */
    record Run(
            String name,
            LoadResult result,
            List<Point> latency,
            List<Point> service,
            List<Second> seconds,
            Heat heat,
            List<StreamLine> streams) {}

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
     * @param p50 median latency; null, as the next two, without messages
     * @param p99 99th percentile; null with too few messages
     * @param max largest latency
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
     * @param points interval's end, median and largest latency
     */
    record StreamLine(int stream, List<double[]> points) {}
}
