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
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.udp.UdpIo;
import io.sctp.udp.UdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        try (UdpSocket wire = UdpIo.ofProperty().open(0, PACKET)) {
            // Nothing is received until all has arrived.
            new WirePeer(wire, server, PEERS_SCTP_PORT, 1).send("old 1", "old 2");
            new WirePeer(wire, server, PEERS_SCTP_PORT, 2).send("new 1", "new 2");
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
}
