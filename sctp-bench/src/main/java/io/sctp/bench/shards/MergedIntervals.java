package io.sctp.bench.shards;

import io.sctp.bench.record.IntervalLog;
import io.sctp.bench.shards.ShardResult.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The interval logs of several generators, added: intervals that began in the same second by time of day are one. */
final class MergedIntervals {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String TOTAL = "";
    /** The total first, as in the log of a run. */
    private static final Comparator<String> ORDER = Comparator.comparing((String tag) -> !tag.equals(TOTAL))
            .thenComparing(tag -> tag.startsWith("stream-"))
            .thenComparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());

    private final SortedMap<Long, Second> seconds = new TreeMap<>();

    /** Intervals of the same second. */
    private static final class Second {
        private final Map<String, Histogram> sums = new TreeMap<>(ORDER);
        private final List<Interval> totals = new ArrayList<>();
    }

    /**
     * Adds a generator's intervals.
     *
     * @param laterS by how many seconds its measurement began later than that of the first
     */
    void add(final List<Interval> intervals, final double laterS) {
        for (final Interval interval : intervals) {
            final Second second = seconds.computeIfAbsent(Math.round(interval.fromS() + laterS), any -> new Second());
            final String tag = interval.tag() == null ? TOTAL : interval.tag();
            second.sums.computeIfAbsent(tag, any -> empty(interval.histogram())).add(interval.histogram());
            if (tag.equals(TOTAL)) {
                second.totals.add(
                        new Interval(null, interval.fromS() + laterS, interval.toS() + laterS, interval.histogram()));
            }
        }
    }

    /** Writes the sums. An interval's bounds are the means of those it was made of. */
    void write(final IntervalLog log) {
        for (final Second second : seconds.values()) {
            final long fromNs =
                    meanNs(second.totals.stream().mapToDouble(Interval::fromS).toArray());
            final long toNs =
                    meanNs(second.totals.stream().mapToDouble(Interval::toS).toArray());
            second.sums.forEach((tag, sum) -> log.write(sum, tag.equals(TOTAL) ? null : tag, fromNs, toNs));
        }
    }

    /** The sum of all intervals with each tag. */
    Map<String, Histogram> whole() {
        final Map<String, Histogram> whole = new LinkedHashMap<>();
        for (final Second second : seconds.values()) {
            second.sums.forEach(
                    (tag, sum) -> whole.computeIfAbsent(tag, any -> empty(sum)).add(sum));
        }
        return whole;
    }

    /** An empty histogram that takes the values of another one unchanged, and of any size. */
    static Histogram empty(final Histogram like) {
        return new Histogram(like.getNumberOfSignificantValueDigits());
    }

    private static long meanNs(final double[] seconds) {
        double sum = 0;
        for (final double second : seconds) {
            sum += second;
        }
        return seconds.length == 0 ? 0 : Math.round(sum / seconds.length * NANOS_PER_SECOND);
    }
}
