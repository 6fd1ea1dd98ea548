package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpServerChannel;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.userspace.config.StackConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long an answer to a stranger may be, told by a system property to a JVM of its own. */
class AmplificationPropertyTest {
    private static final int SMALLEST = PacketHeader.LENGTH + InitChunk.FIXED_LENGTH;
    private static final int WAIT_MS = 1000;

    @Test
    void shouldAnswerAShortInitByALongerPacketUnlessForbidden() throws Exception {
        assertEquals("84 bytes answer 32; connected", run("3"));
    }

    @Test
    void shouldAnswerNoInitByALongerPacketWhereForbidden() throws Exception {
        assertEquals("0 bytes answer 32; connected", run("1"));
    }

    @Test
    void shouldNameAValueThatCannotBe() throws Exception {
        final String said = run("4");
        assertTrue(said.contains(StackProperties.MAX_AMPLIFICATION), said);
    }

    private static String run(final String value) throws Exception {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + StackProperties.MAX_AMPLIFICATION + "=" + value,
                        "-D" + StackConfig.UDP_PORT_PROPERTY + "=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AmplificationPropertyTest.class.getName())
                .redirectErrorStream(true)
                .start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    /** Sends the smallest INIT there is to a channel that listens, and then connects to it as usual. */
    public static void main(final String[] arguments) throws IOException {
        try (SctpServerChannel server = UserspaceTck.PROVIDER.openServerChannel(null);
                SctpChannel client = UserspaceTck.PROVIDER.openChannel(null)) {
            server.bind(SctpAddress.loopback(0));
            final int answer = ask(
                    UserspaceTck.stack().listening().first().udpPort(),
                    server.getLocalAddress().port());
            client.connect(server.getLocalAddress(), Duration.ofSeconds(20));
            System.out.println(answer + " bytes answer " + SMALLEST + "; connected");
        }
    }

    private static int ask(final int udpPort, final int port) throws IOException {
        final ByteBuffer init = ByteBuffer.allocateDirect(SMALLEST);
        PacketHeader.write(init, 0, port, port, 0);
        InitChunk.writeFixed(init, PacketHeader.LENGTH, 99, 100_000, 10, 10, 1);
        Chunk.write(init, PacketHeader.LENGTH, ChunkType.INIT, 0, InitChunk.FIXED_LENGTH);
        new Checksum().write(init, 0, SMALLEST);
        final byte[] bytes = new byte[SMALLEST];
        init.get(bytes);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(WAIT_MS);
            socket.send(new DatagramPacket(bytes, SMALLEST, InetAddress.getLoopbackAddress(), udpPort));
            final DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
            socket.receive(answer);
            return answer.getLength();
        } catch (final SocketTimeoutException e) {
            return 0;
        }
    }
}
