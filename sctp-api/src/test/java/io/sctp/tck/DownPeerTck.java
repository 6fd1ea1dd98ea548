package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import io.sctp.option.RtoInfo;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Messages that begin an association of a one-to-many channel (RFC 6458 section 3.3), where the peer is down or silent.
 */
public abstract class DownPeerTck extends Tck {
    /** Far longer than the answer to an INIT takes. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final int COMMON_HEADER = 12;
    private static final int INIT = 1;

    /** Whether messages that were queued before their association is up are delivered though the channel is closed. */
    protected boolean setsUpAfterClose() {
        return true;
    }

    private SctpMultiChannel subscribed() throws IOException {
        return multi(endpoint -> endpoint.subscribe(NotificationType.ASSOCIATION_CHANGE, NotificationType.SEND_FAILED));
    }

    private static SendInfo to(final SctpAddress peer) {
        return new SendInfo().destination(peer.socketAddress());
    }

    @Test
    void shouldReturnAMessageToAPeerThatIsDown() throws IOException {
        final SctpMultiChannel multi = subscribed();
        final SctpAddress down = SctpAddress.loopback(unusedPort());
        assertEquals(4, multi.send(bytes("down"), to(down).ppid(7).context(9), LONG));
        assertReturned(multi, "down");
        assertQuiet(multi);
    }

    /** The next message begins another association, which fails in the same way. */
    @Test
    void shouldTryAgainWithTheNextMessage() throws IOException {
        final SctpMultiChannel multi = subscribed();
        final SctpAddress down = SctpAddress.loopback(unusedPort());
        for (int i = 0; i < 3; i++) {
            send(multi, "attempt " + i, to(down));
            assertReturned(multi, "attempt " + i);
        }
        assertQuiet(multi);
    }

    @Test
    void shouldReturnTheMessagesToManyPeersThatAreDown() throws IOException {
        final SctpMultiChannel multi = subscribed();
        multi.configureBlocking(false);
        final int peers = 20;
        for (int i = 0; i < peers; i++) {
            assertEquals(4, multi.send(bytes("down"), to(SctpAddress.loopback(unusedPort()))));
        }
        multi.configureBlocking(true);
        int failedAssociations = 0;
        int failedMessages = 0;
        while (failedAssociations < peers || failedMessages < peers) {
            final SctpNotification next = notification(multi);
            failedAssociations += next instanceof SctpNotification.AssociationChange ? 1 : 0;
            failedMessages += next instanceof SctpNotification.SendFailed ? 1 : 0;
        }
        assertEquals(peers, failedAssociations);
        assertEquals(peers, failedMessages);
        assertQuiet(multi);
        assertTrue(multi.associations().isEmpty());
    }

    /** INITMSG says how often and how long an INIT is repeated. */
    @Test
    void shouldReturnMessagesToASilentPeerInTime() throws IOException {
        final SctpMultiChannel multi = subscribed();
        multi.setOption(SctpOptions.INITMSG, new InitParameters(0, 0, 1, Duration.ofMillis(200)));
        final SctpAddress silent = silentPeer(multi);
        send(multi, "first", to(silent));
        send(multi, "second", to(silent));
        final List<String> returned = new ArrayList<>();
        int failed = 0;
        while (returned.size() < 2 || failed < 1) {
            final SctpNotification next = notification(multi);
            if (next instanceof SctpNotification.SendFailed message) {
                returned.add(StandardCharsets.ISO_8859_1
                        .decode(message.data().duplicate())
                        .toString());
            } else {
                failed++;
            }
        }
        assertEquals(List.of("first", "second"), returned);
        assertEquals(1, failed);
        assertQuiet(multi);
    }

    /** With an error, or because the next association has room. */
    @Test
    void shouldEndASendThatWaitsForASilentPeer() throws Exception {
        final SctpMultiChannel multi = multi();
        multi.setOption(SctpOptions.INITMSG, new InitParameters(0, 0, 2, Duration.ofMillis(400)));
        final SctpAddress silent = silentPeer(multi);
        fill(multi, ByteBuffer.allocate(10_000), to(silent));
        outcome(background(() -> multi.send(ByteBuffer.allocate(10_000), to(silent))));
    }

    @Test
    void shouldReportNoRoomForASilentPeerAtOnce() throws IOException {
        final SctpMultiChannel multi = multi();
        multi.configureBlocking(false);
        final SctpAddress silent = silentPeer(multi);
        int sent = 0;
        while (multi.send(ByteBuffer.allocate(20_000), to(silent)) > 0) {
            assertTrue(++sent < 10_000, "there is always room");
        }
        assertEquals(SctpMessageChannel.WOULD_BLOCK, multi.send(ByteBuffer.allocate(20_000), to(silent)));
        assertThrows(
                SctpException.TimedOut.class,
                () -> multi.send(ByteBuffer.allocate(20_000), to(silent), Duration.ofMillis(100)));
    }

    @Test
    void shouldQueueMessagesUntilThePeerIsThere() throws IOException {
        final SctpMultiChannel multi = subscribed();
        multi.configureBlocking(false);
        final SctpServerChannel listener = listener();
        for (int i = 0; i < 10; i++) {
            send(multi, "message " + i, to(listener.getLocalAddress()));
        }
        final var server = closing(listener.accept(LONG));
        for (int i = 0; i < 10; i++) {
            assertEquals("message " + i, receive(server));
        }
        assertEquals(1, multi.associations().size());
    }

    /** Whoever closes a channel whose peer has not answered yet gives the messages up, or has the set-up go on. */
    @Test
    void shouldGoOnWithTheSetUpAfterCloseOrGiveItUp() throws IOException {
        assumeSupported(SctpOptions.REMOTE_UDP_ENCAPS_PORT);
        final DatagramSocket peer = closing(new DatagramSocket(new InetSocketAddress(ip("127.0.0.1"), 0)));
        peer.setSoTimeout((int) QUIET.toMillis() * 4);
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        multi.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, peer.getLocalPort());
        multi.setOption(SctpOptions.RTOINFO, new RtoInfo(QUIET, QUIET, QUIET));
        multi.bind(SctpAddress.loopback(0), 0);
        assertEquals(4, multi.send(bytes("wait"), to(SctpAddress.loopback(unusedPort())), LONG));
        final DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        peer.receive(packet);
        multi.close();
        if (setsUpAfterClose()) {
            peer.receive(packet);
            assertEquals(INIT, packet.getData()[COMMON_HEADER]);
        } else {
            assertThrows(SocketTimeoutException.class, () -> peer.receive(packet));
        }
    }

    private static SctpNotification notification(final SctpMultiChannel multi) throws IOException {
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals(SctpMessageChannel.NOTIFICATION, multi.receive(ByteBuffer.allocate(100), info, LONG), "not data");
        return info.notification();
    }

    /** One association that could not start, and one message that was not sent. */
    private static void assertReturned(final SctpMultiChannel multi, final String text) throws IOException {
        SctpNotification.AssociationChange change = null;
        SctpNotification.SendFailed message = null;
        for (int i = 0; i < 2; i++) {
            final SctpNotification next = notification(multi);
            if (next instanceof SctpNotification.AssociationChange association) {
                change = association;
            } else if (next instanceof SctpNotification.SendFailed failed) {
                message = failed;
            }
        }
        assertTrue(change != null && message != null, "one of both is missing");
        assertEquals(AssociationTransition.CANNOT_START, change.change());
        assertEquals(change.association(), message.association());
        assertEquals(
                text,
                StandardCharsets.ISO_8859_1.decode(message.data().duplicate()).toString());
    }

    private static void assertQuiet(final SctpMultiChannel multi) {
        assertThrows(
                SctpException.TimedOut.class, () -> multi.receive(ByteBuffer.allocate(100), new ReceiveInfo(), QUIET));
    }
}
