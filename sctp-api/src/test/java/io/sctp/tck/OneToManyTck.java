package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpMultiChannel.PeelOffFlag;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.AssociationState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many associations on one channel. */
public abstract class OneToManyTck extends Tck {
    @Test
    void shouldTellAssociationsApartAndAnswerEach() throws IOException {
        final SctpMultiChannel multi = multi();
        final Map<Integer, SctpChannel> clients = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            final SctpChannel client = channel();
            client.connect(multi.getLocalAddress(), LONG);
            clients.put(i, client);
            send(client, "client " + i);
        }
        final Set<Integer> ids = new HashSet<>();
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < 4; i++) {
            final String text = receive(multi, info);
            ids.add(info.association());
            send(multi, "answer to " + text, new SendInfo().association(info.association()));
        }
        assertEquals(4, ids.size(), "each association has its own id");
        for (int i = 0; i < 4; i++) {
            assertEquals("answer to client " + i, receive(clients.get(i)));
        }
    }

    @Test
    void shouldListItsAssociations() throws IOException {
        final SctpMultiChannel multi = multi();
        assertEquals(List.of(), multi.associations());
        final List<SctpChannel> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final SctpChannel client = channel();
            client.connect(multi.getLocalAddress(), LONG);
            clients.add(client);
        }
        await("three associations", () -> multi.associations().size() == 3);
        final Set<Integer> ports = new HashSet<>();
        for (final Association association : multi.associations()) {
            assertEquals(AssociationState.ESTABLISHED, association.status().state());
            ports.add(association.peerAddress().port());
        }
        final Set<Integer> expected = new HashSet<>();
        for (final SctpChannel client : clients) {
            expected.add(client.getLocalAddress().port());
        }
        assertEquals(expected, ports);
        clients.get(1).association().abort();
        await("two associations", () -> multi.associations().size() == 2);
    }

    @Test
    void shouldConnectToPeers() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpServerChannel listener = listener();
        final Association association = multi.connect(listener.getLocalAddress());
        assertNotEquals(0, association.id());
        assertEquals(AssociationState.ESTABLISHED, association.status().state(), "a blocking connect waits");
        final SctpChannel server = closing(listener.accept(LONG));
        assertEquals(multi.getLocalAddress().port(), server.getRemoteAddress().port());
        send(multi, "hello", new SendInfo().association(association.id()));
        assertEquals("hello", receive(server));
        assertEquals(
                Set.of(association.id()),
                multi.associations().stream().map(Association::id).collect(Collectors.toSet()));
    }

    /** The busy one has a message again whenever one of its messages was received. */
    @Test
    void shouldReceiveFromOneWhileAnotherAlwaysHasSomething() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpChannel busy = channel();
        busy.connect(multi.getLocalAddress(), LONG);
        final SctpChannel quiet = channel();
        quiet.connect(multi.getLocalAddress(), LONG);
        for (int i = 0; i < 20; i++) {
            send(busy, "busy");
        }
        assertEquals("busy", receive(multi));
        send(quiet, "quiet");
        await(
                "both to have arrived",
                () -> busy.association().status().unackedChunks() == 0
                        && quiet.association().status().unackedChunks() == 0);
        boolean seen = false;
        for (int i = 0; i < 200 && !seen; i++) {
            seen = "quiet".equals(receive(multi));
            send(busy, "busy");
            await("it to have arrived", () -> busy.association().status().unackedChunks() == 0);
        }
        assertTrue(seen, "one association keeps another one from being received");
    }

    @Test
    void shouldConnectWithoutWaitingInNonBlockingMode() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.subscribe(NotificationType.ASSOCIATION_CHANGE));
        multi.configureBlocking(false);
        final SctpServerChannel listener = listener();
        final Association association = multi.connect(listener.getLocalAddress());
        assertEquals(
                association.id(), awaitChange(multi, AssociationTransition.UP).association());
    }

    @Test
    void shouldReportARefusedConnect() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        final var refused = assertThrows(SctpException.Refused.class, () -> multi.connect(nobody));
        assertContains(nobody.toString(), refused.getMessage());
        assertThrows(SctpException.Refused.class, () -> multi.connect(nobody, LONG));
        assertEquals(List.of(), multi.associations());
    }

    @Test
    void shouldAbortAnAssociationThatIsNotUpInTime() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpAddress silent = silentPeer(multi);
        assertTimesOut(Duration.ofMillis(100), () -> multi.connect(silent, Duration.ofMillis(100)));
        assertTrue(multi.isOpen(), "the other associations go on");
        await("the association to be gone", () -> multi.associations().isEmpty());
    }

    @Test
    void shouldSetUpAnAssociationBySendingToAnAddress() throws IOException {
        final SctpMultiChannel first = multi();
        final SctpMultiChannel second = multi();
        final InetSocketAddress address = second.getLocalAddress().socketAddress();
        send(first, "no connect before", new SendInfo().destination(address).ppid(3));
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("no connect before", receive(second, info));
        assertEquals(3, info.ppid());
        send(first, "the same association", new SendInfo().destination(address));
        final int id = info.association();
        assertEquals("the same association", receive(second, info));
        assertEquals(id, info.association());
        assertEquals(1, first.associations().size());
        send(second, "back", new SendInfo().association(id));
        assertEquals("back", receive(first));
    }

    @Test
    void shouldNeedToKnowWhereToSend() throws IOException {
        final SctpMultiChannel multi = multi();
        assertThrows(SctpException.class, () -> multi.send(bytes("to whom?"), new SendInfo()));
        assertThrows(SctpException.class, () -> multi.send(bytes("to whom?"), null));
    }

    @Test
    void shouldRefuseAssociationsWithoutABacklog() throws IOException {
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        multi.bind(SctpAddress.loopback(0), 0);
        final SctpChannel client = channel();
        assertThrows(SctpException.Refused.class, () -> client.connect(multi.getLocalAddress(), LONG));
        final SctpServerChannel listener = listener();
        assertEquals(1, connectAndCount(multi, listener), "it can still connect itself");
    }

    @Test
    void shouldPeelAnAssociationOff() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpChannel stays = connect(multi);
        final SctpChannel goes = connect(multi);
        send(goes, "before");
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("before", receive(multi, info));
        send(goes, "waiting");
        await(
                "the message to wait",
                () -> multi.association(info.association()).statistics().orderedChunksReceived() == 2);
        final SctpChannel peeled = closing(multi.peelOff(info.association()));
        assertTrue(peeled.isBlocking());
        assertTrue(peeled.isConnected());
        assertEquals("waiting", receive(peeled), "messages that wait go with it");
        send(peeled, "answer");
        assertEquals("answer", receive(goes));
        send(goes, "after");
        assertEquals("after", receive(peeled));
        assertEquals(goes.getLocalAddress().port(), peeled.getRemoteAddress().port());
        assertEquals(1, multi.associations().size(), "the other association stays");
        send(stays, "to the many");
        assertEquals("to the many", receive(multi));
        multi.close();
        send(goes, "on its own");
        assertEquals("on its own", receive(peeled));
    }

    @Test
    void shouldPeelOffWithFlags() throws IOException {
        final SctpMultiChannel multi = multi();
        connect(multi);
        connect(multi);
        await("two associations", () -> multi.associations().size() == 2);
        final List<Association> associations = multi.associations();
        final SctpChannel nonBlocking =
                closing(multi.peelOff(associations.get(0).id(), PeelOffFlag.NON_BLOCKING, PeelOffFlag.INHERITABLE));
        assertFalse(nonBlocking.isBlocking());
        assertEquals(SctpMessageChannel.WOULD_BLOCK, nonBlocking.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        final SctpChannel blocking = closing(multi.peelOff(associations.get(1).id(), PeelOffFlag.INHERITABLE));
        assertTrue(blocking.isBlocking());
        assertEquals(List.of(), multi.associations());
    }

    @Test
    void shouldNotPeelOffTwice() throws IOException {
        final SctpMultiChannel multi = multi();
        connect(multi);
        await("an association", () -> multi.associations().size() == 1);
        final int id = multi.associations().get(0).id();
        closing(multi.peelOff(id));
        assertThrows(SctpException.class, () -> multi.peelOff(id));
    }

    @Test
    void shouldAbortOneAssociationAndKeepTheOthers() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpChannel aborted = connect(multi);
        send(aborted, "me");
        final ReceiveInfo info = new ReceiveInfo();
        receive(multi, info);
        final SctpChannel kept = connect(multi);
        multi.association(info.association()).abort(bytes("overload"));
        assertThrows(
                SctpException.Ended.class, () -> aborted.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
        send(kept, "unharmed");
        assertEquals("unharmed", receive(multi));
    }

    @Test
    void shouldShutOneAssociationDownAndKeepTheOthers() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpChannel ended = connect(multi);
        send(ended, "me");
        final ReceiveInfo info = new ReceiveInfo();
        receive(multi, info);
        final SctpChannel kept = connect(multi);
        send(multi, "last words", new SendInfo().association(info.association()));
        multi.association(info.association()).shutdown();
        assertEquals("last words", receive(ended));
        awaitEndOfStream(ended);
        await("one association", () -> multi.associations().size() == 1);
        send(kept, "unharmed");
        assertEquals("unharmed", receive(multi));
    }

    @Test
    void shouldNotEndTheStreamWhenOneAssociationEnds() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpChannel ended = connect(multi);
        ended.shutdown();
        awaitEndOfStream(ended);
        await("no association", () -> multi.associations().isEmpty());
        multi.configureBlocking(false);
        assertEquals(SctpMessageChannel.WOULD_BLOCK, multi.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        final SctpChannel next = connect(multi);
        send(next, "the next one");
        assertEquals("the next one", receive(multi));
    }

    @Test
    void shouldSendToAllAssociations() throws IOException {
        final SctpMultiChannel multi = multi();
        final List<SctpChannel> clients = List.of(connect(multi), connect(multi), connect(multi));
        await("three associations", () -> multi.associations().size() == 3);
        send(multi, "to everybody", new SendInfo().sendToAll(true).stream(2).ppid(9));
        final ReceiveInfo info = new ReceiveInfo();
        for (final SctpChannel client : clients) {
            assertEquals("to everybody", receive(client, info));
            assertEquals(2, info.stream());
            assertEquals(9, info.ppid());
        }
    }

    @Test
    void shouldCloseIdleAssociationsAfterAutoclose() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.setOption(SctpOptions.AUTOCLOSE, Duration.ofSeconds(1)));
        final SctpChannel idle = connect(multi);
        awaitEndOfStream(idle);
        await("no association", () -> multi.associations().isEmpty());
    }

    @Test
    void shouldEndAllAssociationsWhenClosed() throws IOException {
        final SctpMultiChannel multi = multi();
        final List<SctpChannel> clients = List.of(connect(multi), connect(multi));
        multi.close();
        for (final SctpChannel client : clients) {
            awaitEndOfStream(client);
        }
    }

    @Test
    void shouldReceiveLargeMessagesOfSeveralAssociationsWhole() throws IOException {
        final SctpMultiChannel multi = multi();
        final List<SctpChannel> clients = List.of(connect(multi), connect(multi), connect(multi));
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(ByteBuffer.wrap(pattern(50_000 + i)), null, LONG);
        }
        final Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < clients.size(); i++) {
            final byte[] message = receiveBytes(multi, new ReceiveInfo());
            assertEquals(ByteBuffer.wrap(pattern(message.length)), ByteBuffer.wrap(message));
            lengths.add(message.length);
        }
        assertEquals(Set.of(50_000, 50_001, 50_002), lengths);
    }

    private SctpChannel connect(final SctpMultiChannel multi) throws IOException {
        final SctpChannel client = channel();
        client.connect(multi.getLocalAddress(), LONG);
        return client;
    }

    private int connectAndCount(final SctpMultiChannel multi, final SctpServerChannel listener) throws IOException {
        multi.connect(listener.getLocalAddress(), LONG);
        closing(listener.accept(LONG));
        return multi.associations().size();
    }
}
