package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages between the engine and usrsctp, both ways. */
class UsrsctpInteropTest extends UsrsctpTck {
    private static final int SINK = 5001;
    private static final int LONGEST = 256 * 1024;
    private static final int MANY = 20;
    private static final int STREAMS = 10;
    private static final byte SACK = 3;
    private static final byte COOKIE_ACK = 11;

    /** The example programs read up to 10,240 bytes at a time. */
    private static final int[] SIZES = {1, 2, 3, 100, 1_000, 1_400, 1_452, 2_000, 5_000, 10_000};

    /** No protocol is assigned to these, so tshark does not look for one in the messages. */
    private static final int UNASSIGNED_PPIDS = 0x7000_0000;

    @Test
    void shouldExchangeMessagesWithAServer() throws Exception {
        final int udpPort = freeUdpPort();
        start("echo_server", udpPort, 0);
        final SctpChannel client = connect(udpPort, ECHO);
        final int messages = STREAMS * SIZES.length;
        final FutureTask<Void> sending = background(() -> {
            for (int i = 0; i < messages; i++) {
                client.send(
                        ByteBuffer.wrap(content(i)),
                        new SendInfo().stream(i % STREAMS).ppid(UNASSIGNED_PPIDS + i),
                        LONG);
            }
            return null;
        });
        final int[] next = new int[STREAMS];
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < messages; i++) {
            final byte[] received = receiveBytes(client, info);
            final int expected = STREAMS * next[info.stream()]++ + info.stream();
            assertEquals(UNASSIGNED_PPIDS + expected, info.ppid(), "on stream " + info.stream());
            assertArrayEquals(content(expected), received);
        }
        result(sending);
        client.shutdown();
        awaitEndOfStream(client);
    }

    @Test
    void shouldExchangeMessagesWithAClientThatShutsDown() throws Exception {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        listener.bind(SctpAddress.parse("127.0.0.1:0"));
        final Process program = startTalking(
                "client", "127.0.0.1", listener.getLocalAddress().port(), "0", freeUdpPort(), ownUdpPort());
        final SctpChannel server = closing(listener.accept(LONG));
        final OutputStream toClient = program.getOutputStream();
        final BufferedReader fromClient = program.inputReader(StandardCharsets.UTF_8);
        for (final String line : List.of("one", "another", "x".repeat(70))) {
            toClient.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            toClient.flush();
            assertEquals(line + "\n", receive(server));
            send(server, "echo of " + line + "\n");
            final FutureTask<String> printed = background(() -> firstLineWith("echo of", fromClient));
            assertEquals("echo of " + line, result(printed));
        }
        toClient.close();
        awaitEndOfStream(server);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_400, 8_000, 65_536, LONGEST})
    void shouldReceiveMessagesOfUpTo256KiBFromAClient(final int size) throws Exception {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        listener.bind(SctpAddress.parse("127.0.0.1:0"));
        start(
                "tsctp",
                "-E",
                freeUdpPort(),
                "-U",
                ownUdpPort(),
                "-p",
                listener.getLocalAddress().port(),
                "-l",
                size,
                "-n",
                MANY,
                "127.0.0.1");
        final SctpChannel server = closing(listener.accept(LONG));
        for (int i = 0; i < MANY; i++) {
            assertEquals(size, receiveBytes(server, new ReceiveInfo()).length, "message " + i);
        }
        awaitEndOfStream(server);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_400, 8_000, 65_536, LONGEST})
    void shouldSendMessagesOfUpTo256KiBToAServer(final int size) throws Exception {
        final int udpPort = freeUdpPort();
        start("tsctp", "-E", udpPort, "-p", SINK);
        final SctpChannel client = connect(udpPort, SINK);
        for (int i = 0; i < MANY; i++) {
            client.send(ByteBuffer.wrap(pattern(size)), null, LONG);
        }
        client.shutdown(); // ends when the peer has acknowledged every message
        awaitEndOfStream(client);
    }

    /** The server answers as it was asked: out of order what came so. */
    @Test
    void shouldExchangeUnorderedMessagesWithAServer() throws Exception {
        final int udpPort = freeUdpPort();
        start("echo_server", udpPort, 0);
        final SctpChannel client = connect(udpPort, ECHO);
        final Set<String> expected = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            final String text = i + " " + "x".repeat(SIZES[i % SIZES.length]);
            expected.add(text);
            send(client, text, new SendInfo().stream(i % STREAMS).unordered(true));
        }
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < MANY; i++) {
            assertTrue(expected.remove(new String(receiveBytes(client, info), StandardCharsets.UTF_8)));
            assertTrue(info.unordered(), "came in order");
        }
        client.shutdown();
        awaitEndOfStream(client);
    }

    @Test
    void shouldReceiveUnorderedMessagesFromAClient() throws Exception {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        listener.bind(SctpAddress.parse("127.0.0.1:0"));
        start(
                "tsctp",
                "-u",
                "-E",
                freeUdpPort(),
                "-U",
                ownUdpPort(),
                "-p",
                listener.getLocalAddress().port(),
                "-l",
                5_000,
                "-n",
                MANY,
                "127.0.0.1");
        final SctpChannel server = closing(listener.accept(LONG));
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < MANY; i++) {
            assertEquals(5_000, receiveBytes(server, info).length, "message " + i);
            assertTrue(info.unordered(), "came in order");
        }
        awaitEndOfStream(server);
    }

    @Test
    void shouldSendNothingThatTsharkFindsWrong(@TempDir final Path folder) throws Exception {
        final boolean isInstalled = WireCapture.isInstalled();
        assertTrue(isInstalled || !isRequired(), "tshark and dumpcap are not here; install the package tshark");
        assumeTrue(isInstalled, "tshark is not installed (Debian: apt-get install tshark)");
        assumeTrue(isRequired() || "root".equals(System.getProperty("user.name")), "only root may capture packets");
        sendPacketsOneByOne();
        try (WireCapture capture = WireCapture.start(folder.resolve("wire.pcapng"));
                DatagramSocket wrong = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            shouldExchangeMessagesWithAServer();
            shouldExchangeMessagesWithAClientThatShutsDown();
            // So that it shows whether tshark finds what is wrong.
            final byte[] badChecksum = {0, 7, 0, 8, 0, 0, 0, 1, 1, 2, 3, 4, COOKIE_ACK, 0, 0, 4};
            wrong.send(new DatagramPacket(
                    badChecksum, badChecksum.length, InetAddress.getLoopbackAddress(), peersUdpPorts.get(0)));
            final byte[] cutShort = {0, 7, 0, 8, 0, 0, 0, 1, 1, 2, 3, 4, SACK, 0, 0, 16, 0, 0};
            wrong.send(new DatagramPacket(
                    cutShort, cutShort.length, InetAddress.getLoopbackAddress(), peersUdpPorts.get(0)));
            final List<WireCapture.Packet> packets = capture.packets(peersUdpPorts);
            final List<WireCapture.Packet> ours = packets.stream()
                    .filter(packet -> peersUdpPorts.contains(packet.to()) && packet.from() != wrong.getLocalPort())
                    .toList();
            assertTrue(ours.size() > STREAMS * SIZES.length, () -> "only " + ours.size() + " packets were caught");
            assertEquals(
                    List.of(),
                    ours.stream()
                            .filter(packet -> !packet.goodChecksum()
                                    || !packet.complaint().isEmpty())
                            .toList());
            final List<WireCapture.Packet> planted = packets.stream()
                    .filter(packet -> packet.from() == wrong.getLocalPort())
                    .toList();
            assertEquals(2, planted.size(), () -> "what was planted, as it was seen: " + planted);
            assertTrue(planted.get(0).complaint().contains("checksum"), planted::toString);
            assertTrue(planted.get(1).complaint().contains("Malformed"), planted::toString);
        }
    }

    private static byte[] content(final int number) {
        final byte[] content = pattern(SIZES[number / STREAMS]);
        content[0] = (byte) number;
        return content;
    }
}
