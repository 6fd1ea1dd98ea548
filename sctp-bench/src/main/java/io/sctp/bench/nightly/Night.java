package io.sctp.bench.nightly;

import io.sctp.bench.compare.Comparison;
import io.sctp.bench.compare.Metric;
import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.result.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of a nightly job, as in {@code nightly.json}.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} of the writer
 * @param startedAt when it began, in ISO 8601
 * @param baseline the baseline's folder
 * @param verdict the result in a few words
 * @param comparisons each load on each kernel against the baseline; empty if there was none
 * @param kernels each load: the kernels against the first of them
 */
public record Night(
        int schemaVersion,
        String startedAt,
        String baseline,
        Verdict verdict,
        List<Against> comparisons,
        List<KernelComparison> kernels) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /** The name of its file. */
    public static final String FILE = "nightly.json";

    /** The outcome of a night. */
    public enum Verdict {
        /** Nothing got worse than in the baseline. */
        NO_REGRESSION,
        /** There was no baseline, or it was to be renewed; this night is the new baseline. */
        NEW_BASELINE,
        /** A trial: everything ran, but with too few messages to be compared. */
        SMOKE,
        /** Something got worse. */
        REGRESSION,
        /** A run is invalid, for example because it lost messages or missed its rate. */
        INVALID,
        /** Not comparable, for example because the baseline has other loads or too few runs. */
        NOT_COMPARABLE
    }

    /**
     * One load on one kernel, compared with the baseline.
     *
     * @param kernel as requested
     * @param load the load's name
     * @param baseRelease the kernel's release in the baseline; null if that has no such runs
     * @param release the kernel's release tonight
     * @param comparison with the baseline
     */
    public record Against(String kernel, String load, String baseRelease, String release, Comparison comparison) {}

    /**
     * Evaluates a campaign.
     *
     * @param stored the baseline
     * @param compare whether to compare with it: false if there is none yet, or it is to be renewed
     */
    public static Night of(
            final String startedAt,
            final Campaign campaign,
            final Baseline stored,
            final boolean compare,
            final Map<Metric, Double> thresholds)
            throws IOException {
        final List<KernelComparison> kernels = new ArrayList<>();
        final List<Against> comparisons = new ArrayList<>();
        for (final Load load : campaign.loads()) {
            kernels.add(KernelComparison.of(startedAt, campaign, load));
            if (compare) {
                for (final String kernel : campaign.kernels()) {
                    comparisons.add(against(campaign, stored, kernel, load, thresholds));
                }
            }
        }
        return new Night(
                SCHEMA_VERSION,
                startedAt,
                stored.folder().toString(),
                verdict(kernels, comparisons),
                comparisons,
                kernels);
    }

    /** Evaluates a campaign as a trial: every run that completed is accepted. */
    public Night asSmoke() {
        return verdict == Verdict.INVALID
                ? this
                : new Night(schemaVersion, startedAt, baseline, Verdict.SMOKE, comparisons, kernels);
    }

    private static Against against(
            final Campaign campaign,
            final Baseline stored,
            final String kernel,
            final Load load,
            final Map<Metric, Double> thresholds)
            throws IOException {
        final List<LoadResult> base = stored.runs(kernel, load);
        final List<LoadResult> candidate = campaign.results(kernel, load);
        return new Against(
                kernel,
                load.name(),
                base.isEmpty() ? null : base.get(0).kernel(),
                candidate.get(0).kernel(),
                Comparison.of(base, candidate, thresholds));
    }

    private static Verdict verdict(final List<KernelComparison> kernels, final List<Against> comparisons) {
        if (kernels.stream().anyMatch(kernel -> !kernel.valid())) {
            return Verdict.INVALID;
        }
        if (comparisons.isEmpty()) {
            return Verdict.NEW_BASELINE;
        }
        if (comparisons.stream().anyMatch(against -> against.comparison().hasRegression())) {
            return Verdict.REGRESSION;
        }
        return comparisons.stream()
                        .anyMatch(
                                against -> !against.comparison().notComparable().isEmpty())
                ? Verdict.NOT_COMPARABLE
                : Verdict.NO_REGRESSION;
    }
}
