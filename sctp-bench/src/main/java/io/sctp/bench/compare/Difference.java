package io.sctp.bench.compare;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One metric in two sets of runs. Changes are relative to the base: 0.1 is an increase of 10 %.
 *
 * @param metric the metric
 * @param base median over the base's runs
 * @param candidate median over the candidate's runs
 * @param change of the candidate's median against the base's
 * @param lowestChange lower end of the change's confidence interval
 * @param highestChange its upper end
 * @param pValue of a two-sided Mann-Whitney test: how often chance alone would part the runs this much
 * @param adjustedPValue the same, corrected for the number of metrics compared (Holm)
 * @param threshold the change for the worse from which on it matters
 * @param smallestChange the smallest change for the worse that would not have been taken for chance; null if none could
 *     be told from it
 * @param conclusive whether a change beyond the threshold would have been seen
 * @param verdict what follows
 */
public record Difference(
        Metric metric,
        double base,
        double candidate,
        double change,
        double lowestChange,
        double highestChange,
        double pValue,
        @JsonProperty("adjusted_p_value") double adjustedPValue,
        double threshold,
        Double smallestChange,
        boolean conclusive,
        Verdict verdict) {
    /** The verdict on a difference. */
    public enum Verdict {
        /** Worse, beyond chance and beyond the threshold. */
        REGRESSION,
        /** Better, beyond chance and beyond the threshold. */
        IMPROVEMENT,
        /** Beyond chance, but too small to matter. */
        SMALL,
        /** Chance may explain it. */
        NONE
    }
}
