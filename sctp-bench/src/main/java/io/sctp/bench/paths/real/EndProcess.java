package io.sctp.bench.paths.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One end in its own process. It ends when it is closed, or with this JVM. */
final class EndProcess implements AutoCloseable {
    private static final String READY = "ready";
    private static final String RECEIVED = "received ";
    /** It makes no difference where there is always more to send. */
    private static final String NAGLE = "0";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final long KILL_AFTER_SECONDS = 5;

    private final EndKind kind;
    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private EndProcess(final EndKind kind, final Process process, final Path errors) {
        this.kind = kind;
        this.process = process;
        this.errors = errors;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What a receiver reports. */
    record Received(long bytes, long nanos) {
        double bytesPerSecond() {
            return bytes * 1e9 / nanos;
        }
    }

    static Path program(final Path folder) {
        return folder.resolve("usrsctp-end");
    }

    static EndProcess receiver(final RealPlan plan, final EndKind kind, final int ownUdp, final int peerUdp)
            throws IOException {
        final List<String> command = command(plan, kind, "receive", ownUdp, peerUdp);
        command.add(Long.toString(plan.warmUp().toMillis()));
        command.add(Long.toString(plan.duration().toMillis()));
        return start(kind, command);
    }

    static EndProcess sender(final RealPlan plan, final EndKind kind, final int ownUdp, final int peerUdp)
            throws IOException {
        return start(kind, command(plan, kind, "send", ownUdp, peerUdp));
    }

    private static List<String> command(
            final RealPlan plan, final EndKind kind, final String role, final int ownUdp, final int peerUdp) {
        final List<String> command = new ArrayList<>();
        if (kind == EndKind.OURS) {
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    EndMain.class.getName()));
        } else {
            command.add(program(plan.programs()).toString());
        }
        command.addAll(
                List.of(role, Integer.toString(ownUdp), Integer.toString(peerUdp), Integer.toString(plan.size())));
        if (kind == EndKind.OURS) {
            command.add(
                    plan.controller() == null
                            ? EndMain.DEFAULT
                            : plan.controller().name());
        } else {
            command.addAll(List.of(Integer.toString(plan.usrsctpBufferBytes()), NAGLE));
        }
        return command;
    }

    private static EndProcess start(final EndKind kind, final List<String> command) throws IOException {
        final Path errors = Files.createTempFile("end", ".err");
        try {
            final Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            return new EndProcess(kind, process, errors);
        } catch (final IOException e) {
            Files.deleteIfExists(errors);
            throw e;
        }
    }

    /** Waits until it listens, or is about to connect. */
    void awaitReady() throws IOException, InterruptedException {
        lineWith(READY, START_LIMIT);
    }

    /** Waits until it has counted the messages. */
    Received awaitReceived(final Duration limit) throws IOException, InterruptedException {
        final String[] fields = lineWith(RECEIVED, limit).split(" ", -1);
        return new Received(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    private String lineWith(final String beginning, final Duration limit) throws IOException, InterruptedException {
        final FutureTask<String> reading = new FutureTask<>(() -> {
            String line = output.readLine();
            while (line != null && !line.startsWith(beginning)) {
                line = output.readLine();
            }
            return line;
        });
        final Thread reader = new Thread(reading, "end-output");
        reader.setDaemon(true);
        reader.start();
        try {
            final String line = reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new IOException(
                        kind.label() + " ended: " + Files.readString(errors).strip());
            }
            return line;
        } catch (final ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (final TimeoutException e) {
            throw new IOException(
                    kind.label() + " did not say '" + beginning.strip() + "' within " + limit.toSeconds() + " s: "
                            + Files.readString(errors).strip(),
                    e);
        }
    }

    /** Returns the processor time that it has used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        boolean isInterrupted = false;
        try {
            if (!process.waitFor(KILL_AFTER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (final InterruptedException e) {
            isInterrupted = true;
            process.destroyForcibly();
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
    }
}
