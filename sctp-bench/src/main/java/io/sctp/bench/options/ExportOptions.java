package io.sctp.bench.options;

import io.sctp.bench.export.Exports;
import java.util.List;
import picocli.CommandLine.Option;

/** Files for other programs. */
public final class ExportOptions {
    @Option(
            names = "--export",
            description = "Writes what was found for other programs: junit, ktap, openmetrics or markdown, with - to "
                    + "standard output; otava, of what happened over time, to a folder. May be repeated.",
            paramLabel = "FORMAT=FILE")
    private List<String> targets = List.of();

    /**
     * Returns the values given.
     *
     * @param hasHistory whether the command has a history
     * @throws IllegalArgumentException if an option is invalid
     */
    public Exports exports(final boolean hasHistory) {
        return Named.option("--export", () -> Exports.parse(targets, hasHistory));
    }
}
