package io.sctp.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sctp.engine.conformance.Conforms;
import io.sctp.tck.TestSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Keeps the documents in {@code docs/conformance} true: one row for each rule of RFC 9260, a verdict, and the tests
 * that carry {@link Conforms} for it. {@code -Dconformance.write=true} writes the names of the tests and the counts.
 */
final class ConformanceTest {
    private static final Path DOCUMENTS = Path.of("../docs/conformance");
    private static final String README = "README.md";
    private static final List<String> VERDICTS = List.of("kept", "mended", "broken", "not observable", "open");

    // Cells of a row; the first is before its first bar.
    private static final int SECTION = 1;
    private static final int NUMBER = 2;
    private static final int RULE = 3;
    private static final int VERDICT = 4;
    private static final int WHERE = 5;
    private static final int TESTS = 6;

    /** Each rule, as {@code 5.1.2#3}. */
    private static final Set<String> RULES = new LinkedHashSet<>();

    /** The tests of each rule. */
    private static final Map<String, Set<String>> TESTS_OF = new TreeMap<>();

    /** A row of a document. */
    private record Row(String document, List<String> cells) {
        String rule() {
            return cells.get(SECTION).strip() + "#" + cells.get(NUMBER).strip();
        }

        String verdict() {
            return cells.get(VERDICT).strip();
        }

        String tests() {
            return cells.get(TESTS).strip();
        }

        String where() {
            return cells.get(WHERE).strip();
        }
    }

    @BeforeAll
    static void read() throws IOException {
        try (InputStream list = ConformanceTest.class.getResourceAsStream("/conformance/rfc9260.txt")) {
            for (final String line : new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                final int space = line.indexOf(' ');
                final int count = line.startsWith("#") ? 0 : Integer.parseInt(line.substring(space + 1));
                for (int number = 1; number <= count; number++) {
                    RULES.add(line.substring(0, space) + "#" + number);
                }
            }
        }
        for (final JavaClass type : new ClassFileImporter().importPackages("io.sctp")) {
            for (final JavaMethod method : type.getMethods()) {
                if (method.isAnnotatedWith(Conforms.class)) {
                    for (final String rule :
                            method.getAnnotationOfType(Conforms.class).value()) {
                        TESTS_OF.computeIfAbsent(rule, any -> new TreeSet<>())
                                .add("`" + type.getSimpleName() + "." + method.getName() + "`");
                    }
                }
            }
        }
        if (Boolean.getBoolean("conformance.write")) {
            write();
        }
    }

    @Test
    void shouldHaveOneRowForEachRule() throws IOException {
        final List<String> rows = rows().stream().map(Row::rule).toList();
        assertEquals(rows.size(), Set.copyOf(rows).size(), "a rule has two rows");
        final Set<String> chapters = rows.stream().map(ConformanceTest::chapter).collect(Collectors.toSet());
        assertEquals(
                RULES.stream().filter(rule -> chapters.contains(chapter(rule))).collect(Collectors.toSet()),
                Set.copyOf(rows));
    }

    @Test
    void shouldJudgeEachRule() throws IOException {
        final Set<String> classes = engineClasses();
        final List<String> wrong = new ArrayList<>();
        for (final Row row : rows()) {
            final boolean holds = row.verdict().equals("kept") || row.verdict().equals("mended");
            final List<String> named = TestSources.codes(row.where());
            if (row.cells().size() != TESTS + 2
                    || row.cells().get(RULE).isBlank()
                    || !VERDICTS.contains(row.verdict())
                    || (holds && (named.isEmpty() || !classes.containsAll(named)))
                    || (!holds && row.where().isEmpty())) {
                wrong.add(row.rule());
            }
        }
        assertEquals(
                List.of(), wrong, "a row with a strange verdict, or with no class of the engine that keeps the rule");
    }

    @Test
    void shouldHaveATestForEachRuleThatCanBeObserved() throws IOException {
        assertEquals(
                List.of(),
                rows().stream()
                        .filter(row -> !row.verdict().equals("not observable")
                                && !row.verdict().equals("open"))
                        .filter(row -> row.tests().isEmpty())
                        .map(Row::rule)
                        .toList());
    }

    @Test
    void shouldNameTheTestsThatCarryTheRule() throws IOException {
        final List<String> wrong = new ArrayList<>();
        for (final Row row : rows()) {
            if (!row.tests().equals(tests(row.rule()))) {
                wrong.add(row.document() + ": " + row.rule() + " should name " + tests(row.rule()));
            }
        }
        assertEquals(List.of(), wrong, "write them with -Dconformance.write=true");
    }

    @Test
    void shouldNameOnlyRulesThatThereAre() {
        assertEquals(
                List.of(),
                TESTS_OF.keySet().stream().filter(rule -> !RULES.contains(rule)).toList());
    }

    @Test
    void shouldCountTheVerdicts() throws IOException {
        final String readme = Files.readString(DOCUMENTS.resolve(README));
        assertEquals(
                List.of(),
                documents().stream()
                        .map(ConformanceTest::counts)
                        .filter(line -> !readme.contains(line))
                        .toList(),
                "write them with -Dconformance.write=true");
    }

    private static String chapter(final String rule) {
        return rule.replaceFirst("[.#].*", "");
    }

    private static String tests(final String rule) {
        return String.join(" ", TESTS_OF.getOrDefault(rule, Set.of()));
    }

    private static String counts(final String document) {
        final List<String> verdicts;
        try {
            verdicts = rows(document).stream().map(Row::verdict).toList();
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        return "| [" + document + "](" + document + ") | " + verdicts.size()
                + VERDICTS.subList(0, 4).stream()
                        .map(verdict -> " | "
                                + verdicts.stream().filter(verdict::equals).count())
                        .collect(Collectors.joining())
                + " |";
    }

    private static List<String> documents() throws IOException {
        try (Stream<Path> files = Files.list(DOCUMENTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("rfc9260-"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Row> rows() throws IOException {
        final List<Row> rows = new ArrayList<>();
        for (final String document : documents()) {
            rows.addAll(rows(document));
        }
        return rows;
    }

    private static List<Row> rows(final String document) throws IOException {
        return Files.readAllLines(DOCUMENTS.resolve(document)).stream()
                .filter(ConformanceTest::isRow)
                .map(line -> new Row(document, cells(line)))
                .toList();
    }

    private static boolean isRow(final String line) {
        return line.matches("\\| [0-9.]+ \\| [0-9]+ \\|.*");
    }

    private static Set<String> engineClasses() throws IOException {
        final Set<String> classes = new TreeSet<>();
        for (final String module : List.of("sctp-engine", "sctp-userspace")) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src/main/java"))) {
                sources.map(path -> path.getFileName().toString().replace(".java", ""))
                        .forEach(classes::add);
            }
        }
        return classes;
    }

    private static void write() throws IOException {
        for (final String document : documents()) {
            final List<String> lines = new ArrayList<>();
            for (final String line : Files.readAllLines(DOCUMENTS.resolve(document))) {
                lines.add(isRow(line) ? withTests(line) : line);
            }
            Files.write(DOCUMENTS.resolve(document), lines);
        }
        final List<String> lines = new ArrayList<>();
        for (final String line : Files.readAllLines(DOCUMENTS.resolve(README))) {
            lines.add(line.startsWith("| [rfc9260-") ? counts(line.substring(3, line.indexOf(']'))) : line);
        }
        Files.write(DOCUMENTS.resolve(README), lines);
    }

    private static String withTests(final String line) {
        final List<String> cells = new ArrayList<>(cells(line));
        final String tests = tests(new Row("", cells).rule());
        cells.set(TESTS, tests.isEmpty() ? " " : " " + tests + " ");
        return String.join("|", cells);
    }

    private static List<String> cells(final String line) {
        return List.of(line.split("\\|", -1));
    }
}
