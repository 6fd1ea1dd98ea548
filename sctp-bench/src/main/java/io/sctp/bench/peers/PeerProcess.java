package io.sctp.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures each run in a separate process: a JVM for a Java peer, a program for a C peer.
 *
 * @param provider the provider of this library's own peers
 * @param programs the folder of the C programs
 * @param warmUp time of the same work before the measurement in each process
 * @param duration approximate time of the measurement
 * @param grace extra time that a process may take
 */
record PeerProcess(String provider, Path programs, Duration warmUp, Duration duration, Duration grace) {
    /** The exit status with which a process reports that its peer is not available on this machine. */
    static final int STATUS_UNAVAILABLE = 69;

    /** Usual extra time of a process: start, compilation, rounds that exceed the warm-up. */
    static final Duration GRACE = Duration.ofMinutes(2);

    /** The maximum duration as a multiple of the planned one. */
    private static final int MAX_STRETCH = 5;

    private static final int FIRST_JDK_THAT_ASKS = 22;

    /** A peer that cannot be measured on this machine. */
    static final class Unavailable extends IOException {
        private static final long serialVersionUID = 1L;

        Unavailable(final String reason) {
            super(reason);
        }
    }

    /**
     * Runs one process to its end.
     *
     * @throws Unavailable if the machine lacks what it needs
     * @throws IOException if it failed or did not end; the message contains its output
     */
    List<Round> run(final Cell cell) throws IOException, InterruptedException {
        final Path output = Files.createTempFile("peer", ".out");
        final Path errors = Files.createTempFile("peer", ".err");
        try {
            final Process process = new ProcessBuilder(command(cell))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            final long limitMs =
                    warmUp.plus(duration).multipliedBy(MAX_STRETCH).plus(grace).toMillis();
            final Thread killer = new Thread(process::destroyForcibly, "peer-stop");
            Runtime.getRuntime().addShutdownHook(killer); // otherwise it would survive Ctrl-C
            final boolean ended;
            try {
                ended = process.waitFor(limitMs, TimeUnit.MILLISECONDS);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                removeHook(killer);
            }
            final String said = Files.readString(errors).strip();
            if (!ended) {
                throw new IOException(
                        "it hung, and was ended after " + limitMs + " ms" + (said.isEmpty() ? "" : ": " + said));
            }
            if (process.exitValue() == STATUS_UNAVAILABLE) {
                throw new Unavailable(said);
            }
            final List<Round> rounds = Files.readAllLines(output).stream()
                    .filter(Round::isRound)
                    .map(Round::parse)
                    .toList();
            if (process.exitValue() != 0 || rounds.stream().noneMatch(Round::measured)) {
                throw new IOException(
                        "it ended with status " + process.exitValue() + (said.isEmpty() ? "" : ": " + said));
            }
            return rounds;
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    private static void removeHook(final Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            return; // it is running
        }
    }

    private List<String> command(final Cell cell) throws Unavailable {
        final List<String> command = new ArrayList<>();
        if (cell.kind().program() == null) {
            command.addAll(jvm());
        } else {
            final Path program = programs.resolve(cell.kind().program());
            if (!Files.isExecutable(program)) {
                throw new Unavailable(program + " is not there: " + cell.kind().whyMissing());
            }
            command.add(program.toString());
        }
        command.addAll(List.of(
                cell.kind().label(),
                cell.mode().label(),
                Integer.toString(cell.traffic().size()),
                Long.toString(warmUp.toMillis()),
                Long.toString(duration.toMillis()),
                Integer.toString(cell.traffic().batch()),
                Integer.toString(cell.traffic().associations()),
                Integer.toString(cell.traffic().streams()),
                provider));
        return command;
    }

    private static List<String> jvm() {
        final List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerMain.class.getName()));
        return command;
    }

    /** Returns the flags of a measuring JVM, for the result. */
    static List<String> jvmFlags() {
        final List<String> flags = new ArrayList<>(List.of(
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Djava.net.preferIPv4Stack=true")); // as in the C programs: all open IPv4 sockets
        if (Runtime.version().feature() >= FIRST_JDK_THAT_ASKS) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }
}
