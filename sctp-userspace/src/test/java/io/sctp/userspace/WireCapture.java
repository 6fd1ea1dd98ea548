package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What goes over the loopback interface in UDP, caught by Wireshark's dumpcap and read by its tshark. */
final class WireCapture implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    /** Not wrong: what a peer without a processor for a while does not acknowledge is sent again. */
    private static final String SENT_AGAIN = "Retransmitted TSN";

    private final Path file;
    private final Process dumpcap;

    /**
     * A packet as tshark sees it.
     *
     * @param complaint what it finds wrong with it; empty if nothing
     */
    record Packet(int from, int to, boolean goodChecksum, String complaint) {}

    private WireCapture(final Path file, final Process dumpcap) {
        this.file = file;
        this.dumpcap = dumpcap;
    }

    /** Whether both programs are here. */
    static boolean isInstalled() {
        final String path = System.getenv().getOrDefault("PATH", "");
        return List.of("dumpcap", "tshark").stream()
                .allMatch(program -> Arrays.stream(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    /** Begins to capture; returns when packets are being caught. */
    static WireCapture start(final Path file) throws IOException {
        final Process process = new ProcessBuilder("dumpcap", "-q", "-i", "lo", "-f", "udp", "-w", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        final WireCapture capture = new WireCapture(file, process);
        capture.catchAMarker();
        return capture;
    }

    /** Sends datagrams to nobody until the file holds one of them, and with it what was sent before. */
    private void catchAMarker() throws IOException {
        final long beginNs = System.nanoTime();
        final long alreadyCaught = Files.exists(file) ? Files.size(file) : 0;
        final byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket marker = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            while (!holds(content, alreadyCaught)) {
                assertTrue(dumpcap.isAlive(), "dumpcap cannot capture; it needs to be run as root");
                assertTrue(System.nanoTime() - beginNs < PATIENCE_NS, "dumpcap catches nothing");
                marker.send(new DatagramPacket(
                        content, content.length, InetAddress.getLoopbackAddress(), marker.getLocalPort()));
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }

    private boolean holds(final byte[] content, final long from) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (InputStream caught = Files.newInputStream(file)) {
            caught.skipNBytes(from);
            final String bytes = new String(caught.readAllBytes(), StandardCharsets.ISO_8859_1);
            return bytes.contains(new String(content, StandardCharsets.ISO_8859_1));
        }
    }

    /** Ends the capture, and has tshark read what went to or from UDP ports as SCTP. */
    List<Packet> packets(final List<Integer> udpPorts) throws IOException, InterruptedException {
        catchAMarker();
        close();
        final List<String> command = new ArrayList<>(List.of(
                "tshark", "-n", "-r", file.toString(), "-o", "sctp.checksum:CRC-32c", "-o", "sctp.reassembly:FALSE"));
        for (final int port : udpPorts) {
            command.addAll(List.of("-d", "udp.port==" + port + ",sctp"));
        }
        command.addAll(List.of("-Y", "sctp", "-T", "fields"));
        for (final String field :
                List.of("udp.srcport", "udp.dstport", "sctp.checksum.status", "_ws.malformed", "_ws.expert.message")) {
            command.addAll(List.of("-e", field));
        }
        final Process tshark = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        final String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tshark.waitFor(), "tshark failed");
        return output.lines().map(WireCapture::packet).toList();
    }

    private static Packet packet(final String line) {
        final String[] fields = line.split("\t", -1);
        return new Packet(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                "1".equals(fields[2]),
                (fields[3] + " " + complaints(fields[4])).strip());
    }

    private static String complaints(final String notes) {
        return Arrays.stream(notes.split(",", -1))
                .filter(note -> !note.equals(SENT_AGAIN))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() throws IOException {
        dumpcap.destroy();
        try {
            assertTrue(dumpcap.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS), "dumpcap does not end");
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }
}
