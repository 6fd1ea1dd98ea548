package io.sctp.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.tck.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/rfc9260.md} true: each section is there, and so are the classes and tests that it names. */
final class Rfc9260Test {
    /** The sections of RFC 9260 that say what an implementation does. */
    private static final List<String> SECTIONS = Stream.of(
                    Stream.of("3.1", "3.2", "3.2.1"),
                    numbered("3.3.", 1, 10),
                    numbered("3.3.10.", 1, 13),
                    numbered("3.3.", 11, 13),
                    Stream.of("4", "5.1"),
                    numbered("5.1.", 1, 5),
                    numbered("5.2.", 1, 6),
                    Stream.of("5.3.1", "5.4", "6.1", "6.2", "6.2.1"),
                    numbered("6.3.", 1, 3),
                    Stream.of("6.4", "6.4.1"),
                    numbered("6.", 5, 10),
                    numbered("7.2.", 1, 5),
                    Stream.of("7.3"),
                    numbered("8.", 1, 5),
                    Stream.of("8.5.1", "9.1", "9.2", "10", "11", "12", "16", "A"))
            .flatMap(sections -> sections)
            .toList();

    private static Stream<String> numbered(final String chapter, final int first, final int last) {
        return IntStream.rangeClosed(first, last).mapToObj(number -> chapter + number);
    }

    @Test
    void shouldHaveARowForEachSection() throws IOException {
        assertEquals(SECTIONS, rows().stream().map(cells -> cells[1].strip()).toList());
    }

    @Test
    void shouldNameOnlyClassesThatExist() throws IOException {
        final Set<String> classes;
        try (Stream<Path> sources = Files.walk(Path.of("../sctp-engine/src/main/java"))) {
            classes = sources.map(path -> path.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        final List<String> missing = new ArrayList<>();
        for (final String[] cells : rows()) {
            final List<String> named = TestSources.codes(cells[3]);
            assertTrue(
                    !named.isEmpty() || cells[3].contains("not here: "),
                    () -> "section " + cells[1] + " is nowhere, and nothing says why");
            named.stream().filter(name -> !classes.contains(name)).forEach(missing::add);
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        final List<String> missing = new ArrayList<>();
        for (final String[] cells : rows()) {
            final List<String> tests = TestSources.codes(cells[4]);
            assertFalse(
                    tests.isEmpty() && !cells[3].contains("not here: "), () -> "section " + cells[1] + " has no test");
            for (final String test : tests) {
                if (!TestSources.exists(test)) {
                    missing.add(test);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static List<String[]> rows() throws IOException {
        return TestSources.rows("docs/rfc9260.md", "| ").stream()
                .filter(cells -> !cells[1].contains("section"))
                .toList();
    }
}
