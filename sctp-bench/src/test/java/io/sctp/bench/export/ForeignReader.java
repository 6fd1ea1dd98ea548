package io.sctp.bench.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of Debian's Python that others wrote. */
public final class ForeignReader {
    /** Debian's own, which has Debian's modules. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final int SECONDS = 60;

    private ForeignReader() {}

    /** Whether Debian's Python has these modules. */
    public static boolean has(final String modules) throws IOException, InterruptedException {
        return Files.isExecutable(PYTHON)
                && run(List.of("-c", "import " + modules)).status() == 0;
    }

    /** What a script prints. */
    public static String output(final String script, final String... arguments)
            throws IOException, InterruptedException {
        final List<String> all = new ArrayList<>(List.of("-c", script));
        all.addAll(List.of(arguments));
        final Ended ended = run(all);
        assertEquals(0, ended.status(), ended::output);
        return ended.output();
    }

    private record Ended(int status, String output) {}

    private static Ended run(final List<String> arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
        command.addAll(arguments);
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "Python does not end");
        return new Ended(process.exitValue(), output);
    }
}
