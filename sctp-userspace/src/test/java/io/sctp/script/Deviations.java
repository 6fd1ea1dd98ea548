package io.sctp.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scripts that are known to fail, and why: so that a new failure stands out, and a mended one too. */
final class Deviations {
    /**
     * One line of the file.
     *
     * @param system `userspace` or `linux`
     * @param series the kernels' series, empty for all
     * @param script the script's name
     * @param reason what the system does instead
     */
    record Deviation(String system, List<String> series, String script, String reason) {
        boolean isOf(final String systemName, final String scriptName) {
            final String[] words = systemName.split(" ", -1);
            return script.equals(scriptName)
                    && system.equals(words[0])
                    && (series.isEmpty() || series.contains(seriesOf(words[1])));
        }

        String where() {
            return series.isEmpty() ? system : system + " " + String.join(", ", series);
        }
    }

    private final List<Deviation> all = new ArrayList<>();

    /** Reads lines `SYSTEM[:SERIES,...] SCRIPT REASON`. */
    static Deviations read(final Path file) throws IOException {
        final Deviations deviations = new Deviations();
        for (final String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            final String[] words = line.strip().split("\\s+", 3);
            if (words.length < 3) {
                throw new IllegalArgumentException(file + ": a deviation without a reason: " + line);
            }
            final String[] system = words[0].split(":", 2);
            final List<String> series = system.length == 1 ? List.of() : Arrays.asList(system[1].split(",", -1));
            deviations.all.add(new Deviation(system[0], series, words[1], words[2]));
        }
        return deviations;
    }

    List<Deviation> all() {
        return all;
    }

    /** Returns the reason why a system is known to fail a script, or null. */
    String reason(final String systemName, final String scriptName) {
        return all.stream()
                .filter(deviation -> deviation.isOf(systemName, scriptName))
                .map(Deviation::reason)
                .findFirst()
                .orElse(null);
    }

    /** Returns what is wrong with a verdict, or null if it is as expected. */
    String complaint(final String systemName, final Verdict verdict) {
        final String reason = reason(systemName, verdict.script().name());
        if (verdict.passed()) {
            return reason == null ? null : "a known deviation is mended; remove it from the file: " + reason;
        }
        return reason == null ? verdict.failure() : null;
    }

    /** Returns the series of a release: 6.12 of 6.12.117+deb12-amd64. */
    static String seriesOf(final String release) {
        final String[] numbers = release.split("[^0-9]", 3);
        return numbers[0] + "." + numbers[1];
    }
}
