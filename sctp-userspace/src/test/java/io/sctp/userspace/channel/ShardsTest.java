package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.engine.config.EngineConfig;
import io.sctp.option.InitParameters;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpIo;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.UserspaceTck;
import io.sctp.userspace.WirePeer;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.DriverParts;
import io.sctp.userspace.driver.MisroutedPackets;
import io.sctp.userspace.driver.Shards;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several drivers listen at one UDP port; the module's tests run with three. */
class ShardsTest extends Tck {
    private static final int CHANNELS = 24;
    private static final int MESSAGES = 60;
    private static final int STREAMS = 4;
    private static final int BUFFER_BYTES = 1 << 16;

    private static int lastPeerPort;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private static Shards shards() {
        return UserspaceTck.stack().listening();
    }

    private SctpServerChannel serverAt(final int port) throws IOException {
        final SctpServerChannel server = closing(provider().openServerChannel(null));
        server.subscribe(NotificationType.ASSOCIATION_CHANGE);
        return server.bind(SctpAddress.loopback(port));
    }

    private static Driver driverOf(final SctpMessageChannel channel) {
        return ((UserspaceEndpoint) channel).driver();
    }

    /**
     * A port of the peer's, used once, for which an association with a server belongs to another driver than the first.
     */
    private static int peerPortOfAnother(final SctpServerChannel server) throws IOException {
        do {
            lastPeerPort++;
        } while (shards().of(lastPeerPort, server.getLocalAddress().port()).equals(shards().first()));
        return lastPeerPort;
    }

    private static String message(final SctpMessageChannel channel) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(200);
        assertTrue(channel.receive(buffer, new ReceiveInfo(), LONG) >= 0, "no message");
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    private static void assertChange(final SctpMessageChannel channel, final AssociationTransition expected)
            throws IOException {
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals(SctpMessageChannel.NOTIFICATION, channel.receive(ByteBuffer.allocate(200), info, LONG));
        final var change = assertInstanceOf(SctpNotification.AssociationChange.class, info.notification());
        assertEquals(expected, change.change());
    }

    @Test
    void shouldSpreadAssociationsAndKeepEachInOrder() throws IOException {
        final SctpServerChannel server = serverAt(0);
        final List<SctpChannel> clients = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            final SctpChannel client = closing(provider().openChannel(null));
            client.connect(server.getLocalAddress(), LONG);
            clients.add(client);
        }
        for (int i = 0; i < MESSAGES; i++) {
            for (final SctpChannel client : clients) {
                final String text = client.getLocalAddress().port() + " " + i;
                client.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), new SendInfo().stream(i % STREAMS));
            }
        }
        final Set<Driver> drivers = new HashSet<>();
        final Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < CHANNELS; i++) {
            final SctpChannel accepted = closing(server.accept(LONG));
            assertChange(accepted, AssociationTransition.UP);
            final int port = accepted.getRemoteAddress().port();
            assertEquals(shards().of(port, server.getLocalAddress().port()), driverOf(accepted));
            drivers.add(driverOf(accepted));
            ids.add(accepted.association().id());
            receiveAll(accepted, port);
        }
        assertEquals(shards().drivers().size(), drivers.size());
        assertEquals(3, drivers.size());
        assertEquals(CHANNELS, ids.size(), "associations with numbers of their own");
        assertEquals(3, clients.stream().map(ShardsTest::driverOf).distinct().count(), "drivers that connect");
    }

    private static void receiveAll(final SctpChannel channel, final int port) throws IOException {
        final Map<Integer, Integer> lastOfStream = new HashMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            final ReceiveInfo info = new ReceiveInfo();
            final ByteBuffer buffer = ByteBuffer.allocate(200);
            assertTrue(channel.receive(buffer, info, LONG) > 0);
            final String[] parts =
                    StandardCharsets.UTF_8.decode(buffer.flip()).toString().split(" ", 2);
            assertEquals(Integer.toString(port), parts[0]);
            final int number = Integer.parseInt(parts[1]);
            assertEquals(info.stream(), number % STREAMS);
            final Integer last = lastOfStream.put(info.stream(), number);
            assertEquals(last == null ? info.stream() : last + STREAMS, number);
        }
    }

    @Test
    void shouldGiveAllDriversTheSettingsOfAListener() throws IOException {
        final SctpServerChannel server = serverAt(0);
        server.setOption(SctpOptions.INITMSG, new InitParameters(5, 5, 0, Duration.ZERO));
        server.unsubscribe(NotificationType.ASSOCIATION_CHANGE);
        final Set<Driver> drivers = new HashSet<>();
        while (drivers.size() < shards().drivers().size()) {
            final SctpChannel client = closing(provider().openChannel(null));
            client.connect(server.getLocalAddress(), LONG);
            final SctpChannel accepted = closing(server.accept(LONG));
            assertEquals(5, accepted.association().status().outboundStreams());
            assertFalse(accepted.isSubscribed(NotificationType.ASSOCIATION_CHANGE));
            drivers.add(driverOf(accepted));
        }
        server.close();
        for (int i = 0; i < CHANNELS; i++) {
            final SctpChannel client = closing(provider().openChannel(null));
            assertThrows(SctpException.class, () -> client.connect(SctpAddress.loopback(portOf(server)), LONG));
        }
    }

    private static int portOf(final SctpServerChannel closed) {
        return ((UserspaceEndpoint) closed).port();
    }

    /** Each time from the listener's port to a port whose packets come to another driver than those of the last. */
    @Test
    void shouldConnectAnAcceptedChannelAgainWhereverItsPeersPacketsCome() throws IOException {
        final SctpServerChannel server = serverAt(0);
        final int port = server.getLocalAddress().port();
        final SctpChannel client = closing(provider().openChannel(null));
        client.connect(server.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(server.accept(LONG));
        client.association().abort();
        assertChange(accepted, AssociationTransition.UP);
        assertChange(accepted, AssociationTransition.LOST);
        for (int i = 0; i < CHANNELS; i++) {
            final SctpServerChannel other = serverAt(0);
            final SctpAddress nobody = other.getLocalAddress();
            accepted.connect(nobody, LONG);
            assertEquals(shards().of(nobody.port(), port), driverOf(accepted));
            assertChange(accepted, AssociationTransition.UP);
            closing(other.accept(LONG)).association().abort();
            assertChange(accepted, AssociationTransition.LOST);
            other.close();
            assertThrows(SctpException.Refused.class, () -> accepted.connect(nobody, LONG));
        }
    }

    @Test
    void shouldKnowAPeerThatRestarts() throws IOException {
        final SctpServerChannel server = serverAt(0);
        final int port = peerPortOfAnother(server);
        try (UdpSocket wire = UdpIo.ofProperty().open(0, BUFFER_BYTES);
                UdpSocket elsewhere = UdpIo.ofProperty().open(0, BUFFER_BYTES)) {
            new WirePeer(wire, server, port, 1).send("old");
            final SctpChannel accepted = closing(server.accept(LONG));
            assertChange(accepted, AssociationTransition.UP);
            assertEquals("old", message(accepted));
            new WirePeer(wire, server, port, 2).send("new");
            assertChange(accepted, AssociationTransition.RESTARTED);
            assertEquals("new", message(accepted));
            server.configureBlocking(false);
            assertNull(server.accept(), "a second association");
            server.configureBlocking(true);
            // Behind another UDP port is another peer (RFC 6951), which does not hurt the first.
            new WirePeer(elsewhere, server, port, 3).send("another's");
            final SctpChannel other = closing(server.accept(LONG));
            assertChange(other, AssociationTransition.UP);
            assertEquals("another's", message(other));
            accepted.configureBlocking(false);
            assertEquals(
                    SctpMessageChannel.WOULD_BLOCK,
                    accepted.receive(ByteBuffer.allocate(200), new ReceiveInfo()),
                    "what the first is told");
        }
    }

    @Test
    void shouldHandOverWhatGoesAstray() throws IOException {
        final SctpServerChannel server = serverAt(0);
        final int port = peerPortOfAnother(server);
        final Driver right = shards().of(port, server.getLocalAddress().port());
        final long before = right.misrouted().handedOver();
        try (UdpSocket wire = UdpIo.ofProperty().open(0, BUFFER_BYTES)) {
            final WirePeer peer = new WirePeer(wire, server, port, 1);
            peer.joinTo(firstDriversPorts());
            peer.send("one", "two", "three");
            final SctpChannel accepted = closing(server.accept(LONG));
            assertEquals(right, driverOf(accepted));
            assertChange(accepted, AssociationTransition.UP);
            assertEquals("one", message(accepted));
            assertEquals("two", message(accepted));
            assertEquals("three", message(accepted));
        }
        assertTrue(right.misrouted().handedOver() - before >= 2, "INIT, and COOKIE ECHO with data");
    }

    private static int firstDriversPorts() {
        int ports = 1 << 16 | 1;
        while (!shards().of(ports).equals(shards().first())) {
            ports++;
        }
        return ports;
    }

    @Test
    void shouldKeepTheAssociationsOfOneToManyChannelsTogether() throws IOException {
        final SctpMultiChannel chosen = closing(provider().openMultiChannel(null));
        chosen.bind(SctpAddress.loopback(21_000));
        final SctpMultiChannel any = closing(provider().openMultiChannel(null));
        any.bind(SctpAddress.loopback(0));
        final long before = handedOver();
        for (final SctpMultiChannel channel : List.of(chosen, any)) {
            for (int i = 0; i < CHANNELS; i++) {
                final SctpChannel client = closing(provider().openChannel(null));
                client.connect(channel.getLocalAddress(), LONG);
                client.send(ByteBuffer.wrap(new byte[] {'m'}), null);
            }
            for (int i = 0; i < CHANNELS; i++) {
                assertEquals("m", message(channel));
            }
            assertEquals(CHANNELS, channel.associations().size());
        }
        assertEquals(before, handedOver(), "packets that the system steered wrong");
    }

    private static long handedOver() {
        return shards().drivers().stream()
                .mapToLong(driver -> driver.misrouted().handedOver())
                .sum();
    }

    /** A port that came back soon would meet what is left of the associations before. */
    @Test
    void shouldSeldomChooseTheSamePortAgain() throws IOException {
        final Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < CHANNELS; i++) {
            try (SctpServerChannel server = provider().openServerChannel(null);
                    SctpMultiChannel many = provider().openMultiChannel(null)) {
                ports.add(server.bind(SctpAddress.loopback(0)).getLocalAddress().port());
                ports.add(many.bind(SctpAddress.loopback(0)).getLocalAddress().port());
            }
        }
        assertTrue(ports.size() > 2 * CHANNELS - 5, ports.toString());
    }

    @Test
    void shouldNotTakeAPortFromAssociationsOfOtherDrivers() throws IOException {
        final SctpServerChannel server = serverAt(21_001);
        final SctpChannel accepted;
        try (UdpSocket wire = UdpIo.ofProperty().open(0, BUFFER_BYTES)) {
            new WirePeer(wire, server, peerPortOfAnother(server), 1).send("m");
            accepted = closing(server.accept(LONG));
        }
        server.close();
        final SctpMultiChannel many = closing(provider().openMultiChannel(null));
        final var taken = assertThrows(SctpException.AddressInUse.class, () -> many.bind(SctpAddress.loopback(21_001)));
        assertTrue(taken.getMessage().contains("have not ended"), taken.getMessage());
        accepted.close(); // with something to receive: an abort
        many.bind(SctpAddress.loopback(21_001));
    }

    @Test
    void shouldNotShareTheUdpPortOfAnotherProgram() throws IOException {
        try (DatagramChannel other = DatagramChannel.open()) {
            other.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            other.bind(new InetSocketAddress(0));
            final Shards second = new Shards(
                    "second",
                    3,
                    EngineConfig.builder().build(),
                    DriverParts.of(4, 2, StackConfig.USUAL, DriverChannels::new));
            assertThrows(
                    SctpException.AddressInUse.class,
                    () -> second.open(other.socket().getLocalPort()));
            serverAt(0);
            final int ours = shards().first().udpPort();
            assertThrows(SctpException.AddressInUse.class, () -> second.open(ours));
        }
    }

    @Test
    void shouldDropMisroutedPacketsForWhichThereIsNoRoom() {
        final MisroutedPackets packets = new MisroutedPackets();
        final DatagramBatch batch = new DatagramBatch(1, 65_535);
        int taken = 0;
        while (packets.put(batch, 0, 0, 65_535)) {
            taken++;
        }
        assertEquals(3, taken);
        assertEquals(3, packets.handedOver());
        assertEquals(1, packets.dropped());
    }
}
