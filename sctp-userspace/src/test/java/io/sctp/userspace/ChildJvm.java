package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.userspace.config.StackConfig;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a program of the tests in a JVM of its own, with flags of its own. */
final class ChildJvm {
    private static final long PATIENCE_SECONDS = 120;

    private ChildJvm() {}

    /** With the JDK of the tests; returns what the program said. */
    static String run(final Class<?> program, final List<String> flags, final String... arguments) throws Exception {
        return run(Path.of(System.getProperty("java.home")), program, flags, arguments);
    }

    /** With any JDK; fails unless the program ends well and in time. */
    static String run(final Path jdk, final Class<?> program, final List<String> flags, final String... arguments)
            throws Exception {
        return run(jdk, 0, program, flags, arguments);
    }

    /** As above, where the program ends with another status than 0. */
    static String run(
            final Path jdk,
            final int status,
            final Class<?> program,
            final List<String> flags,
            final String... arguments)
            throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin").resolve("java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-D" + StackConfig.UDP_PORT_PROPERTY + "=0");
        command.addAll(flags);
        command.add("-cp");
        command.add(classPath());
        command.add(program.getName());
        command.addAll(List.of(arguments));
        final Path output = Files.createTempFile("child", ".txt");
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            final boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            final String said = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(ended, () -> "it did not end: " + said);
            assertEquals(status, process.exitValue(), said);
            return said;
        } finally {
            Files.delete(output);
        }
    }

    /** Of the tests, whether they were started with it or loaded by a launcher. */
    private static String classPath() {
        if (ChildJvm.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }
}
