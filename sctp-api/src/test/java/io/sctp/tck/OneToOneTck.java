package io.sctp.tck;

import static io.sctp.SctpMessageChannel.WOULD_BLOCK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.AssociationState;
import io.sctp.option.InitParameters;
import io.sctp.option.PathStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Connecting and accepting, one association a channel, in blocking and non-blocking mode. */
public abstract class OneToOneTck extends Tck {
    @Test
    void shouldConnectAcceptAndExchangeMessages() throws IOException {
        final Pair pair = pair();
        send(pair.client(), "ping");
        assertEquals("ping", receive(pair.server()));
        send(pair.server(), "pong");
        assertEquals("pong", receive(pair.client()));
    }

    @Test
    void shouldReportConnectedWhenABlockingConnectReturns() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel();
        assertFalse(client.isConnected(), "a new channel is not connected");
        assertTrue(client.connect(listener.getLocalAddress()), "a blocking connect returns true");
        assertTrue(client.isConnected());
        assertTrue(client.finishConnect(), "finishing a connect that is finished is true");
    }

    @Test
    void shouldConnectToAnInetSocketAddress() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress().socketAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        send(client, "plain address");
        assertEquals("plain address", receive(server));
    }

    @Test
    void shouldKnowItsOwnAndItsPeersAddress() throws IOException {
        final Pair pair = pair();
        assertEquals(pair.listener().getLocalAddress(), pair.client().getRemoteAddress());
        assertEquals(
                pair.client().getLocalAddress().port(),
                pair.server().getRemoteAddress().port());
        assertEquals(
                pair.client().getRemoteAddress(), pair.client().association().peerAddress());
        assertEquals(
                pair.server().getLocalAddress(), pair.server().association().localAddress());
    }

    @Test
    void shouldHaveNoAddressesBeforeBindAndConnect() throws IOException {
        final SctpChannel client = channel();
        assertNull(client.getLocalAddress(), "local address of a channel that is not bound");
        assertNull(client.getRemoteAddress(), "peer's address of a channel that is not connected");
        assertThrows(NotYetConnectedException.class, client::association);
    }

    @Test
    void shouldConnectFromTheAddressItWasBoundTo() throws IOException {
        assumeTrue(knowsLocalAddresses(), "the system chooses the address here");
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel();
        client.bind(SctpAddress.of(0, ip("127.0.0.2")));
        final SctpAddress bound = client.getLocalAddress();
        assertNotEquals(0, bound.port(), "the system has chosen a port");
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        assertEquals(bound, server.getRemoteAddress());
    }

    @Test
    void shouldBindToAPortOfTheSystemsChoiceWhenAskedForNoAddress() throws IOException {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        listener.bind(null);
        assertNotEquals(0, listener.getLocalAddress().port());
        final SctpChannel client = channel();
        client.connect(SctpAddress.loopback(listener.getLocalAddress().port()), LONG);
        closing(listener.accept(LONG));
    }

    @Test
    void shouldConnectOverIpv6() throws IOException {
        assumeIpv6();
        final SctpServerChannel listener = listener(SctpAddress.of(0, ip("::1")), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        assertEquals(ip("::1"), server.getRemoteAddress().address());
        send(client, "six");
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("six", receive(server, info));
        assertTrue(
                info.source() == null || info.source().getAddress().equals(ip("::1")),
                () -> "the source is given as " + info.source());
    }

    @Test
    void shouldOpenForOneAddressFamily() throws IOException {
        final SctpServerChannel listener = closing(provider().openServerChannel(StandardProtocolFamily.INET));
        listener.bind(SctpAddress.loopback(0));
        final SctpChannel client = closing(provider().openChannel(StandardProtocolFamily.INET));
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        send(client, "four");
        assertEquals("four", receive(server));
        assertTrue(server.getRemoteAddress().isIpv4Only());
    }

    @Test
    void shouldRefuseToConnectTwice() throws IOException {
        final Pair pair = pair();
        assertThrows(
                AlreadyConnectedException.class,
                () -> pair.client().connect(pair.listener().getLocalAddress()));
        send(pair.client(), "still there");
        assertEquals("still there", receive(pair.server()));
    }

    @Test
    void shouldRefuseAnUnresolvedAddress() throws IOException {
        final SctpChannel client = channel();
        assertThrows(
                IllegalArgumentException.class,
                () -> client.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> client.bind(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
    }

    @Test
    void shouldAgreeOnTheNumberOfStreams() throws IOException {
        final Pair pair = pair(
                e -> e.setOption(SctpOptions.INITMSG, InitParameters.streams(7, 20)),
                e -> e.setOption(SctpOptions.INITMSG, InitParameters.streams(12, 5)));
        final var client = pair.client().association().status();
        final var server = pair.server().association().status();
        assertEquals(AssociationState.ESTABLISHED, client.state());
        assertEquals(5, client.outboundStreams(), "the client asked for 7, the server grants 5");
        assertEquals(12, client.inboundStreams(), "the server asked for 12, the client grants 20");
        assertEquals(12, server.outboundStreams());
        assertEquals(5, server.inboundStreams());
    }

    @Test
    void shouldReportStatusPathsAndStatistics() throws IOException {
        final Pair pair = pair();
        send(pair.client(), "counted");
        assertEquals("counted", receive(pair.server()));
        final Association association = pair.server().association();
        assertNotEquals(0, association.id());
        assertEquals(association.id(), association.status().association());
        assertFalse(association.paths().isEmpty(), "there is a path to every address of the peer");
        for (final PathStatus path : association.paths()) {
            assertEquals(pair.client().getLocalAddress().port(), path.address().getPort());
            assertTrue(path.mtu() > 0, path::toString);
        }
        final var statistics = association.statistics();
        assertEquals(1, statistics.orderedChunksReceived(), statistics::toString);
        assertTrue(statistics.packetsReceived() >= 1, statistics::toString);
    }

    @Test
    void shouldHaveNodelayOnByDefaultAlsoOnAcceptedChannels() throws IOException {
        final Pair pair = pair();
        assertTrue(pair.client().getOption(SctpOptions.NODELAY), "client");
        assertTrue(pair.server().getOption(SctpOptions.NODELAY), "server");
    }

    @Test
    void shouldAcceptAssociationsInTurn() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel first = channel();
        final SctpChannel second = channel();
        first.connect(listener.getLocalAddress(), LONG);
        second.connect(listener.getLocalAddress(), LONG);
        final SctpChannel acceptedFirst = closing(listener.accept());
        final SctpChannel acceptedSecond = closing(listener.accept());
        send(second, "from the second");
        send(first, "from the first");
        assertEquals("from the first", receive(acceptedFirst));
        assertEquals("from the second", receive(acceptedSecond));
    }

    @Test
    void shouldHandOutBlockingChannelsWhateverTheListenersMode() throws IOException {
        final SctpServerChannel listener = listener();
        listener.configureBlocking(false);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel[] accepted = new SctpChannel[1];
        await("an association to accept", () -> (accepted[0] = listener.accept()) != null);
        closing(accepted[0]);
        assertTrue(accepted[0].isBlocking(), "an accepted channel is in blocking mode");
        assertSame(provider().getClass(), accepted[0].provider().getClass());
    }

    @Test
    void shouldAcceptNothingWithoutBlockingWhenNobodyConnects() throws IOException {
        final SctpServerChannel listener = listener();
        assertTrue(listener.isBlocking(), "a new channel is in blocking mode");
        listener.configureBlocking(false);
        assertFalse(listener.isBlocking());
        assertNull(listener.accept());
    }

    @Test
    void shouldWaitForAnAssociationToAccept() throws Exception {
        final SctpServerChannel listener = listener();
        final FutureTask<SctpChannel> accepting = blocked(listener::accept);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        closing(result(accepting));
    }

    @Test
    void shouldFinishANonBlockingConnect() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel();
        client.configureBlocking(false);
        final boolean connected = client.connect(listener.getLocalAddress());
        assertTrue(connected || !client.isConnected() || client.finishConnect());
        await("the connect to be finished", client::finishConnect);
        assertTrue(client.isConnected());
        final SctpChannel server = closing(listener.accept(LONG));
        send(client, "finished");
        assertEquals("finished", receive(server));
    }

    @Test
    void shouldFinishANonBlockingConnectAfterSwitchingToBlockingMode() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel();
        client.configureBlocking(false);
        client.connect(listener.getLocalAddress());
        client.configureBlocking(true);
        assertTrue(client.finishConnect(), "in blocking mode it waits");
        assertTrue(client.isConnected());
    }

    @Test
    void shouldReportARefusedNonBlockingConnectWhenFinishingIt() throws IOException {
        final SctpChannel client = channel();
        client.configureBlocking(false);
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        final SctpException.Refused refused = assertThrows(SctpException.Refused.class, () -> {
            client.connect(nobody);
            await("the connect to be refused", client::finishConnect);
        });
        assertEquals(Errno.ECONNREFUSED.number(), refused.errno());
        assertContains(nobody.toString(), refused.getMessage());
        assertFalse(client.isConnected());
    }

    @Test
    void shouldNotFinishAConnectThatWasNotBegun() throws IOException {
        final SctpChannel client = channel();
        assertThrows(NoConnectionPendingException.class, client::finishConnect);
    }

    @Test
    void shouldNotSayConnectedWhileTheConnectIsPending() throws IOException {
        final SctpChannel client = channel();
        client.configureBlocking(false);
        final SctpAddress silent = silentPeer(client);
        assertFalse(client.connect(silent));
        assertFalse(client.finishConnect());
        assertFalse(client.isConnected());
        assertThrows(ConnectionPendingException.class, () -> client.connect(silent));
    }

    @Test
    void shouldReturnWouldBlockWhenNothingIsThereToReceive() throws IOException {
        final Pair pair = pair();
        pair.client().configureBlocking(false);
        final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        assertEquals(WOULD_BLOCK, pair.client().receive(buffer, new ReceiveInfo()));
        assertEquals(0, buffer.position(), "the buffer is untouched");
    }

    @Test
    void shouldReturnWouldBlockWhenThereIsNoRoomToSend() throws IOException {
        final Pair pair = pair();
        pair.client().configureBlocking(false);
        final ByteBuffer message = ByteBuffer.allocateDirect(8192);
        await("the send buffer to be full", () -> pair.client().send(message.clear(), null) == WOULD_BLOCK);
        assertEquals(0, message.position(), "a message that is not sent leaves the buffer alone");
        await("room to send", () -> {
            drain(pair.server());
            return pair.client().send(message, null) == message.capacity();
        });
    }

    @Test
    void shouldTimeOutReceiving() throws IOException {
        final Pair pair = pair();
        for (final boolean blocking : new boolean[] {true, false}) {
            pair.client().configureBlocking(blocking);
            final var timedOut = assertTimesOut(
                    Duration.ofMillis(50),
                    () -> pair.client().receive(ByteBuffer.allocate(10), new ReceiveInfo(), Duration.ofMillis(50)));
            assertEquals(Errno.ETIMEDOUT.number(), timedOut.errno());
            assertContains("receive", timedOut.operation());
            assertEquals(blocking, pair.client().isBlocking(), "a timeout leaves the mode as it was");
        }
        send(pair.server(), "late");
        assertEquals("late", receive(pair.client()));
    }

    @Test
    void shouldReceiveWhatIsThereWithATimeoutOfZero() throws IOException {
        final Pair pair = pair();
        final ByteBuffer buffer = ByteBuffer.allocate(10);
        assertTimesOut(Duration.ZERO, () -> pair.client().receive(buffer, new ReceiveInfo(), Duration.ZERO));
        send(pair.server(), "here");
        await("a message", () -> {
            try {
                return pair.client().receive(buffer.clear(), new ReceiveInfo(), Duration.ZERO) == 4;
            } catch (final SctpException.TimedOut e) {
                return false;
            }
        });
    }

    @Test
    void shouldNotWaitLongerBecauseAnotherThreadReceives() throws Exception {
        final Pair pair = pair();
        final FutureTask<Integer> receiving =
                blocked(() -> pair.client().receive(ByteBuffer.allocateDirect(10), new ReceiveInfo()));
        final ByteBuffer buffer = ByteBuffer.allocate(10);
        assertTimesOut(
                Duration.ofMillis(50), () -> pair.client().receive(buffer, new ReceiveInfo(), Duration.ofMillis(50)));
        pair.client().configureBlocking(false);
        assertEquals(WOULD_BLOCK, pair.client().receive(buffer, new ReceiveInfo()));
        send(pair.server(), "one");
        assertEquals(3, result(receiving), "who waited longest gets the message");
        send(pair.server(), "another");
        assertEquals("another", receive(pair.client()));
    }

    @Test
    void shouldTimeOutAccepting() throws IOException {
        final SctpServerChannel listener = listener();
        final var timedOut = assertTimesOut(Duration.ofMillis(50), () -> listener.accept(Duration.ofMillis(50)));
        assertContains("accept", timedOut.operation());
        assertTrue(listener.isOpen());
    }

    @Test
    void shouldTimeOutConnectingAndCloseTheChannel() throws IOException {
        final SctpChannel client = channel();
        final SctpAddress silent = silentPeer(client);
        final var timedOut =
                assertTimesOut(Duration.ofMillis(100), () -> client.connect(silent, Duration.ofMillis(100)));
        assertContains(silent.toString(), timedOut.getMessage());
        assertFalse(client.isOpen(), "a channel whose connect timed out is closed");
    }

    @Test
    void shouldTimeOutSendingWhenThePeerDoesNotRead() throws IOException {
        final Pair pair = pair();
        final Duration timeout = Duration.ofMillis(50);
        final ByteBuffer message = ByteBuffer.allocateDirect(8192);
        final long[] beginNs = new long[1];
        final var timedOut = assertThrows(
                SctpException.TimedOut.class,
                () -> await("the send buffer to be full", () -> {
                    beginNs[0] = System.nanoTime();
                    return pair.client().send(message.clear(), null, timeout) == WOULD_BLOCK;
                }));
        assertTrue(System.nanoTime() - beginNs[0] >= timeout.toNanos(), "it timed out too soon");
        assertContains("send", timedOut.operation());
        assertEquals(0, message.position(), "nothing was sent");
    }

    @Test
    void shouldWaitForRoomToSend() throws Exception {
        final int count = 200;
        final Pair pair = pair(SMALL_BUFFERS);
        final FutureTask<Integer> sending = blocked(() -> {
            final ByteBuffer message = ByteBuffer.allocateDirect(8192);
            for (int i = 0; i < count; i++) {
                assertEquals(8192, pair.client().send(message.clear(), new SendInfo()));
            }
            return count;
        });
        await("the blocked send to go on", () -> {
            drain(pair.server());
            return sending.isDone();
        });
        assertEquals(count, result(sending));
    }

    @Test
    void shouldSendAndReceiveAtTheSameTimeOnOneChannel() throws Exception {
        final int count = 100;
        final Pair pair = pair();
        final FutureTask<Integer> echo = background(() -> {
            for (int i = 0; i < count; i++) {
                send(pair.server(), receive(pair.server()));
            }
            return count;
        });
        final FutureTask<Integer> reader = background(() -> {
            for (int i = 0; i < count; i++) {
                assertEquals("message " + i, receive(pair.client()));
            }
            return count;
        });
        for (int i = 0; i < count; i++) {
            send(pair.client(), "message " + i);
        }
        assertEquals(count, result(echo));
        assertEquals(count, result(reader));
    }

    private static void drain(final SctpChannel channel) throws IOException {
        channel.configureBlocking(false);
        final ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
        final ReceiveInfo info = new ReceiveInfo();
        while (channel.receive(buffer.clear(), info) > 0) {
            buffer.clear();
        }
    }
}
