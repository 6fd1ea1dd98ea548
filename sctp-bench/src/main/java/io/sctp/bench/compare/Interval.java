package io.sctp.bench.compare;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The difference of a candidate's runs from a base's, with Welch's confidence interval on logarithms, since figures
 * differ by factors. It assumes log-normal runs. A bootstrap would not, but a bootstrap of three runs underestimates
 * their spread.
 *
 * @param base geometric mean over the base's runs
 * @param candidate geometric mean over the candidate's runs
 * @param change of the second relative to the first; 0.1 is an increase of 10 %
 * @param low lower end of the change's interval; null, like the upper end, if a side has only one run
 * @param high upper end
 */
public record Interval(double base, double candidate, double change, Double low, Double high) {
    /**
     * Compares values that are all above 0.
     *
     * @param confidence such as 0.95
     */
    public static Interval ofChange(final double[] base, final double[] candidate, final double confidence) {
        final double[] baseLogs = Arrays.stream(base).map(Math::log).toArray();
        final double[] candidateLogs = Arrays.stream(candidate).map(Math::log).toArray();
        final double baseMean = mean(baseLogs);
        final double candidateMean = mean(candidateLogs);
        final double difference = candidateMean - baseMean;
        Double low = null;
        Double high = null;
        if (base.length > 1 && candidate.length > 1) {
            final double half = halfWidth(
                    squaredError(baseLogs, baseMean),
                    base.length - 1,
                    squaredError(candidateLogs, candidateMean),
                    candidate.length - 1,
                    confidence);
            low = Math.expm1(difference - half);
            high = Math.expm1(difference + half);
        }
        return new Interval(Math.exp(baseMean), Math.exp(candidateMean), Math.expm1(difference), low, high);
    }

    private static double halfWidth(
            final double baseError,
            final double baseFreedom,
            final double candidateError,
            final double candidateFreedom,
            final double confidence) {
        final double sum = baseError + candidateError;
        if (sum == 0) {
            return 0;
        }
        final double freedom =
                sum * sum / (baseError * baseError / baseFreedom + candidateError * candidateError / candidateFreedom);
        return TDistribution.of(freedom).inverseSurvivalProbability((1 - confidence) / 2) * Math.sqrt(sum);
    }

    private static double mean(final double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The variance of the mean. */
    private static double squaredError(final double[] values, final double mean) {
        final double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return squares / (values.length - 1) / values.length;
    }
}
