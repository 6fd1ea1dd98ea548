package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpFailure;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Failures: each of its own kind, with the system's number, the addresses and a message that says what was tried. */
public abstract class ErrorsTck extends Tck {
    /** An address for documentation (RFC 5737), which is nobody's. */
    private static final String NOT_OURS = "192.0.2.77";

    @Test
    void shouldSayWhoRefused() throws IOException {
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        final SctpChannel client = channel();
        final var refused = assertThrows(SctpException.Refused.class, () -> client.connect(nobody));
        assertDescribes(refused, Errno.ECONNREFUSED, "connect");
        assertEquals(nobody, SctpAddress.of(refused.peer()));
        assertContains(nobody.toString(), refused.getMessage());
        final SctpChannel timed = channel();
        final var sooner = assertThrows(SctpException.Refused.class, () -> timed.connect(nobody, LONG));
        assertDescribes(sooner, Errno.ECONNREFUSED, "connect");
    }

    @Test
    void shouldConnectAfterARefusal() throws IOException {
        final SctpChannel client = channel();
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        assertThrows(SctpException.Refused.class, () -> client.connect(nobody));
        final SctpServerChannel listener = listener();
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        send(client, "second try");
        assertEquals("second try", receive(server));
    }

    @Test
    void shouldSayWhichAddressIsInUse() throws IOException {
        final SctpServerChannel first = listener();
        final SctpServerChannel second = closing(provider().openServerChannel(null));
        final SctpAddress taken = first.getLocalAddress();
        final var inUse = assertThrows(SctpException.AddressInUse.class, () -> second.bind(taken));
        assertDescribes(inUse, Errno.EADDRINUSE, "bind");
        assertEquals(taken, SctpAddress.of(inUse.local()));
        second.bind(SctpAddress.loopback(0));
        assertTrue(second.getLocalAddress().port() > 0, "a failed bind leaves the channel usable");
    }

    @Test
    void shouldSayWhichAddressIsNotOurs() throws IOException {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        final SctpAddress foreign = SctpAddress.of(0, ip(NOT_OURS));
        final var notOurs = assertThrows(SctpException.AddressNotAvailable.class, () -> listener.bind(foreign));
        assertDescribes(notOurs, Errno.EADDRNOTAVAIL, "bind");
        assertContains(NOT_OURS, notOurs.getMessage());
        listener.bind(SctpAddress.loopback(0));
        final var added = assertThrows(SctpException.AddressNotAvailable.class, () -> listener.bindAdd(ip(NOT_OURS)));
        assertContains(NOT_OURS, added.getMessage());
    }

    @Test
    void shouldRefuseAllOfASetOfAddressesIfOneIsNotOurs() throws IOException {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        final SctpAddress mixed = SctpAddress.of(0, ip("127.0.0.1"), ip(NOT_OURS));
        final var notOurs = assertThrows(SctpException.AddressNotAvailable.class, () -> listener.bind(mixed));
        assertContains(NOT_OURS, notOurs.getMessage());
    }

    @Test
    void shouldBindNothingIfABindFails() throws IOException {
        final int port =
                channel().bind(SctpAddress.loopback(0)).getLocalAddress().port() + 1;
        final SctpAddress mixed = SctpAddress.of(port, ip("127.0.0.1"), ip("127.0.0.2"), ip(NOT_OURS));
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        final SctpChannel client = channel();
        for (int i = 0; i < 3; i++) {
            assertThrows(SctpException.AddressNotAvailable.class, () -> listener.bind(mixed));
            assertThrows(SctpException.AddressNotAvailable.class, () -> multi.bind(mixed));
            assertThrows(SctpException.AddressNotAvailable.class, () -> client.bind(mixed));
            assertNull(listener.getLocalAddress());
            assertNull(multi.getLocalAddress());
            assertNull(client.getLocalAddress());
        }
        final SctpAddress ours = SctpAddress.of(port, ip("127.0.0.1"), ip("127.0.0.2"));
        client.bind(ours);
        assertThrows(SctpException.AddressInUse.class, () -> multi.bind(ours));
        client.close();
        multi.bind(ours);
        assertThrows(SctpException.AddressInUse.class, () -> listener.bind(ours));
        multi.close();
        assertEquals(ours, listener.bind(ours).getLocalAddress(), "the channel that failed so often can be used");
    }

    @Test
    void shouldSayThatThePeerDidNotAnswer() throws IOException {
        final SctpChannel client = channel();
        final SctpAddress silent = silentPeer(client);
        client.setOption(SctpOptions.INITMSG, new InitParameters(0, 0, 1, Duration.ofMillis(100)));
        final var timedOut = assertThrows(SctpException.TimedOut.class, () -> client.connect(silent));
        assertDescribes(timedOut, Errno.ETIMEDOUT, "connect");
        assertEquals(silent, SctpAddress.of(timedOut.peer()));
    }

    @Test
    void shouldSayThatItIsNotConnected() throws IOException {
        final SctpChannel client = channel();
        assertNotConnected("send", () -> client.send(bytes("to whom?"), new SendInfo()));
        assertNotConnected("send", () -> client.send(bytes("to whom?"), null, LONG));
        assertNotConnected("receive", () -> client.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        assertNotConnected("receive", () -> client.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
        assertNotConnected("shutdown", client::shutdown);
    }

    @Test
    void shouldNameTheAddressesOfAFailedSend() throws IOException {
        final Pair pair = pair(e -> e.setOption(SctpOptions.INITMSG, InitParameters.streams(2, 2)));
        final var invalid = assertThrows(
                SctpException.InvalidStream.class, () -> pair.client().send(bytes("x"), new SendInfo().stream(5)));
        assertDescribes(invalid, Errno.EINVAL, "send");
        assertContains("stream 5", invalid.getMessage());
        assertContains("2", invalid.getMessage());
    }

    @Test
    void shouldRefuseAnAssociationThatDoesNotExist() throws IOException {
        final SctpMultiChannel multi = multi();
        final int nobody = 123_456;
        assertThrows(SctpException.class, () -> multi.association(nobody).status());
        assertThrows(SctpException.class, () -> multi.association(nobody).peerAddress());
        assertThrows(SctpException.class, () -> multi.association(nobody).shutdown());
        assertThrows(SctpException.class, () -> multi.association(nobody).abort());
        assertThrows(SctpException.class, () -> multi.peelOff(nobody));
        assertThrows(SctpException.class, () -> multi.send(bytes("x"), new SendInfo().association(nobody)));
        assertThrows(SctpException.class, () -> multi.association(nobody).setOption(SctpOptions.MAX_BURST, 3));
    }

    @Test
    void shouldRefuseToListenOnAnEndpointThatIsBound() throws IOException {
        final SctpServerChannel listener = listener();
        final var again = assertThrows(AlreadyBoundException.class, () -> listener.bind(SctpAddress.loopback(0)));
        assertContains("bind", again.getMessage());
    }

    /** Whatever a bound channel refuses names its addresses, in the message that is logged, too. */
    @Test
    void shouldNameTheLocalAddressInEveryFailure() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpAddress local = multi.getLocalAddress();
        final Association unknown = multi.association(123_456_789);
        final List<Executable> calls = List.of(
                unknown::status,
                unknown::statistics,
                unknown::paths,
                unknown::peerAddress,
                () -> unknown.getOption(SctpOptions.RTOINFO),
                () -> unknown.resetStreams(Association.ResetDirection.OUTGOING, 0),
                unknown::reset,
                () -> unknown.addStreams(1, 1),
                () -> multi.peelOff(123_456_789));
        for (final Executable call : calls) {
            final SctpException failure = assertThrows(SctpException.class, call);
            assertEquals(local, failure.local(), failure.getMessage());
            assertTrue(failure.getMessage().contains(local.toString()), failure.getMessage());
        }
    }

    @Test
    void shouldRefuseNulls() throws IOException {
        final Pair pair = pair();
        assertThrows(NullPointerException.class, () -> pair.client().send(null, new SendInfo()));
        assertThrows(NullPointerException.class, () -> pair.client().receive((ByteBuffer) null, new ReceiveInfo()));
        assertThrows(NullPointerException.class, () -> pair.client().receive(ByteBuffer.allocate(10), null));
        assertThrows(
                NullPointerException.class,
                () -> pair.client().receive(ByteBuffer.allocate(10), new ReceiveInfo(), null));
        assertThrows(NullPointerException.class, () -> pair.client().connect(null));
        assertThrows(NullPointerException.class, () -> pair.client().getOption(null));
        assertThrows(NullPointerException.class, () -> pair.client().setOption(null, true));
        assertThrows(NullPointerException.class, () -> pair.client().setOption(SctpOptions.NODELAY, null));
        send(pair.client(), "unharmed");
        assertEquals("unharmed", receive(pair.server()));
    }

    private static void assertNotConnected(final String operation, final Call call) {
        final var notConnected = assertThrows(NotYetConnectedException.class, call::run);
        assertDescribes(assertInstanceOf(SctpFailure.class, notConnected), Errno.ENOTCONN, operation);
    }

    private static void assertDescribes(final SctpFailure failure, final Errno errno, final String operation) {
        final String message = assertInstanceOf(Exception.class, failure).getMessage();
        assertEquals(errno.number(), failure.errno(), message);
        assertEquals(errno.name(), failure.errnoName());
        assertContains(errno.name(), message);
        assertContains(operation, failure.operation());
        assertContains(operation, message);
    }
}
