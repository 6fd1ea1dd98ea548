package io.sctp.bench.export;

import io.sctp.bench.compare.Metric;
import io.sctp.bench.history.History;
import io.sctp.bench.history.History.Night;
import io.sctp.bench.history.History.Series;
import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * CSV files for Apache Otava, one for each load on a kernel, and {@code otava.yaml}, which names their columns. Otava
 * wants a number in every cell, so a metric that some nights lack has a file of its own.
 */
final class Otava {
    private static final List<String> ATTRIBUTES = List.of("commit", "version", "release", "kernel_package", "jdk");

    private final StringBuilder configuration = new StringBuilder("tests:\n");
    private final Set<String> names = new HashSet<>();
    private final Path folder;

    private Otava(final Path folder) {
        this.folder = folder;
    }

    static void write(final History history, final Path folder) throws IOException {
        final Map<List<Object>, List<Series>> tests = new LinkedHashMap<>();
        for (final Series series : history.series()) {
            final List<Object> test = new ArrayList<>();
            test.add(series.name() + series.parameters() + series.provider() + series.clock() + series.machine());
            test.add(series.nights().stream().map(Night::night).toList());
            tests.computeIfAbsent(test, any -> new ArrayList<>()).add(series);
        }
        final Otava otava = new Otava(folder);
        for (final List<Series> series : tests.values()) {
            otava.write(series);
        }
        WholeFile.write(folder.resolve("otava.yaml"), tests.isEmpty() ? "tests: {}\n" : otava.configuration.toString());
    }

    private void write(final List<Series> series) throws IOException {
        final Series first = series.get(0);
        final String test = nameOf(first);
        final Path file = folder.resolve(test + ".csv");
        final StringBuilder csv = new StringBuilder("time," + String.join(",", ATTRIBUTES));
        series.forEach(of -> csv.append(',').append(column(of)));
        csv.append('\n');
        for (int i = 0; i < first.nights().size(); i++) {
            final Night night = first.nights().get(i);
            csv.append(cell(night.night()));
            for (final String attribute : attributes(night)) {
                csv.append(',').append(cell(attribute));
            }
            for (final Series of : series) {
                csv.append(',').append(of.nights().get(i).value());
            }
            csv.append('\n');
        }
        WholeFile.write(file, csv.toString());
        configuration
                .append("  ")
                .append(test)
                .append(":\n    type: csv\n    file: ")
                .append(quoted(file.toString()))
                .append("\n    time_column: time\n    attributes: [")
                .append(String.join(", ", ATTRIBUTES))
                .append("]\n    metrics:\n");
        for (final Series of : series) {
            configuration
                    .append("      ")
                    .append(column(of))
                    .append(": {direction: ")
                    .append(Metric.labelled(of.metric()).lowerIsBetter() ? -1 : 1)
                    .append(", scale: 1}\n");
        }
        configuration.append("    csv_options: {delimiter: ',', quote_char: '\"'}\n");
    }

    /** Returns a unique name of characters that are allowed in file names. */
    private String nameOf(final Series series) {
        final String base = (series.load() + "-" + series.kernel()
                        + (series.label() == null ? "" : "-" + series.label()))
                .replaceAll("[^A-Za-z0-9.+_-]+", "_");
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private static String column(final Series series) {
        return series.metric().replace('.', '_');
    }

    private static List<String> attributes(final Night night) {
        final Map<String, String> values = new TreeMap<>();
        values.put("commit", night.commit());
        values.put("version", night.version());
        values.put("release", night.release());
        values.put("kernel_package", night.kernelPackage());
        values.put("jdk", night.jdk());
        final List<String> inOrder = new ArrayList<>();
        ATTRIBUTES.forEach(name -> inOrder.add(values.get(name) == null ? "unknown" : values.get(name)));
        return inOrder;
    }

    private static String cell(final String value) {
        return value.matches("[^,\"\\r\\n]*") ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static String quoted(final String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
