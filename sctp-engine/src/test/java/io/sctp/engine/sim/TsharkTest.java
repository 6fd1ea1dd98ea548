package io.sctp.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark's view of what the engine sends. */
final class TsharkTest {
    private static final int SEEDS = 40;

    @Test
    void shouldSendNothingThatTsharkFindsMalformed(@TempDir final Path directory) throws Exception {
        assumeTrue(isInstalled(), "tshark is not installed (Debian: apt-get install tshark)");
        final PcapWriter writer = new PcapWriter();
        for (int seed = 0; seed < SEEDS; seed++) {
            Simulation.run(seed, writer);
        }
        final Path pcap = directory.resolve("simulation.pcap");
        Files.write(pcap, writer.bytes());
        final List<String> decoded = tshark(pcap, "sctp");
        assertEquals(writer.count(), decoded.size(), "packets that tshark sees as SCTP");
        assertFalse(tshark(pcap, "sctp.chunk_type == 193").isEmpty(), "no ASCONF was sent");
        assertFalse(tshark(pcap, "sctp.chunk_type == 128").isEmpty(), "no ASCONF-ACK was sent");
        assertEquals(List.of(), tshark(pcap, "_ws.malformed || sctp.checksum.status == 0"));
        assertEquals(decoded.size(), tshark(pcap, "sctp.checksum.status == 1").size(), "packets with a good checksum");
    }

    private static boolean isInstalled() {
        final String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    private static List<String> tshark(final Path pcap, final String filter) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
                        "tshark",
                        "-n",
                        "-r",
                        pcap.toString(),
                        "-d",
                        "udp.port==9899,sctp",
                        "-o",
                        "sctp.checksum:CRC-32c",
                        "-o",
                        "sctp.reassembly:FALSE",
                        "-Y",
                        filter)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), "tshark failed");
        return output.isEmpty() ? List.of() : output.lines().toList();
    }
}
