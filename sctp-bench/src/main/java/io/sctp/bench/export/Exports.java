package io.sctp.bench.export;

import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that findings are written to, and their formats. */
public final class Exports {
    private final List<Target> targets;

    private Exports(final List<Target> targets) {
        this.targets = targets;
    }

    private record Target(Format format, Path file) {}

    /**
     * Reads the user's exports, each as {@code FORMAT=FILE}.
     *
     * @param hasHistory whether the findings will have a history
     * @throws IllegalArgumentException if an option is invalid
     */
    public static Exports parse(final List<String> wanted, final boolean hasHistory) {
        final List<Target> targets = new ArrayList<>();
        for (final String one : wanted) {
            final int equals = one.indexOf('=');
            if (equals < 1 || equals == one.length() - 1) {
                throw new IllegalArgumentException("'" + one + "' is not FORMAT=FILE; formats are " + Format.NAMES);
            }
            final Format format = Format.named(one.substring(0, equals));
            final Path file = Path.of(one.substring(equals + 1));
            if (format.needsHistory() && !hasHistory) {
                throw new IllegalArgumentException("otava is of what happened over time: history and nightly have it");
            }
            if (format.needsHistory() && WholeFile.isStandardOutput(file)) {
                throw new IllegalArgumentException("otava is a folder of files, so it cannot be -");
            }
            targets.add(new Target(format, file));
        }
        if (targets.stream()
                        .filter(target -> WholeFile.isStandardOutput(target.file()))
                        .count()
                > 1) {
            throw new IllegalArgumentException("only one format can go to standard output");
        }
        return new Exports(targets);
    }

    /** Whether one of them goes to standard output. Then text for people must go elsewhere. */
    public boolean useStandardOutput() {
        return targets.stream().anyMatch(target -> WholeFile.isStandardOutput(target.file()));
    }

    /**
     * Checks that the files can be written, before hours of measuring.
     *
     * @throws IOException if not
     */
    public void requireWritable() throws IOException {
        for (final Target target : targets) {
            WholeFile.requireWritable(
                    target.format().needsHistory() ? target.file().resolve("otava.yaml") : target.file());
        }
    }

    /** Writes the findings to all exports. */
    public void write(final Findings findings) throws IOException {
        for (final Target target : targets) {
            target.format().write(findings, target.file());
        }
    }
}
