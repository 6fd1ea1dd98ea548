package io.sctp.bench;

import io.sctp.bench.compare.Comparison;
import io.sctp.bench.compare.Difference;
import io.sctp.bench.compare.Metric;
import java.io.PrintWriter;
import java.util.Locale;

/** A comparison of runs as a text table, with the verdict and its reason. */
final class ComparisonTable {
    private static final double PERCENT = 100;

    private ComparisonTable() {}

    static void print(final Comparison comparison, final PrintWriter out) {
        out.printf("%d runs of the base, %d of the candidate%n", comparison.baseRuns(), comparison.candidateRuns());
        comparison.surroundings().forEach(difference -> out.println("NOT ALIKE: " + difference));
        comparison.notComparable().forEach(reason -> out.println("not comparable: " + reason));
        for (final Difference difference : comparison.differences()) {
            final double unit = difference.metric() == Metric.THROUGHPUT ? 1 : 1_000;
            out.printf(
                    Locale.ROOT,
                    "%-10s %12.1f -> %12.1f %s  %+6.1f %% [%+.1f, %+.1f]  p %.4f  %s%n",
                    difference.metric().label(),
                    difference.base() / unit,
                    difference.candidate() / unit,
                    difference.metric() == Metric.THROUGHPUT ? "/s" : "µs",
                    PERCENT * difference.change(),
                    PERCENT * difference.lowestChange(),
                    PERCENT * difference.highestChange(),
                    difference.adjustedPValue(),
                    describe(difference));
        }
        if (comparison.notComparable().isEmpty()) {
            out.println(comparison.verdict());
        }
        out.flush();
    }

    private static String describe(final Difference difference) {
        return switch (difference.verdict()) {
            case REGRESSION ->
                String.format(Locale.ROOT, "REGRESSION: worse by more than %.1f %%", PERCENT * difference.threshold());
            case IMPROVEMENT -> "improvement";
            case SMALL ->
                String.format(
                        Locale.ROOT, "real, but within the threshold of %.1f %%", PERCENT * difference.threshold());
            case NONE ->
                (difference.conclusive() ? "no difference beyond chance" : "INCONCLUSIVE") + smallest(difference);
        };
    }

    private static String smallest(final Difference difference) {
        return difference.smallestChange() == null
                ? ": no change could have been told from chance"
                : String.format(
                        Locale.ROOT,
                        ": a change of %.1f %% would have been seen",
                        PERCENT * difference.smallestChange());
    }
}
