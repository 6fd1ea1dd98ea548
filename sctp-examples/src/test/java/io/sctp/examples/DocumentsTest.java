package io.sctp.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents: links lead somewhere, every document can be found, and the code in guides compiles. */
class DocumentsTest {
    private static final Path ROOT = root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

    /** What the code of guides may use without naming it, so that imports do not hide the matter. */
    private static final String IMPORTS = """
            import io.sctp.*;
            import io.sctp.dispatch.*;
            import io.sctp.option.*;
            import io.sctp.spi.SctpProvider;
            import io.sctp.userspace.UserspaceStack;
            import java.io.IOException;
            import java.nio.ByteBuffer;
            import java.nio.channels.ClosedChannelException;
            import java.time.Duration;
            import java.util.List;
            import java.util.concurrent.locks.LockSupport;

            """;

    @TempDir
    private Path folder;

    private static Path root() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("CHANGELOG.md"))) {
            root = root.getParent();
        }
        return root;
    }

    static Stream<Path> documents() throws IOException {
        final List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path directory, final BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    found.add(ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldLinkToWhatExists(final Path document) throws IOException {
        final List<String> dead = new ArrayList<>();
        for (final String link : links(document)) {
            final String file = link.replaceFirst("#.*", "");
            final Path target = file.isEmpty() ? ROOT.resolve(document) : resolve(document, file);
            if (!Files.exists(target)) {
                dead.add(link);
            } else if (link.contains("#") && !anchors(target).contains(link.replaceFirst("[^#]*#", ""))) {
                dead.add(link + " (no such heading)");
            }
        }
        assertEquals(List.of(), dead, () -> "dead links in " + document);
    }

    /** A document that the index does not lead to is one that nobody reads. */
    @Test
    void shouldBeInTheIndex() throws IOException {
        final Path index = Path.of("docs", "README.md");
        final Set<Path> listed = links(index).stream()
                .map(link -> resolve(index, link.replaceFirst("#.*", "")))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            final List<Path> missing = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !listed.contains(file) && !file.endsWith("README.md"))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    @Test
    void shouldHaveAReadmeThatIsReadInOneGo() throws IOException {
        final int lines = Files.readAllLines(ROOT.resolve("README.md")).size();
        assertTrue(lines <= 120, () -> "the README has " + lines + " lines, more than 120");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/guide.md", "sctp-userspace/README.md"})
    void shouldHaveCodeThatCompiles(final String document) throws IOException {
        final Matcher blocks = JAVA.matcher(Files.readString(ROOT.resolve(document)));
        final StringBuilder program = new StringBuilder(IMPORTS);
        int number = 0;
        while (blocks.find()) {
            final String code = blocks.group(1);
            number++;
            program.append(
                    code.startsWith("class ")
                            ? code
                            : "class Block" + number + " { void run() throws Exception {\n" + code + "} }\n");
        }
        assertFalse(number == 0, () -> document + " has no code");
        final Path source = Files.writeString(folder.resolve("Program.java"), program);
        final int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-d",
                        folder.toString(),
                        "-proc:none",
                        "-cp",
                        classPath(),
                        source.toString());
        assertEquals(0, status, () -> "the compiler refuses the code of " + document + "; its reasons are above");
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path resolve(final Path document, final String link) {
        return ROOT.resolve(document).resolveSibling(link).normalize();
    }

    /** Links to files and headings of the project; those to other hosts are not tried. */
    private static List<String> links(final Path document) throws IOException {
        final String text =
                CODE.matcher(Files.readString(ROOT.resolve(document))).replaceAll("");
        return LINK.matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(link -> URI.create(link).getScheme() == null)
                .toList();
    }

    /** The anchors of a document's headings, made as code hosts make them. */
    private static Set<String> anchors(final Path document) throws IOException {
        final String text = CODE.matcher(Files.readString(document)).replaceAll("");
        return HEADING.matcher(text)
                .results()
                .map(match -> match.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
