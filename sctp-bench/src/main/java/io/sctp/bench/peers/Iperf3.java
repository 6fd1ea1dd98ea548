package io.sctp.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * iperf3 over the kernel's SCTP, one way: a yardstick that others know. Its intervals are the rounds, with the messages
 * that its sender counts; each of its writes is a message.
 */
final class Iperf3 {
    private static final String PROGRAM = "iperf3";
    private static final String ADDRESS = "127.0.0.1";
    /** iperf3 has no shorter ones. */
    private static final String INTERVAL_SECONDS = "0.1";

    private static final int TRIES = 50;
    private static final long PAUSE_MS = 100;
    private static final long END_SECONDS = 10;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private Iperf3() {}

    /**
     * Measures.
     *
     * @param warmUp rounded up to whole seconds, as is the duration
     * @throws PeerProcess.Unavailable if it is not installed, or the kernel has no SCTP
     */
    static List<Round> run(final int messageBytes, final Duration warmUp, final Duration duration)
            throws IOException, InterruptedException {
        final String port = Integer.toString(freePort());
        final Process server = start(List.of(PROGRAM, "-s", "-1", "-B", ADDRESS, "-p", port));
        try {
            final List<String> client = List.of(
                    PROGRAM,
                    "--sctp",
                    "--json",
                    "--no-delay",
                    "-c",
                    ADDRESS,
                    "-p",
                    port,
                    "-l",
                    Integer.toString(messageBytes),
                    "-O",
                    seconds(warmUp),
                    "-t",
                    seconds(duration),
                    "-i",
                    INTERVAL_SECONDS);
            for (int i = 0; i < TRIES; i++) {
                final JsonNode report = new ObjectMapper().readTree(output(start(client)));
                if (!report.path("error").asText().contains("Connection refused")) {
                    return rounds(report, messageBytes);
                }
                Thread.sleep(PAUSE_MS); // the server does not listen yet
            }
            throw new IOException("the server of " + PROGRAM + " does not listen");
        } finally {
            server.destroy();
            if (!server.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    /** The rounds of a report; processor time is that of both ends, which iperf3 tells for the whole measurement. */
    static List<Round> rounds(final JsonNode report, final int messageBytes) throws IOException {
        final String error = report.path("error").asText();
        if (error.contains("rotocol not supported")) {
            throw new PeerProcess.Unavailable(error);
        }
        if (!error.isEmpty() || !report.path("intervals").isArray()) {
            throw new IOException(PROGRAM + ": " + (error.isEmpty() ? "no intervals in its report" : error));
        }
        final JsonNode use = report.path("end").path("cpu_utilization_percent");
        final double processors =
                (use.path("host_total").asDouble() + use.path("remote_total").asDouble()) / PERCENT;
        final List<Round> rounds = new ArrayList<>();
        for (final JsonNode interval : report.path("intervals")) {
            final JsonNode sum = interval.path("sum");
            final double nanos = sum.path("seconds").asDouble() * NANOS_PER_SECOND;
            rounds.add(new Round(
                    !sum.path("omitted").asBoolean(),
                    sum.path("bytes").asLong() / messageBytes,
                    Math.round(nanos),
                    Math.round(nanos * processors),
                    -1));
        }
        return rounds;
    }

    private static Process start(final List<String> command) throws PeerProcess.Unavailable {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (final IOException e) {
            throw new PeerProcess.Unavailable(
                    PROGRAM + " does not start, from Debian's package of that name: " + e.getMessage());
        }
    }

    private static String output(final Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String seconds(final Duration duration) {
        return Long.toString(Math.max(1, (duration.toMillis() + 999) / 1_000));
    }

    /** Free for TCP, by which its two ends talk about the test. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
