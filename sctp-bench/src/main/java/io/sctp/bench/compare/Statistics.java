package io.sctp.bench.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/** Statistics of small samples of unknown distribution. */
final class Statistics {
    private static final int RESAMPLES = 10_000;
    /** Bisections: each halves the interval, to 1e-12 of its width. */
    private static final int BISECTIONS = 40;

    /** A fixed seed, so that the same runs always give the same interval. */
    private static final long SEED = 20_260_101;

    private Statistics() {}

    static double median(final double[] values) {
        return Median.withDefaults().evaluate(values);
    }

    /** Two-sided p-value of a Mann-Whitney U test, exact for small samples without ties. */
    static double mannWhitney(final double[] base, final double[] candidate) {
        final double pValue =
                MannWhitneyUTest.withDefaults().test(base, candidate).getPValue();
        // With the instruction clock all runs can be equal. Then their spread is zero and there is no difference.
        return Double.isNaN(pValue) ? 1 : pValue;
    }

    /**
     * Confidence interval, by percentile bootstrap over runs, of how much the candidate's median is above the base's,
     * as a part of the base's.
     *
     * @param alpha the share of such intervals that may miss the true value
     * @return lower and upper end
     */
    static double[] changeInterval(final double[] base, final double[] candidate, final double alpha) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final double[] baseSample = new double[base.length];
        final double[] candidateSample = new double[candidate.length];
        final double[] changes = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            changes[i] = median(draw(candidate, candidateSample, random)) / median(draw(base, baseSample, random)) - 1;
        }
        return Quantile.withDefaults().evaluate(changes, alpha / 2, 1 - alpha / 2);
    }

    /**
     * The smallest change for the worse that the tests would have detected in runs that scatter like these: the
     * candidate's runs are shifted until both tests report a difference.
     *
     * @param interval of the change, as {@link #changeInterval} gives it
     * @param level that the p-value must be below
     * @param upwards whether more is worse
     * @return the change relative to the base's median; NaN if no change could be detected
     */
    static double smallestChange(
            final double[] base,
            final double[] candidate,
            final double[] interval,
            final double level,
            final boolean upwards) {
        final double centre = median(base) / median(candidate);
        final double[] moved = new double[candidate.length];
        // Beyond all of the base's runs the rank test cannot become more significant.
        double far = upwards
                ? 1.001
                        * Quantile.withDefaults().evaluate(base, 1)
                        / (centre * Quantile.withDefaults().evaluate(candidate, 0))
                : 0.999
                        * Quantile.withDefaults().evaluate(base, 0)
                        / (centre * Quantile.withDefaults().evaluate(candidate, 1));
        far = upwards ? Math.max(1, far) : Math.min(1, far);
        if (mannWhitney(base, scale(candidate, centre * far, moved)) >= level) {
            return Double.NaN;
        }
        double near = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            final double middle = (near + far) / 2;
            if (mannWhitney(base, scale(candidate, centre * middle, moved)) < level) {
                far = middle;
            } else {
                near = middle;
            }
        }
        // The interval shifts by the same amount as the runs.
        final double end = 1 / (centre * (1 + (upwards ? interval[0] : interval[1])));
        return Math.abs((upwards ? Math.max(far, end) : Math.min(far, end)) - 1);
    }

    private static double[] scale(final double[] values, final double factor, final double[] into) {
        for (int i = 0; i < values.length; i++) {
            into[i] = factor * values[i];
        }
        return into;
    }

    /** Holm's step-down correction: the chance of even one false alarm among all stays below the level. */
    static double[] holm(final double[] pValues) {
        final Integer[] order = new Integer[pValues.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(pValues[a], pValues[b]));
        final double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, pValues[order[rank]] * (order.length - rank)));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }

    private static double[] draw(final double[] from, final double[] into, final SplittableRandom random) {
        for (int i = 0; i < into.length; i++) {
            into[i] = from[random.nextInt(from.length)];
        }
        return into;
    }
}
