package io.sctp.tck;

import static io.sctp.SctpPoller.READABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpFailure;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * The exceptions of {@code java.nio.channels}, where any channel of that package would throw them, with more to tell.
 */
public abstract class NioExceptionsTck extends Tck {
    @Test
    void shouldReturnEachChannelFromTheCallsThatChangeIt() throws IOException {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        final SctpServerChannel same = listener.setOption(SctpOptions.NODELAY, false)
                .setOption(SctpOptions.MAX_BURST, 3, OptionTarget.ENDPOINT)
                .subscribe(NotificationType.SHUTDOWN)
                .unsubscribe(NotificationType.SHUTDOWN)
                .configureBlocking(true)
                .bind(SctpAddress.loopback(0))
                .bindAdd(ip("127.0.0.2"))
                .bindRemove(ip("127.0.0.2"));
        assertSame(listener, same);
        final SctpChannel channel = channel();
        assertFalse(channel.setOption(SctpOptions.NODELAY, true)
                .subscribe(NotificationType.SHUTDOWN)
                .bind(SctpAddress.loopback(0))
                .bindAdd(ip("127.0.0.2"))
                .bindRemove(ip("127.0.0.2"))
                .isConnected());
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        assertEquals(
                0,
                multi.setOption(SctpOptions.NODELAY, true)
                        .subscribe(NotificationType.SHUTDOWN)
                        .bind(SctpAddress.loopback(0), 0)
                        .bindAdd(ip("127.0.0.2"))
                        .bindRemove(ip("127.0.0.2"))
                        .associations()
                        .size());
    }

    @Test
    void shouldSayThatAChannelIsClosed() throws IOException {
        final Pair pair = pair();
        final SctpAddress local = pair.client().getLocalAddress();
        final SctpAddress peer = pair.client().getRemoteAddress();
        pair.client().close();
        final var receive = assertThrows(
                ClosedChannelException.class, () -> pair.client().receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        assertDescribes(receive, Errno.EBADF, "receive", local, peer);
        assertThrows(ClosedChannelException.class, () -> pair.client().send(bytes("x"), null));
        assertThrows(ClosedChannelException.class, () -> pair.client().setOption(SctpOptions.NODELAY, true));
        assertThrows(ClosedChannelException.class, ((NetworkChannel) pair.client())::getLocalAddress);
    }

    @Test
    void shouldSayThatAChannelWasClosedDuringACall() throws IOException {
        final Pair pair = pair();
        final SctpAddress local = pair.server().getLocalAddress();
        final SctpAddress peer = pair.server().getRemoteAddress();
        final FutureTask<?> receiving =
                blocked(() -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        final FutureTask<?> batch = blocked(() -> pair.server().receive(new MessageBatch(2, 100)));
        final FutureTask<?> accepting = blocked(() -> pair.listener().accept());
        pair.server().close();
        pair.listener().close();
        assertDescribes(failure(AsynchronousCloseException.class, receiving), Errno.EBADF, "receive", local, peer);
        assertDescribes(failure(AsynchronousCloseException.class, batch), Errno.EBADF, "receive", local, peer);
        final var accept = failure(AsynchronousCloseException.class, accepting);
        assertContains("accept", assertInstanceOf(SctpFailure.class, accept).operation());
    }

    @Test
    void shouldSayThatAChannelIsBoundAlready() throws IOException {
        final SctpServerChannel listener = listener();
        assertBoundAlready(listener);
        assertBoundAlready(channel().bind(SctpAddress.loopback(0)));
        assertBoundAlready(multi());
        final Pair pair = pair();
        assertBoundAlready(pair.client());
        assertBoundAlready(pair.server());
    }

    private static void assertBoundAlready(final NetworkChannel channel) throws IOException {
        final SocketAddress local = channel.getLocalAddress();
        for (final SocketAddress other :
                new SocketAddress[] {null, SctpAddress.loopback(0), SctpAddress.parse("127.0.0.2/127.0.0.3:0")}) {
            final var again = assertThrows(AlreadyBoundException.class, () -> channel.bind(other));
            assertDescribes(again, Errno.EINVAL, "bind", local, null);
        }
        assertEquals(local, channel.getLocalAddress(), "and nothing was added");
    }

    @Test
    void shouldSayThatAServerChannelIsNotBound() throws IOException {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        final var blocking = assertThrows(NotYetBoundException.class, listener::accept);
        assertDescribes(blocking, Errno.EINVAL, "accept", null, null);
        assertThrows(NotYetBoundException.class, () -> listener.accept(LONG));
        listener.configureBlocking(false);
        assertThrows(NotYetBoundException.class, listener::accept);
    }

    @Test
    void shouldSayThatAChannelWasNeverConnected() throws IOException {
        final SctpChannel channel = channel();
        channel.bind(SctpAddress.loopback(0));
        final SctpAddress local = channel.getLocalAddress();
        assertDescribes(
                assertThrows(
                        NotYetConnectedException.class,
                        () -> channel.receive(ByteBuffer.allocate(10), new ReceiveInfo())),
                Errno.ENOTCONN,
                "receive",
                local,
                null);
        assertDescribes(
                assertThrows(NotYetConnectedException.class, () -> channel.send(bytes("x"), new SendInfo())),
                Errno.ENOTCONN,
                "send",
                local,
                null);
        final MessageBatch batch = new MessageBatch(1, 100);
        assertThrows(NotYetConnectedException.class, () -> channel.receive(batch));
        batch.clear();
        batch.add(bytes("x"), null);
        assertThrows(NotYetConnectedException.class, () -> channel.send(batch));
        assertThrows(NotYetConnectedException.class, channel::shutdown);
        assertThrows(NotYetConnectedException.class, channel::association);
        assertThrows(NoConnectionPendingException.class, channel::finishConnect);
    }

    @Test
    void shouldSayThatAChannelIsConnectedAlready() throws IOException {
        final Pair pair = pair();
        final SctpAddress local = pair.client().getLocalAddress();
        final SctpAddress peer = pair.client().getRemoteAddress();
        final var again = assertThrows(
                AlreadyConnectedException.class,
                () -> pair.client().connect(pair.listener().getLocalAddress()));
        assertDescribes(again, Errno.EISCONN, "connect", local, peer);
        assertThrows(
                AlreadyConnectedException.class,
                () -> pair.server().connect(pair.listener().getLocalAddress(), LONG));
        send(pair.client(), "unharmed");
        assertEquals("unharmed", receive(pair.server()));
    }

    @Test
    void shouldSayThatAConnectIsPending() throws IOException {
        final SctpChannel client = channel();
        final SctpAddress silent = silentPeer(client);
        client.configureBlocking(false);
        assertFalse(client.connect(silent));
        final var again = assertThrows(ConnectionPendingException.class, () -> client.connect(silent));
        assertDescribes(again, Errno.EALREADY, "connect", client.getLocalAddress(), silent);
        assertThrows(ConnectionPendingException.class, () -> client.connect(silent, LONG));
        assertThrows(ConnectionPendingException.class, () -> client.bind(SctpAddress.loopback(0)));
        assertThrows(NotYetConnectedException.class, () -> client.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        assertThrows(NotYetConnectedException.class, () -> client.send(bytes("x"), null));
        assertThrows(NotYetConnectedException.class, client::association);
    }

    @Test
    void shouldSayThatAnAddressCannotBeUsed() throws IOException {
        final SctpChannel client = channel();
        final SocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
        assertThrows(UnresolvedAddressException.class, () -> client.connect(unresolved));
        assertThrows(UnresolvedAddressException.class, () -> client.bind(unresolved));
        final SocketAddress strange = new SocketAddress() {
            private static final long serialVersionUID = 1L;
        };
        assertThrows(UnsupportedAddressTypeException.class, () -> client.connect(strange));
        assertThrows(UnsupportedAddressTypeException.class, () -> client.bind(strange));
        final SctpChannel ipv4 = closing(provider().openChannel(StandardProtocolFamily.INET));
        final SctpAddress ipv6 = SctpAddress.parse("[::1]:0");
        final var family = assertThrows(UnsupportedAddressTypeException.class, () -> ipv4.bind(ipv6));
        assertContains("INET only", family.getMessage());
        assertThrows(UnsupportedAddressTypeException.class, () -> ipv4.connect(ipv6.withPort(7)));
    }

    @Test
    void shouldRefuseAFamilyThatItDoesNotKnow() {
        final ProtocolFamily strange = () -> "STRANGE";
        assertThrows(UnsupportedOperationException.class, () -> provider().openChannel(strange));
        assertThrows(UnsupportedOperationException.class, () -> provider().openServerChannel(strange));
        assertThrows(UnsupportedOperationException.class, () -> provider().openMultiChannel(strange));
    }

    @Test
    void shouldSayThatARegistrationIsCancelled() throws IOException {
        final Pair pair = pair();
        pair.server().configureBlocking(false);
        final SctpPoller poller = closing(provider().openPoller());
        final SctpPoller.Registration registration = poller.register(pair.server(), READABLE, (r, bits) -> {});
        registration.cancel();
        assertThrows(CancelledKeyException.class, () -> registration.interest(0));
    }

    @Test
    void shouldShowWhatAChannelIsInItsText() throws IOException {
        final SctpChannel unbound = channel();
        assertEquals("SctpChannel[" + provider().name() + ", not connected]", unbound.toString());
        final Pair pair = pair();
        final String ends = "SctpChannel[" + provider().name() + ", local "
                + pair.client().getLocalAddress() + ", peer " + pair.client().getRemoteAddress() + ", ";
        assertEquals(ends + "connected]", pair.client().toString());
        assertEquals(
                "SctpServerChannel[" + provider().name() + ", local "
                        + pair.listener().getLocalAddress() + "]",
                pair.listener().toString());
        final SctpMultiChannel multi = multi();
        assertEquals(
                "SctpMultiChannel[" + provider().name() + ", local " + multi.getLocalAddress() + "]", multi.toString());
        pair.client().close();
        assertEquals(ends + "closed]", pair.client().toString());
    }

    private static void assertDescribes(
            final Exception thrown,
            final Errno errno,
            final String operation,
            final SocketAddress local,
            final SocketAddress peer) {
        final SctpFailure failure = assertInstanceOf(SctpFailure.class, thrown);
        assertEquals(operation, failure.operation());
        assertEquals(errno.number(), failure.errno(), thrown::toString);
        assertEquals(errno.name(), failure.errnoName());
        assertEquals(local, failure.local(), thrown::toString);
        if (peer != null) {
            assertEquals(peer, failure.peer(), thrown::toString);
        }
        final String nios = thrown.getClass().getSuperclass().getName();
        assertEquals(nios + ": " + thrown.getMessage(), thrown.toString(), "it shows under NIO's name");
        assertContains(operation, thrown.getMessage());
        assertContains(errno.name(), thrown.getMessage());
    }
}
