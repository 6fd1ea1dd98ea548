package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.engine.RecordingHandler;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.association.Association;
import io.sctp.engine.association.Transmit;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.send.SendResult;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A peer that loses its memory: what of it is received before the notification of its restart, and what behind it. */
class RestartOrderTest extends Tck {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PEERS_SCTP_PORT = 7;
    private static final int PACKET = 2000;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Test
    void shouldTellOfARestartBetweenTheMessagesOfTheTwoAssociations() throws IOException {
        final SctpMultiChannel server = closing(provider().openMultiChannel(null));
        server.subscribe(NotificationType.ASSOCIATION_CHANGE);
        server.bind(SctpAddress.of(0, LOOPBACK));
        try (DatagramChannel wire = DatagramChannel.open()) {
            wire.bind(new InetSocketAddress(LOOPBACK, 0)).configureBlocking(false);
            // Nothing is received until all has arrived.
            new Peer(wire, server, 1).send("old 1", "old 2");
            new Peer(wire, server, 2).send("new 1", "new 2");
        }
        assertChange(server, AssociationTransition.UP);
        assertEquals("old 1", message(server));
        assertEquals("old 2", message(server));
        assertChange(server, AssociationTransition.RESTARTED);
        assertEquals("new 1", message(server));
        assertEquals("new 2", message(server));
    }

    private static String message(final SctpMessageChannel channel) throws IOException {
        final ReceiveInfo info = new ReceiveInfo();
        final ByteBuffer buffer = ByteBuffer.allocate(PACKET);
        final int result = channel.receive(buffer, info, LONG);
        assertTrue(result >= 0, () -> "not a message but " + info.notification());
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    private static void assertChange(final SctpMessageChannel channel, final AssociationTransition expected)
            throws IOException {
        final ReceiveInfo info = new ReceiveInfo();
        final ByteBuffer buffer = ByteBuffer.allocate(PACKET);
        final int result = channel.receive(buffer, info, LONG);
        assertEquals(
                SctpMessageChannel.NOTIFICATION,
                result,
                () -> "instead of " + expected + " came the message " + StandardCharsets.UTF_8.decode(buffer.flip()));
        final var change = assertInstanceOf(SctpNotification.AssociationChange.class, info.notification());
        assertEquals(expected, change.change());
    }

    /** An engine that sends over a socket of the test's, and forgets all it knows when it is thrown away. */
    private static final class Peer {
        private final DatagramChannel wire;
        private final InetSocketAddress serversUdp;
        private final SctpEngine engine;
        private final Association association;
        private final RecordingHandler events = new RecordingHandler();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        private final Transmit transmit = new Transmit();
        private final IpAddress address = Addresses.of(LOOPBACK);

        Peer(final DatagramChannel wire, final SctpMultiChannel server, final int seed) throws IOException {
            this.wire = wire;
            final int udpPort = ((Endpoint) server).driver().udpPort();
            serversUdp = new InetSocketAddress(LOOPBACK, udpPort);
            engine = new SctpEngine(EngineConfig.builder().build(), new SplittableRandom(seed), System.nanoTime());
            association = engine.connect(
                    System.nanoTime(), PEERS_SCTP_PORT, server.getLocalAddress().port(), List.of(address), udpPort, 0);
        }

        /** Sends messages, the first ones beside the COOKIE ECHO, until all are acknowledged. */
        void send(final String... messages) throws IOException {
            for (final String message : messages) {
                final byte[] content = message.getBytes(StandardCharsets.UTF_8);
                final ByteBuffer source =
                        ByteBuffer.allocateDirect(content.length).put(content);
                assertEquals(SendResult.QUEUED, association.send(source, 0, content.length, 0, 0, 0, 0));
            }
            await("the messages to be acknowledged", () -> {
                carry();
                return events.association != null && association.bufferedBytes() == 0;
            });
        }

        private void carry() throws IOException {
            final long nowNs = System.nanoTime();
            while (wire.receive(buffer.clear()) != null) {
                engine.handlePacket(
                        nowNs, buffer, 0, buffer.position(), address.high(), address.low(), serversUdp.getPort(), 0);
            }
            engine.handleTimeout(nowNs);
            int length = engine.pollTransmit(nowNs, buffer, 0, PACKET, transmit);
            while (length > 0) {
                wire.send(buffer.clear().limit(length), serversUdp);
                length = engine.pollTransmit(nowNs, buffer, 0, PACKET, transmit);
            }
            engine.pollEvents(events, Integer.MAX_VALUE);
        }
    }
}
