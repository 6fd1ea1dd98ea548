package io.sctp.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's documents and the sources of its tests, for tests that hold what a document says of them. */
public final class TestSources {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private TestSources() {}

    /** The rows of a document's tables that begin so, each split into its cells; the first is empty. */
    public static List<String[]> rows(final String document, final String beginning) throws IOException {
        return Files.readAllLines(PROJECT.resolve(document)).stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.split("\\|", -1))
                .toList();
    }

    /** What a cell has in backquotes. */
    public static List<String> codes(final String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    /**
     * Whether there is a test class, or a method {@code Class.method} of one. The sources of all modules are searched,
     * since not all tests are on one class path.
     */
    public static boolean exists(final String name) throws IOException {
        final int dot = name.indexOf('.');
        final String file = (dot < 0 ? name : name.substring(0, dot)) + ".java";
        final Predicate<String> method = dot < 0
                ? source -> true
                : Pattern.compile("void " + Pattern.quote(name.substring(dot + 1)) + "\\(")
                        .asPredicate();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (final Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> sources = Files.walk(tests)) {
                    for (final Path source :
                            sources.filter(path -> path.endsWith(file)).toList()) {
                        return method.test(Files.readString(source));
                    }
                }
            }
        }
        return false;
    }
}
