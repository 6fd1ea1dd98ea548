package io.sctp.bench.history;

import io.sctp.bench.result.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parameters of a load as text. All runs of one line over time have the same parameters. */
final class Parameters {
    private Parameters() {}

    static String of(final LoadResult run) {
        final List<String> words = new ArrayList<>(List.of(
                run.mode(),
                run.size() + " B",
                run.associations() + " × " + run.streams() + " streams",
                rate(run),
                run.arrival(),
                number(run.warmupS()) + " + " + number(run.durationS()) + " s"));
        addIf(words, run.target() != null, run.protocol());
        addIf(words, run.batch() > 0, "batches of " + run.batch());
        addIf(words, run.dispatcherWorkers() > 0, run.dispatcherWorkers() + " workers");
        addIf(words, run.unordered(), "unordered");
        addIf(words, run.ppid() != 0, "ppid " + Integer.toUnsignedString(run.ppid()));
        addIf(words, run.nagle(), "Nagle");
        addIf(words, run.loss() > 0, "loss " + number(100 * run.loss()) + " %");
        addIf(words, run.delayMs() > 0, "delay " + number(run.delayMs()) + " ms");
        return String.join(", ", words);
    }

    private static String rate(final LoadResult run) {
        if (run.profile() != null) {
            return run.profile();
        }
        return run.intendedRate() == null ? "as fast as taken" : number(run.intendedRate()) + "/s";
    }

    private static void addIf(final List<String> words, final boolean wanted, final String word) {
        if (wanted) {
            words.add(word);
        }
    }

    private static String number(final double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
