package io.sctp.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes an image of the JDK's modules and ours with {@code jlink}, one for each provider, and runs a program in it. */
@Timeout(180)
final class ImageTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @Test
    void shouldRunOnAnImageWithTheUserspaceProvider() throws Exception {
        assertEquals("hello", run("userspace", link("io.sctp.userspace")));
    }

    @Test
    void shouldRunOnAnImageWithTheKernelProvider() throws Exception {
        final String output = run("kernel", link("io.sctp.jni"));
        assertTrue(List.of("hello", "not available here").contains(output), output);
    }

    private Path link(final String module) {
        final Path image = folder.resolve(module);
        final StringWriter output = new StringWriter();
        final int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        new PrintWriter(output, true),
                        new PrintWriter(output, true),
                        "--module-path",
                        CLASS_PATH,
                        "--add-modules",
                        module,
                        "--output",
                        image.toString());
        assertEquals(0, status, output::toString);
        return image;
    }

    private String run(final String provider, final Path image) throws Exception {
        final File output = folder.resolve("output").toFile();
        final Process process = new ProcessBuilder(
                        image.resolve("bin/java").toString(),
                        "-Dio.sctp.provider=" + provider,
                        "-Dio.sctp.udp.port=0",
                        "-cp",
                        programs(),
                        ImageProgram.class.getName(),
                        provider)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        process.waitFor();
        return Files.readString(output.toPath()).strip();
    }

    /** The folders with the examples and their tests; all else is in the image. */
    private static String programs() {
        return String.join(
                File.pathSeparator,
                List.of(CLASS_PATH.split(File.pathSeparator)).stream()
                        .filter(entry -> entry.contains("sctp-examples"))
                        .toList());
    }
}
