package io.sctp.tck;

import static io.sctp.SctpMessageChannel.NOTIFICATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBuffer;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpNotification.PathTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import io.sctp.option.RtoInfo;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * Events: subscribed one by one, told in order with the messages, and never taken for one. Those of authentication and
 * re-configuration are in {@code AuthTck} and {@code ReconfigTck}.
 *
 * <p>{@link SctpNotification.RemoteError} is not provoked here, nor is a peer's restart:
 * no call of the API brings them about. A provider's own tests do, with a peer that writes its packets by hand.
 */
public abstract class NotificationsTck extends Tck {
    private static final Setup LISTEN_TO_ASSOCIATIONS = e -> e.subscribe(NotificationType.ASSOCIATION_CHANGE);

    /** The error of a path whose heartbeat was answered: a number of the system's, or 0. */
    protected int reasonOfAConfirmedPath() {
        return 0;
    }

    @Test
    void shouldGoOnAfterANotificationInTheLoopThatTheDocumentsShow() throws Exception {
        final Pair pair = pair(
                Setup.NONE,
                e -> e.subscribe(
                        NotificationType.ASSOCIATION_CHANGE, NotificationType.SENDER_DRY, NotificationType.SHUTDOWN));
        final FutureTask<Integer> serving = background(() -> {
            final MessageBuffer message = new MessageBuffer(1000);
            final ReceiveInfo info = new ReceiveInfo();
            int notifications = 0;
            int length = pair.server().receive(message, info);
            while (length != SctpMessageChannel.END_OF_STREAM) {
                if (length > 0) {
                    pair.server().send(message.content(), null);
                } else {
                    notifications++;
                }
                length = pair.server().receive(message, info);
            }
            return notifications;
        });
        for (int i = 0; i < 3; i++) {
            send(pair.client(), "echo " + i);
            assertEquals("echo " + i, receive(pair.client()));
        }
        pair.client().shutdown();
        awaitEndOfStream(pair.client());
        final int notifications = result(serving);
        assertTrue(notifications > 0, "there were some to get over");
    }

    @Test
    void shouldBeSubscribedToNothingAtFirst() throws IOException {
        for (final SctpEndpoint endpoint : new SctpEndpoint[] {channel(), listener(), multi()}) {
            for (final NotificationType type : NotificationType.values()) {
                assertFalse(endpoint.isSubscribed(type), type + " on " + endpoint);
            }
        }
    }

    @Test
    void shouldSubscribeToEachEventByItself() throws IOException {
        for (final SctpEndpoint endpoint : new SctpEndpoint[] {channel(), multi()}) {
            for (final NotificationType type : NotificationType.values()) {
                endpoint.subscribe(type);
                assertEquals(EnumSet.of(type), subscribed(endpoint));
                endpoint.unsubscribe(type);
                assertEquals(EnumSet.noneOf(NotificationType.class), subscribed(endpoint));
            }
        }
    }

    @Test
    void shouldSubscribeToSeveralEventsAtOnce() throws IOException {
        final SctpChannel client = channel();
        client.subscribe(NotificationType.values());
        assertEquals(EnumSet.allOf(NotificationType.class), subscribed(client));
        client.unsubscribe(NotificationType.SHUTDOWN, NotificationType.SENDER_DRY);
        assertEquals(
                EnumSet.complementOf(EnumSet.of(NotificationType.SHUTDOWN, NotificationType.SENDER_DRY)),
                subscribed(client));
        client.subscribe();
        client.unsubscribe();
        assertEquals(11, subscribed(client).size(), "no type changes nothing");
    }

    @Test
    void shouldHandTheListenersSubscriptionsOn() throws IOException {
        final Pair pair = pair(Setup.NONE, e -> e.subscribe(NotificationType.SHUTDOWN));
        assertEquals(EnumSet.of(NotificationType.SHUTDOWN), subscribed(pair.server()));
        assertFalse(pair.client().isSubscribed(NotificationType.SHUTDOWN));
    }

    @Test
    void shouldTellOfTheAssociationComingUpBeforeItsFirstMessage() throws IOException {
        final Pair pair =
                pair(e -> e.setOption(SctpOptions.INITMSG, InitParameters.streams(3, 4)), LISTEN_TO_ASSOCIATIONS);
        send(pair.client(), "data");
        final ReceiveInfo info = new ReceiveInfo();
        final ByteBuffer buffer = ByteBuffer.allocateDirect(1000).position(7);
        assertEquals(NOTIFICATION, pair.server().receive(buffer, info, LONG));
        assertEquals(7, buffer.position(), "a notification leaves the buffer alone");
        final var up = assertInstanceOf(SctpNotification.AssociationChange.class, info.notification());
        assertEquals(NotificationType.ASSOCIATION_CHANGE, up.type());
        assertEquals(AssociationTransition.UP, up.change());
        assertEquals(0, up.error());
        assertEquals(pair.server().association().id(), up.association());
        assertEquals(3, up.inboundStreams());
        assertEquals(4, up.outboundStreams());
        assertEquals("data", receive(pair.server(), info));
        assertNull(info.notification(), "a message has no notification");
    }

    @Test
    void shouldNotMixNotificationsWithData() throws IOException {
        final Pair pair = pair(Setup.NONE, e -> e.subscribe(NotificationType.values()));
        for (int i = 0; i < 10; i++) {
            send(pair.client(), "message " + i);
            send(pair.server(), "back " + i);
        }
        pair.client().shutdown();
        final MessageBuffer buffer = new MessageBuffer(1000);
        final ReceiveInfo info = new ReceiveInfo();
        final Set<NotificationType> seen = new HashSet<>();
        int messages = 0;
        int length;
        while ((length = pair.server().receive(buffer, info, LONG)) != -1) {
            if (length == NOTIFICATION) {
                seen.add(info.notification().type());
            } else {
                assertNull(info.notification());
                final byte[] text = new byte[length];
                buffer.content().get(text);
                assertEquals("message " + messages++, new String(text, StandardCharsets.UTF_8));
            }
        }
        assertEquals(10, messages);
        assertTrue(
                seen.containsAll(Set.of(NotificationType.ASSOCIATION_CHANGE, NotificationType.SHUTDOWN)),
                () -> "seen: " + seen);
    }

    @Test
    void shouldFitIntoTheSmallestBuffer() throws IOException {
        final Pair pair = pair(Setup.NONE, LISTEN_TO_ASSOCIATIONS);
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals(NOTIFICATION, pair.server().receive(ByteBuffer.allocate(1), info, LONG));
        assertInstanceOf(SctpNotification.AssociationChange.class, info.notification());
    }

    @Test
    void shouldTellNothingAfterUnsubscribing() throws IOException {
        final Pair pair = pair();
        pair.server().subscribe(NotificationType.ASSOCIATION_CHANGE, NotificationType.SHUTDOWN);
        pair.server().unsubscribe(NotificationType.ASSOCIATION_CHANGE, NotificationType.SHUTDOWN);
        send(pair.client(), "data");
        pair.client().shutdown();
        assertEquals("data", receive(pair.server()));
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("the end of the stream", what(pair.server().receive(ByteBuffer.allocate(100), info, LONG), info));
    }

    @Test
    void shouldTellThatThePeerShutsDown() throws IOException {
        final Pair pair = pair();
        pair.server().subscribe(NotificationType.SHUTDOWN, NotificationType.ASSOCIATION_CHANGE);
        final int id = pair.server().association().id();
        pair.client().shutdown();
        assertEquals(
                id,
                awaitNotification(pair.server(), SctpNotification.Shutdown.class)
                        .association());
        assertEquals(
                id,
                awaitChange(pair.server(), AssociationTransition.SHUTDOWN_COMPLETE)
                        .association());
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldTellOfAnAbort() throws IOException {
        final Pair pair = pair();
        pair.server().subscribe(NotificationType.ASSOCIATION_CHANGE);
        final int id = pair.server().association().id();
        pair.client().association().abort();
        assertEquals(id, awaitChange(pair.server(), AssociationTransition.LOST).association());
        assertThrows(
                SctpException.Ended.class,
                () -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
    }

    @Test
    void shouldTellThatAnAssociationCannotStart() throws IOException {
        final SctpMultiChannel multi = multi(LISTEN_TO_ASSOCIATIONS);
        multi.configureBlocking(false);
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        try {
            multi.connect(nobody);
        } catch (final SctpException.Refused e) {
            assertEquals(nobody, SctpAddress.of(e.peer()));
        }
        awaitChange(multi, AssociationTransition.CANNOT_START);
    }

    @Test
    void shouldTellWhenEverythingIsAcknowledged() throws IOException {
        final Pair pair = pair();
        final int id = pair.client().association().id();
        send(pair.client(), "acknowledge me");
        assertEquals("acknowledge me", receive(pair.server()));
        pair.client().subscribe(NotificationType.SENDER_DRY);
        assertEquals(
                id,
                awaitNotification(pair.client(), SctpNotification.SenderDry.class)
                        .association());
        send(pair.client(), "and me");
        assertEquals(
                id,
                awaitNotification(pair.client(), SctpNotification.SenderDry.class)
                        .association());
    }

    @Test
    void shouldTellThePeersAdaptationLayer() throws IOException {
        assumeSupported(SctpOptions.ADAPTATION_LAYER);
        final Pair pair = pair(
                e -> e.setOption(SctpOptions.ADAPTATION_LAYER, 0x0102_0304),
                e -> e.subscribe(NotificationType.ADAPTATION_INDICATION));
        final var told = awaitNotification(pair.server(), SctpNotification.AdaptationIndication.class);
        assertEquals(0x0102_0304, told.indication());
        assertEquals(pair.server().association().id(), told.association());
    }

    @Test
    void shouldGiveBackMessagesThatCouldNotBeDelivered() throws IOException {
        final SctpNotification.SendFailed failed = awaitNotification(
                senderWithUndeliveredMessages(NotificationType.SEND_FAILED), SctpNotification.SendFailed.class);
        assertEquals(NotificationType.SEND_FAILED, failed.type());
        assertEquals(3, failed.stream());
        assertEquals(46, failed.ppid(), "in host order");
        assertEquals(4711, failed.context());
        assertTrue(failed.unordered());
        assertUndelivered(failed.data());
        assertEquals(12, failed.error(), "the cause code of a user-initiated abort");
    }

    @Test
    void shouldGiveBackMessagesInTheDeprecatedFormToo() throws IOException {
        final SctpNotification.SendFailedDeprecated failed = awaitNotification(
                senderWithUndeliveredMessages(NotificationType.SEND_FAILED_DEPRECATED),
                SctpNotification.SendFailedDeprecated.class);
        assertEquals(NotificationType.SEND_FAILED_DEPRECATED, failed.type());
        assertEquals(3, failed.stream());
        assertEquals(46, failed.ppid(), "in host order");
        assertEquals(4711, failed.context());
        assertUndelivered(failed.data());
    }

    @Test
    void shouldTellThatADeliveryWasBrokenOff() throws IOException {
        assumeSupported(SctpOptions.PARTIAL_DELIVERY_POINT);
        final Pair pair = pair(e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20), e -> {
            e.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
            e.subscribe(NotificationType.PARTIAL_DELIVERY);
        });
        pair.client().setOption(SctpOptions.MAXSEG, 1000);
        pair.client().send(ByteBuffer.allocateDirect(400_000), new SendInfo().stream(5), LONG);
        final ReceiveInfo info = new ReceiveInfo();
        assertTrue(pair.server().receive(ByteBuffer.allocate(500), info, LONG) > 0);
        assertFalse(info.complete(), "the message cannot have arrived whole");
        final int id = info.association();
        pair.client().association().abort();
        final var broken = awaitNotification(pair.server(), SctpNotification.PartialDelivery.class);
        assertEquals(id, broken.association());
        assertEquals(0, broken.indication());
    }

    @Test
    void shouldTellThatAPathIsConfirmed() throws IOException {
        final Setup quick = e -> e.setOption(
                SctpOptions.RTOINFO,
                new RtoInfo(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(50)));
        final SctpServerChannel listener = listener(SctpAddress.of(0, ip("127.0.0.1"), ip("127.0.0.2")), quick);
        final SctpChannel client = channel();
        quick.apply(client);
        client.subscribe(NotificationType.PEER_ADDRESS_CHANGE);
        client.connect(listener.getLocalAddress().socketAddress(), LONG); // the other address is the peer's word only
        SctpNotification.PeerAddressChange change;
        do {
            change = awaitNotification(client, SctpNotification.PeerAddressChange.class);
        } while (change.change() != PathTransition.CONFIRMED);
        assertEquals(client.association().id(), change.association());
        assertEquals(listener.getLocalAddress().port(), change.address().getPort());
        assertTrue(
                listener.getLocalAddress().addresses().contains(change.address().getAddress()), change::toString);
        assertEquals(reasonOfAConfirmedPath(), change.error());
    }

    @Test
    void shouldTellOneToManyChannelsWhichAssociationItIsAbout() throws IOException {
        final SctpMultiChannel multi = multi(LISTEN_TO_ASSOCIATIONS);
        final SctpChannel first = channel();
        final SctpChannel second = channel();
        first.connect(multi.getLocalAddress(), LONG);
        final int firstId = awaitChange(multi, AssociationTransition.UP).association();
        second.connect(multi.getLocalAddress(), LONG);
        final int secondId = awaitChange(multi, AssociationTransition.UP).association();
        assertFalse(firstId == secondId, "two associations with one id");
        first.association().abort();
        assertEquals(firstId, awaitChange(multi, AssociationTransition.LOST).association());
        second.shutdown();
        assertEquals(
                secondId,
                awaitChange(multi, AssociationTransition.SHUTDOWN_COMPLETE).association());
    }

    /** A channel that could not send all it was given before the peer aborted. */
    private SctpChannel senderWithUndeliveredMessages(final NotificationType type) throws IOException {
        final Pair pair = pair(
                e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20),
                e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024));
        pair.client().subscribe(type);
        final SendInfo info = new SendInfo().stream(3).ppid(46).context(4711).unordered(true);
        for (int i = 0; i < 50; i++) {
            pair.client().send(ByteBuffer.wrap(pattern(2000)), info, LONG);
        }
        pair.server().association().abort();
        return pair.client();
    }

    private static void assertUndelivered(final ByteBuffer data) {
        assertTrue(data.isReadOnly(), "a notification's bytes are read-only");
        assertEquals(ByteBuffer.wrap(pattern(2000)), data, "the message comes back as it was sent");
    }

    private static Set<NotificationType> subscribed(final SctpEndpoint endpoint) throws IOException {
        final Set<NotificationType> subscribed = EnumSet.noneOf(NotificationType.class);
        for (final NotificationType type : NotificationType.values()) {
            if (endpoint.isSubscribed(type)) {
                subscribed.add(type);
            }
        }
        return subscribed;
    }
}
