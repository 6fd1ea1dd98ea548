package io.sctp.bench.report;

import io.sctp.bench.result.ResultFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Unique short names of runs, from as little of their files' paths as possible. */
final class RunNames {
    private static final int MAX_ELEMENTS = 4;

    private RunNames() {}

    /** Returns a unique name for each file. */
    static List<String> of(final List<Path> files) {
        List<String> names = List.of();
        for (int elements = 1; elements <= MAX_ELEMENTS; elements++) {
            names = names(files, elements);
            if (names.stream().distinct().count() == names.size()) {
                return names;
            }
        }
        return numbered(names);
    }

    private static List<String> names(final List<Path> files, final int elements) {
        final List<String> names = new ArrayList<>();
        for (final Path file : files) {
            final Path absolute = file.toAbsolutePath().normalize();
            // If all results have the same file name, their folders' names are used.
            final Path telling = absolute.endsWith(ResultFile.STANDARD_NAME) ? absolute.getParent() : absolute;
            final int count = telling.getNameCount();
            names.add(
                    count == 0
                            ? telling.toString()
                            : telling.subpath(Math.max(0, count - elements), count)
                                    .toString());
        }
        return names;
    }

    /** Distinguishes a file that is given twice. */
    private static List<String> numbered(final List<String> names) {
        final List<String> numbered = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            final int before = Collections.frequency(names.subList(0, i), names.get(i));
            numbered.add(before == 0 ? names.get(i) : names.get(i) + " (" + (before + 1) + ")");
        }
        return numbered;
    }
}
