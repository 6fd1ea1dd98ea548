package io.sctp.bench.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KtapTest {
    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheRulesOfTheKernelsDocumentation() {
        final List<String> results = read(Ktap.of(Samples.nights()));
        assertEquals(6, results.size(), results::toString);
        assertEquals("  ok throughput", results.get(0));
        assertEquals("  not ok p50", results.get(1));
        assertTrue(results.get(3).startsWith("not ok signalling on 6.12 over time"), results::toString);
        assertTrue(results.get(5).startsWith("ok signalling on 6.1 over time"), results::toString);
        assertEquals(4, read(Ktap.of(Samples.awkward())).size());
    }

    /** The parser of the kernel's own KUnit, from the sources that Debian ships. Unpacking them takes a while. */
    @Test
    void shouldBeReadByKUnitsParser() throws Exception {
        assumeTrue("yes".equals(System.getenv("SCTP_TEST_ALL")), "takes a while: for the night");
        final Path sources = kernelSources();
        assumeTrue(sources != null, "needs one of Debian's packages linux-source");
        final Process unpack = new ProcessBuilder(
                        "tar",
                        "-xf",
                        sources.toString(),
                        "-C",
                        folder.toString(),
                        "--wildcards",
                        "*/tools/testing/kunit")
                .inheritIO()
                .start();
        assertEquals(0, unpack.waitFor());
        final Path file = folder.resolve("night.ktap");
        Files.writeString(file, Ktap.of(Samples.nights()));
        final Process parse = new ProcessBuilder("/usr/bin/python3", kunit().toString(), "parse", file.toString())
                .redirectErrorStream(true)
                .start();
        final String said = new String(parse.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(parse.waitFor() != 0, "a test failed: " + said);
        assertTrue(said.contains("Ran 4 tests: passed: 3, failed: 1"), said);
    }

    private static Path kernelSources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/usr/src"))) {
            return files.filter(file -> file.getFileName().toString().matches("linux-source-.*[.]tar[.]xz"))
                    .findFirst()
                    .orElse(null);
        }
    }

    private Path kunit() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("kunit.py")).findFirst().orElseThrow();
        }
    }

    /** A reader that is as strict as the text allows; returns the result lines without their numbers. */
    private static List<String> read(final String ktap) {
        final Pattern result = Pattern.compile("( *)(ok|not ok) ([1-9]\\d*) ([^#]+)");
        final List<String> results = new ArrayList<>();
        final Deque<int[]> plans = new ArrayDeque<>(); // planned and done, the innermost first
        final Deque<Boolean> failures = new ArrayDeque<>();
        String before = "";
        for (final String line : ktap.split("\n", -1)) {
            final Matcher found = result.matcher(line);
            if (line.strip().equals("KTAP version 1")) {
                assertEquals(2 * plans.size(), line.indexOf('K'), "indented by two for each level: " + line);
                failures.push(false);
            } else if (line.strip().matches("1\\.\\.\\d+")) {
                assertTrue(before.startsWith("KTAP") || before.startsWith("#"), "a plan behind the version");
                plans.push(new int[] {Integer.parseInt(line.strip().substring(3)), 0});
            } else if (found.matches()) {
                if (found.group(1).length() < 2 * (plans.size() - 1)) {
                    final int[] inner = plans.pop();
                    assertEquals(inner[0], inner[1], "as many subtests as planned");
                    final boolean failed = failures.pop();
                    assertEquals(failed, found.group(2).equals("not ok"), "fails if a subtest does: " + line);
                }
                assertEquals(2 * (plans.size() - 1), found.group(1).length(), line);
                assertEquals(++plans.peek()[1], Integer.parseInt(found.group(3)), "numbered in turn: " + line);
                failures.push(failures.pop() || found.group(2).equals("not ok"));
                results.add(found.group(1) + found.group(2) + " " + found.group(4));
            } else {
                assertTrue(line.isEmpty() || line.strip().startsWith("# "), "neither result nor diagnostic: " + line);
            }
            before = line.strip();
        }
        assertEquals(1, plans.size());
        assertEquals(plans.peek()[0], plans.peek()[1], "as many tests as planned");
        return results;
    }
}
