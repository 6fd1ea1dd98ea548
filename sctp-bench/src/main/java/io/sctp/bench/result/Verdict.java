package io.sctp.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The first line about a run, in text, page and JSON alike: whether its figures can be used. */
public final class Verdict {
    /** The run is valid. */
    public static final String VALID = "VALID";

    private Verdict() {}

    /**
     * Returns everything that is wrong, the worst first.
     *
     * @param invalidReasons why the figures must not be used
     * @param interrupted whether the run was stopped early
     * @param measuredS actual duration of the measurement, in seconds
     * @param durationS intended duration, in seconds
     * @param noise the remark that the tail latency was caused by the machine; null if not
     */
    public static String of(
            final List<String> invalidReasons,
            final boolean interrupted,
            final double measuredS,
            final double durationS,
            final Noise noise) {
        final List<String> parts = new ArrayList<>();
        if (!invalidReasons.isEmpty()) {
            parts.add("INVALID: " + String.join("; ", invalidReasons));
        }
        if (interrupted) {
            parts.add(String.format(Locale.ROOT, "INTERRUPTED after %.1f of %.1f s", measuredS, durationS));
        }
        if (noise != null) {
            parts.add("NOISY: " + noise.describe());
        }
        return parts.isEmpty() ? VALID : String.join(" | ", parts);
    }
}
