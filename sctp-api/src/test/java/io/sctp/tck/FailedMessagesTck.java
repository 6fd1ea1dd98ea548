package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.MessageBuffer;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification.SendFailed;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.AssociationParameters;
import io.sctp.option.InitParameters;
import io.sctp.option.RtoInfo;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reasons that come with messages that could not be delivered (RFC 6458 section 6.1.11). */
public abstract class FailedMessagesTck extends Tck {
    private static final int USER_INITIATED_ABORT = 12;
    private static final int NO_REASON = 0;
    private static final Duration QUIET = Duration.ofMillis(400);
    private static final int SIZE = 2000;
    private static final int MESSAGES = 50;

    /** Whether a message comes back that was sent, lost and then dropped; see docs/providers.md. */
    protected boolean reportsWhatIsNotSentAgain() {
        return true;
    }

    /** A peer that does not read takes few of the messages. */
    private Pair unread() throws IOException {
        final Pair pair = pair(
                e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20),
                e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024));
        pair.client().subscribe(NotificationType.SEND_FAILED);
        return pair;
    }

    private static void sendAll(final SctpChannel channel, final SendInfo info) throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            channel.send(ByteBuffer.wrap(pattern(SIZE)), info, LONG);
        }
    }

    /** The reasons of all messages that come back, of those that were sent and those that were not. */
    private static Map<String, Set<Integer>> reasons(final SctpMessageChannel channel) throws IOException {
        return reasons(channel, LONG);
    }

    private static Map<String, Set<Integer>> reasons(final SctpMessageChannel channel, final Duration untilFirst)
            throws IOException {
        final Map<String, Set<Integer>> reasons = new TreeMap<>();
        final ReceiveInfo info = new ReceiveInfo();
        final MessageBuffer buffer = new MessageBuffer(1 << 16);
        Duration patience = untilFirst;
        while (true) {
            try {
                final int length = channel.receive(buffer, info, patience);
                if (length == SctpMessageChannel.END_OF_STREAM) {
                    return reasons;
                }
                if (length == SctpMessageChannel.NOTIFICATION && info.notification() instanceof SendFailed failed) {
                    reasons.computeIfAbsent(failed.sent() ? "sent" : "unsent", s -> new TreeSet<>())
                            .add(failed.error());
                    patience = QUIET;
                }
            } catch (final SctpException.TimedOut | SctpException.Ended e) {
                return reasons;
            }
        }
    }

    private static void assertReason(final int expected, final Map<String, Set<Integer>> reasons) {
        assertEquals(Set.of(expected), reasons.get("unsent"), () -> "all: " + reasons);
        assertEquals(Set.of(expected), reasons.getOrDefault("sent", Set.of(expected)), () -> "all: " + reasons);
    }

    @Test
    void shouldNameThePeersAbort() throws IOException {
        final Pair pair = unread();
        sendAll(pair.client(), null);
        pair.server().association().abort();
        assertReason(USER_INITIATED_ABORT, reasons(pair.client()));
    }

    @Test
    void shouldNameThePeersAbortWithAReason() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024));
        final SctpChannel client = channel();
        client.subscribe(NotificationType.SEND_FAILED);
        client.connect(multi.getLocalAddress(), LONG);
        sendAll(client, null);
        await("the association", () -> multi.associations().size() == 1);
        multi.associations().get(0).abort(bytes("because"));
        assertReason(USER_INITIATED_ABORT, reasons(client));
    }

    @Test
    void shouldNameTheChannelsOwnAbort() throws IOException {
        final SctpMultiChannel multi = multi(e -> {
            e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
            e.subscribe(NotificationType.SEND_FAILED);
        });
        final SctpChannel peer = channel();
        peer.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);
        peer.connect(multi.getLocalAddress(), LONG);
        await("the association", () -> multi.associations().size() == 1);
        final SendInfo info =
                new SendInfo().association(multi.associations().get(0).id());
        for (int i = 0; i < MESSAGES; i++) {
            multi.send(ByteBuffer.wrap(pattern(SIZE)), info, LONG);
        }
        multi.associations().get(0).abort();
        assertReason(USER_INITIATED_ABORT, reasons(multi));
    }

    @Test
    void shouldHaveNoReasonWhereThePeerRefuses() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.subscribe(NotificationType.SEND_FAILED));
        send(
                multi,
                "refused",
                new SendInfo().destination(SctpAddress.loopback(unusedPort()).socketAddress()));
        assertReason(NO_REASON, reasons(multi));
    }

    @Test
    void shouldHaveNoReasonWhereNobodyAnswers() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.subscribe(NotificationType.SEND_FAILED));
        multi.setOption(SctpOptions.INITMSG, new InitParameters(0, 0, 1, Duration.ofMillis(200)));
        send(multi, "unanswered", new SendInfo().destination(silentPeer(multi).socketAddress()));
        assertReason(NO_REASON, reasons(multi));
    }

    /** From some time on the peer gets nothing: packets to it go to a socket that nobody reads. */
    @Test
    void shouldHaveNoReasonWhereThePeerIsLost() throws IOException {
        assumeSupported(SctpOptions.REMOTE_UDP_ENCAPS_PORT);
        final Pair pair = impatient();
        final SctpChannel client = pair.client();
        client.association().setOption(SctpOptions.ASSOCINFO, AssociationParameters.of(1, Duration.ZERO));
        sendIntoTheVoid(client);
        sendAll(client, null);
        final Map<String, Set<Integer>> reasons = reasons(client);
        assertEquals(Set.of(NO_REASON), reasons.get("sent"), reasons::toString);
        assertEquals(Set.of(NO_REASON), reasons.getOrDefault("unsent", Set.of(NO_REASON)), reasons::toString);
    }

    @Test
    void shouldHaveNoReasonForWhatIsTooOld() throws IOException {
        final Pair pair = unread();
        sendAll(pair.client(), new SendInfo().lifetime(Duration.ofMillis(30)));
        pause(Duration.ofMillis(100));
        pair.server().receive(new MessageBuffer(SIZE), new ReceiveInfo(), LONG); // room for more
        for (int i = 0; i < 3; i++) {
            pair.server().receive(new MessageBuffer(SIZE), new ReceiveInfo(), LONG);
        }
        assertEquals(Set.of(NO_REASON), reasons(pair.client()).get("unsent"));
    }

    /** The path loses everything for a while; then what may be dropped is not sent again (RFC 3758 section 3.5). */
    @ParameterizedTest
    @CsvSource({"LIFETIME, 150", "RETRANSMISSIONS, 0"})
    void shouldReportWhatIsLostAndNotSentAgain(final PrPolicy policy, final int value) throws IOException {
        assumeSupported(SctpOptions.REMOTE_UDP_ENCAPS_PORT);
        final Pair pair = impatient();
        final SctpChannel client = pair.client();
        final OptionTarget path = OptionTarget.path(
                client.association().id(), client.getRemoteAddress().socketAddress());
        final int peersPort = client.getOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, path);
        sendIntoTheVoid(client);
        send(client, "may be dropped", new SendInfo().partialReliability(policy, value));
        send(client, "must arrive");
        pause(Duration.ofMillis(300));
        client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, peersPort, path);
        assertEquals("must arrive", receive(pair.server()));
        if (reportsWhatIsNotSentAgain()) {
            assertEquals(Map.of("sent", Set.of(NO_REASON)), reasons(client));
        } else {
            assertEquals(Map.of(), reasons(client, QUIET));
        }
    }

    /** Two ends with retransmission timeouts of 100 to 200 ms, of which the client's has nothing unacknowledged. */
    private Pair impatient() throws IOException {
        final Pair pair = pair(e -> e.setOption(
                SctpOptions.RTOINFO,
                new RtoInfo(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(100))));
        pair.client().subscribe(NotificationType.SEND_FAILED);
        send(pair.client(), "arrives");
        assertEquals("arrives", receive(pair.server()));
        // Else the peer is heard behind its old port again, and followed there.
        await("the SACK", () -> pair.client().association().status().unackedChunks() == 0);
        return pair;
    }

    /** From now on, the channel sends to a UDP socket that nobody reads. */
    private void sendIntoTheVoid(final SctpChannel channel) throws IOException {
        final DatagramSocket blackHole = closing(new DatagramSocket(new InetSocketAddress(ip("127.0.0.1"), 0)));
        final int id = channel.association().id();
        channel.setOption(
                SctpOptions.REMOTE_UDP_ENCAPS_PORT,
                blackHole.getLocalPort(),
                OptionTarget.path(id, channel.getRemoteAddress().socketAddress()));
    }

    @Test
    void shouldSayNothingOfWhatMakesRoom() throws IOException {
        final Pair pair = pair(
                e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 32 * 1024),
                e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024));
        pair.client().subscribe(NotificationType.SEND_FAILED);
        fill(pair.client(), ByteBuffer.allocate(SIZE), new SendInfo().partialReliability(PrPolicy.PRIORITY, 100));
        send(pair.client(), "important", new SendInfo().partialReliability(PrPolicy.PRIORITY, 1));
        assertEquals(Map.of(), reasons(pair.client(), QUIET));
    }
}
