package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification.AssociationChange;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How associations between the engine and usrsctp end: by shutdown or abort of either, or because one begins again. */
class UsrsctpEndingTest extends UsrsctpTck {
    private static final int CLIENT_PORT = 5_100;

    @Test
    void shouldHearOfTheShutdownOfAClient() throws Exception {
        final SctpMultiChannel server = server();
        final Process client = startClient(server, freeUdpPort());
        say(client, "first");
        assertEquals("first\n", receiveAfterNotifications(server));
        client.getOutputStream().close();
        awaitChange(server, AssociationTransition.SHUTDOWN_COMPLETE);
    }

    @Test
    void shouldShutAClientDown() throws Exception {
        final SctpMultiChannel server = server();
        final Process client = startClient(server, freeUdpPort());
        say(client, "first");
        assertEquals("first\n", receiveAfterNotifications(server));
        only(server).shutdown();
        awaitChange(server, AssociationTransition.SHUTDOWN_COMPLETE);
        client.getOutputStream().close();
        assertTrue(client.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), "the client did not notice");
    }

    @Test
    void shouldAbortAClient() throws Exception {
        final SctpMultiChannel server = server();
        final Process client = startClient(server, freeUdpPort());
        say(client, "first");
        assertEquals("first\n", receiveAfterNotifications(server));
        only(server).abort();
        assertPrints(client, "SCTP_COMM_LOST");
    }

    /** It ends without reading what was sent to it, and says so with an ABORT (RFC 9260, 3.3.10.12). */
    @Test
    void shouldHearOfTheAbortOfAClient() throws Exception {
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
                "-T",
                1,
                "127.0.0.1");
        final SctpChannel server = closing(listener.accept(LONG));
        send(server, "what nobody reads");
        final SctpException ended = failure(SctpException.Ended.class, background(() -> {
            final ByteBuffer message = ByteBuffer.allocateDirect(1 << 16);
            final ReceiveInfo info = new ReceiveInfo();
            while (server.receive(message.clear(), info, LONG) >= 0) {
                // All that it sent comes first.
            }
            return null;
        }));
        assertTrue(ended.getMessage().contains("abort"), ended::getMessage);
    }

    /** The program is ended in the middle, and another begins at the same ports. */
    @Test
    void shouldTakeAClientThatRestarted() throws Exception {
        final SctpMultiChannel server = server();
        final int udpPort = freeUdpPort();
        final Process first = startClient(server, udpPort);
        say(first, "first");
        assertEquals("first\n", receiveAfterNotifications(server));
        kill(first);
        final Process second = startClient(server, udpPort);
        final AssociationChange restarted = awaitChange(server, AssociationTransition.RESTARTED);
        say(second, "second");
        assertEquals("second\n", receiveAfterNotifications(server));
        send(server, "to the second\n", new SendInfo().association(restarted.association()));
        assertPrints(second, "to the second");
    }

    private SctpMultiChannel server() throws IOException {
        final SctpMultiChannel server = closing(provider().openMultiChannel(null));
        server.subscribe(NotificationType.ASSOCIATION_CHANGE);
        server.bind(SctpAddress.parse("127.0.0.1:0"));
        return server;
    }

    private Process startClient(final SctpMultiChannel server, final int udpPort) throws IOException {
        return startTalking("client", "127.0.0.1", server.getLocalAddress().port(), CLIENT_PORT, udpPort, ownUdpPort());
    }

    private static Association only(final SctpMultiChannel server) throws IOException {
        assertEquals(1, server.associations().size());
        return server.associations().get(0);
    }

    private static void say(final Process client, final String line) throws IOException {
        final OutputStream input = client.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    private static void assertPrints(final Process program, final String text) throws Exception {
        final BufferedReader output = program.inputReader(StandardCharsets.UTF_8);
        final FutureTask<String> line = background(() -> firstLineWith(text, output));
        assertTrue(result(line) != null, "it ended without saying " + text);
    }
}
