package io.sctp.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpRelayTest {
    private static final int LONG_MS = 10_000;
    private static final int SHORT_MS = 200;

    private DatagramSocket client;
    private DatagramSocket server;
    private UdpRelay relay;

    @BeforeEach
    void open() throws IOException {
        client = socket();
        server = socket();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        if (relay != null) {
            relay.close();
            assertNull(relay.failure());
        }
    }

    private static DatagramSocket socket() throws IOException {
        final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setReceiveBufferSize(1 << 20);
        socket.setSoTimeout(LONG_MS);
        return socket;
    }

    private InetSocketAddress serverAddress() {
        return new InetSocketAddress(server.getLocalAddress(), server.getLocalPort());
    }

    private void relay(final RelayedPath path) throws IOException {
        relay = UdpRelay.to(serverAddress(), path, 1);
    }

    private static void send(final DatagramSocket from, final InetSocketAddress to, final int number, final int length)
            throws IOException {
        final byte[] bytes = new byte[length];
        ByteBuffer.wrap(bytes).putInt(number);
        from.send(new DatagramPacket(bytes, length, to));
    }

    private static int receive(final DatagramSocket at) throws IOException {
        return ByteBuffer.wrap(receivePacket(at).getData()).getInt();
    }

    private static DatagramPacket receivePacket(final DatagramSocket at) throws IOException {
        final DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        at.receive(packet);
        return packet;
    }

    private static void assertNothingComes(final DatagramSocket at) throws IOException {
        at.setSoTimeout(SHORT_MS);
        assertThrows(SocketTimeoutException.class, () -> receivePacket(at));
        at.setSoTimeout(LONG_MS);
    }

    @Test
    void shouldForwardBothWays() throws IOException {
        relay(RelayedPath.DIRECT);
        send(client, relay.clientSide(), 1, 100);
        final DatagramPacket request = receivePacket(server);
        assertEquals(100, request.getLength());
        assertEquals(relay.serverSide(), request.getSocketAddress());
        send(server, relay.serverSide(), 2, 200);
        final DatagramPacket answer = receivePacket(client);
        assertEquals(200, answer.getLength());
        assertEquals(relay.clientSide(), answer.getSocketAddress());
        assertTrue(relay.clientSide().getAddress().isLoopbackAddress());
    }

    @Test
    void shouldDelayInBothDirectionsAndKeepTheOrder() throws IOException {
        final Duration there = Duration.ofMillis(30);
        final Duration back = Duration.ofMillis(70);
        relay = UdpRelay.open(
                new UdpRelay.Setup(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        serverAddress(),
                        null,
                        RelayedPath.of(there, 0, 0),
                        RelayedPath.of(back, 0, 0),
                        1),
                UdpRelay.Observer.NONE);
        final long beginNs = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            send(client, relay.clientSide(), i, 1000);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, receive(server));
            if (i == 0) {
                assertTrue(System.nanoTime() - beginNs >= there.toNanos(), "it came early");
            }
        }
        final long answerNs = System.nanoTime();
        send(server, relay.serverSide(), 0, 1000);
        receive(client);
        assertTrue(System.nanoTime() - answerNs >= back.toNanos(), "the answer came early");
    }

    @Test
    void shouldLoseItsShareAndTheSameAgainWithTheSameSeed() throws IOException {
        final List<Integer> first = receivedThroughLoss();
        assertEquals(900, first.size(), 60);
        relay.close();
        assertEquals(first, receivedThroughLoss());
        final UdpRelay.Counts counts = relay.countsToServer();
        assertEquals(1000, counts.received());
        assertEquals(1000 - first.size(), counts.lost());
        assertEquals(first.size(), counts.forwarded());
    }

    private List<Integer> receivedThroughLoss() throws IOException {
        relay(RelayedPath.of(Duration.ZERO, 0.1, 0));
        final List<Integer> received = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            send(client, relay.clientSide(), i, 100);
            UdpRelay.Counts counts = relay.countsToServer();
            while (counts.forwarded() + counts.lost() <= i) {
                Thread.onSpinWait();
                counts = relay.countsToServer();
            }
            if (counts.forwarded() > received.size()) {
                received.add(receive(server));
            }
        }
        return received;
    }

    /** 100 packets of 1,000 bytes in 100 ms. */
    @Test
    void shouldKeepToItsRate() throws IOException {
        relay(new RelayedPath(Duration.ZERO, 0, 8_000_000, 1 << 20));
        final long beginNs = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            send(client, relay.clientSide(), i, 1000 - Bottleneck.OVERHEAD);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, receive(server));
        }
        final long tookNs = System.nanoTime() - beginNs;
        assertTrue(tookNs >= Duration.ofMillis(100).toNanos(), () -> "they took " + tookNs + " ns");
    }

    @Test
    void shouldDropWhatFindsTheQueueFull() throws IOException, InterruptedException {
        relay(new RelayedPath(Duration.ZERO, 0, 8_000, 10_000)); // a second for a packet
        for (int i = 0; i < 50; i++) {
            send(client, relay.clientSide(), i, 1000 - Bottleneck.OVERHEAD);
        }
        while (relay.countsToServer().received() < 50) {
            Thread.sleep(1);
        }
        Thread.sleep(10);
        final long dropped = relay.countsToServer().dropped();
        assertTrue(dropped >= 37 && dropped <= 39, () -> dropped + " were dropped");
    }

    @Test
    void shouldDropWhatFindsItsMemoryFull() throws IOException, InterruptedException {
        relay(RelayedPath.of(RelayedPath.MAX_DELAY, 0, 1_000_000)); // holds 4 MiB
        final int packets = 40;
        for (int i = 0; i < packets; i++) {
            send(client, relay.clientSide(), i, 60_000);
            Thread.sleep(1);
        }
        while (relay.countsToServer().received() < packets) {
            Thread.sleep(1);
        }
        assertEquals(0, relay.countsToServer().forwarded());
        assertNothingComes(server);
    }

    @Test
    void shouldTalkToTheFirstClientAlone() throws IOException {
        relay(RelayedPath.DIRECT);
        send(client, relay.clientSide(), 1, 100);
        assertEquals(1, receive(server));
        try (DatagramSocket stranger = socket()) {
            send(stranger, relay.clientSide(), 2, 100);
            send(stranger, relay.serverSide(), 3, 100);
            assertNothingComes(server);
            assertNothingComes(client);
            assertNothingComes(stranger);
        }
        assertEquals(1, relay.countsToServer().strange());
        send(client, relay.clientSide(), 4, 100);
        assertEquals(4, receive(server));
    }

    @Test
    void shouldTalkToTheClientThatWasNamed() throws IOException {
        relay = UdpRelay.open(
                new UdpRelay.Setup(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        serverAddress(),
                        new InetSocketAddress(client.getLocalAddress(), client.getLocalPort()),
                        RelayedPath.DIRECT,
                        RelayedPath.DIRECT,
                        1),
                UdpRelay.Observer.NONE);
        try (DatagramSocket stranger = socket()) {
            send(stranger, relay.clientSide(), 1, 100);
            assertNothingComes(server);
        }
        send(server, relay.serverSide(), 2, 100);
        assertEquals(2, receive(client), "the server may be first");
        send(client, relay.clientSide(), 3, 100);
        assertEquals(3, receive(server));
    }

    @Test
    void shouldGoOnAfterNobodyListened() throws IOException, InterruptedException {
        relay(RelayedPath.DIRECT);
        final InetSocketAddress address = serverAddress();
        server.close();
        for (int i = 0; i < 20; i++) {
            send(client, relay.clientSide(), i, 100);
            Thread.sleep(5);
        }
        server = new DatagramSocket(address);
        server.setSoTimeout(SHORT_MS);
        int number = -1;
        for (int i = 100; i < 120 && number < 0; i++) {
            send(client, relay.clientSide(), i, 100);
            try {
                number = receive(server);
            } catch (final SocketTimeoutException e) {
                number = -1; // refused, as of the ones before
            }
        }
        assertTrue(number >= 100, "nothing came");
        assertTrue(
                relay.countsToServer().refused() > 0,
                () -> relay.countsToServer().toString());
    }

    @Test
    void shouldShowAnObserverWhatArrives() throws IOException {
        final List<Integer> lengths = new ArrayList<>();
        relay = UdpRelay.open(
                new UdpRelay.Setup(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        serverAddress(),
                        null,
                        RelayedPath.DIRECT,
                        RelayedPath.DIRECT,
                        1),
                (isFromClient, payload) -> lengths.add(isFromClient ? payload.remaining() : -payload.remaining()));
        send(client, relay.clientSide(), 1, 100);
        receive(server);
        send(server, relay.serverSide(), 1, 200);
        receive(client);
        relay.close();
        assertEquals(List.of(100, -200), lengths);
    }

    @Test
    void shouldEndItsThreadAndFreeItsPorts() throws IOException {
        relay(RelayedPath.of(Duration.ofSeconds(5), 0, 0));
        send(client, relay.clientSide(), 1, 100);
        relay.close();
        new DatagramSocket(relay.clientSide()).close();
        new DatagramSocket(relay.serverSide()).close();
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("udp-relay")),
                "its thread lives");
    }

    @Test
    void shouldRefuseAddressesThatCannotBe() {
        final InetSocketAddress good = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        final InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
        final InetSocketAddress noPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        assertThrows(IllegalArgumentException.class, () -> setup(good, unknown, null));
        assertThrows(IllegalArgumentException.class, () -> setup(good, noPort, null));
        assertThrows(IllegalArgumentException.class, () -> setup(good, good, noPort));
        assertThrows(IllegalArgumentException.class, () -> setup(unknown, good, null));
    }

    private static UdpRelay.Setup setup(
            final InetSocketAddress bind, final InetSocketAddress server, final InetSocketAddress client) {
        return new UdpRelay.Setup(bind, server, client, RelayedPath.DIRECT, RelayedPath.DIRECT, 1);
    }
}
