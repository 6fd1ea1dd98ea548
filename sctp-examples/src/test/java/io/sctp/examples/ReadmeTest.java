package io.sctp.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpAddress;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's first program, as a reader would try it: as it stands there, with the library's jars as modules. */
@Timeout(300)
class ReadmeTest {
    /** Serves and greets once; a client that comes before its server tries again. */
    private static final String TRIAL = """
            import io.sctp.*;

            class Trial {
                public static void main(String[] args) throws Exception {
                    SctpAddress local = SctpAddress.parse(args[0]);
                    Thread server = new Thread(() -> {
                        try {
                            Greeting.serve(local);
                        } catch (Exception e) {
                            e.printStackTrace();
                        }
                    });
                    server.start();
                    String answer = null;
                    for (int attempt = 0; answer == null && attempt < 100; attempt++) {
                        try {
                            answer = Greeting.greet(local);
                        } catch (SctpException.Refused e) {
                            Thread.sleep(50);
                        }
                    }
                    server.join();
                    System.out.println("answer: " + answer);
                }
            }
            """;

    @TempDir
    private static Path folder;

    /** Once for all tests: on an emulated machine the compiler takes its time. */
    @BeforeAll
    static void compileAgainstTheApiAlone() throws IOException {
        compile(program(), "io.sctp"::equals);
    }

    @Test
    void shouldCompileAgainstTheApiAlone() {
        assertTrue(Files.exists(folder.resolve("Greeting.class")), "no class of the README's program");
    }

    @Test
    void shouldGreetWithTheLibraryOnTheModulePath() throws Exception {
        final boolean needsKernel = "kernel".equals(System.getProperty("io.sctp.tck.required"));
        assertTrue(!needsKernel || SctpProvider.auto().name().equals("kernel"), "the kernel's SCTP is not available");

        final Process trial = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dio.sctp.udp.port=0", // where the kernel has no SCTP
                        "--module-path",
                        modulePath(name -> name.startsWith("io.sctp")
                                || List.of("com.carrotsearch.hppc", "org.agrona")
                                        .contains(name)),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-cp",
                        folder.toString(),
                        "Trial",
                        unusedAddress().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertTrue(trial.waitFor(120, TimeUnit.SECONDS), () -> "hangs after: " + output());
        } finally {
            trial.destroyForcibly();
        }
        assertTrue(output().endsWith("answer: hello\n"), ReadmeTest::output);
        assertEquals(0, trial.exitValue(), ReadmeTest::output);
    }

    private static String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private static void compile(final String program, final Predicate<String> modules) throws IOException {
        final List<String> call = new ArrayList<>(List.of("-Xlint:all", "-Werror", "-d", folder.toString()));
        call.addAll(List.of("--module-path", modulePath(modules), "--add-modules", "ALL-MODULE-PATH"));
        call.add(source("Greeting", program));
        call.add(source("Trial", TRIAL));
        final int status =
                ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, call.toArray(String[]::new));
        assertEquals(0, status, "the compiler refuses the README's program; its reasons are above");
    }

    private static String source(final String name, final String text) throws IOException {
        return Files.writeString(folder.resolve(name + ".java"), text).toString();
    }

    private static String program() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("CHANGELOG.md"))) {
            root = root.getParent();
        }
        final Matcher block =
                Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(root.resolve("README.md")));
        assertTrue(block.find(), "the README has no program in Java");
        return block.group(1);
    }

    /** Those entries of the class path that are modules with such names. */
    private static String modulePath(final Predicate<String> names) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .filter(entry -> ModuleFinder.of(Path.of(entry)).findAll().stream()
                        .map(ModuleReference::descriptor)
                        .anyMatch(module -> names.test(module.name())))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static SctpAddress unusedAddress() throws IOException {
        try (SctpServerChannel server = SctpServerChannel.open().bind(SctpAddress.loopback(0))) {
            return server.getLocalAddress();
        }
    }
}
