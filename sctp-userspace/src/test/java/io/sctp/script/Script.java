package io.sctp.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A packet script: what a peer sends and expects, step by step. lab/conformance/README.md describes its language.
 *
 * @param name the file's name without its ending
 * @param rfc the sections it is written from
 * @param title what a system does that passes
 * @param steps the steps, with those of included files
 */
record Script(String name, String rfc, String title, List<Step> steps) {
    private static final String ENDING = ".script";

    /** A line of a script, with its place for messages. */
    record Step(String place, String text) {}

    /** Reads all scripts of a folder, in the order of their names. */
    static List<Script> readAll(final Path folder) throws IOException {
        final List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        final List<Script> scripts = new ArrayList<>();
        for (final Path file : files) {
            scripts.add(read(file));
        }
        return scripts;
    }

    static Script read(final Path file) throws IOException {
        final String fileName = file.getFileName().toString();
        final List<Step> steps = new ArrayList<>();
        addSteps(file, steps);
        return new Script(
                fileName.substring(0, fileName.length() - ENDING.length()),
                takeHead(steps, fileName, "rfc"),
                takeHead(steps, fileName, "title"),
                List.copyOf(steps));
    }

    private static void addSteps(final Path file, final List<Step> steps) throws IOException {
        int number = 0;
        for (final String line : Files.readAllLines(file)) {
            number++;
            final String text = line.replaceFirst("^\\s*#.*", "").strip();
            if (text.startsWith("include ")) {
                addSteps(file.resolveSibling(text.substring(8).strip()), steps);
            } else if (!text.isEmpty()) {
                steps.add(new Step(file.getFileName() + ":" + number, text));
            }
        }
    }

    /** A script begins with two lines `rfc: ...` and `title: ...`. */
    private static String takeHead(final List<Step> steps, final String file, final String key) {
        if (steps.isEmpty() || !steps.get(0).text.startsWith(key + ":")) {
            throw new IllegalArgumentException(file + " does not begin with the lines 'rfc:' and 'title:'");
        }
        return steps.remove(0).text.substring(key.length() + 1).strip();
    }
}
