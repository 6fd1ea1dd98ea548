package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.ReusePortTck;
import io.sctp.udp.Steering;
import io.sctp.udp.UdpIo;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.UserspaceTck;
import io.sctp.userspace.WirePeer;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.Shards;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** With three threads for those who listen, as all of the module's tests, but one over NIO. */
class UserspaceReusePortTest extends ReusePortTck {
    private static final int CLIENTS = 12;
    private static final int ROUNDS = 25;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Ports whose associations any driver could have, each used by one test. */
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(22_000);

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private static Shards shards() {
        return UserspaceTck.stack().listening();
    }

    private static Driver driverOf(final SctpMessageChannel channel) {
        return ((UserspaceEndpoint) channel).driver();
    }

    private static long handedOver() {
        return shards().drivers().stream()
                .mapToLong(driver -> driver.misrouted().handedOver())
                .sum();
    }

    // ---- One engine

    @Test
    void shouldBeWithOneDriverWhereverItsPortIs() throws IOException {
        final int chosen = NEXT_PORT.getAndIncrement();
        final SctpServerChannel listener = sharingListener(chosen);
        final long before = handedOver();
        for (int i = 0; i < CLIENTS; i++) {
            final SctpChannel ours = sharing(chosen);
            final SctpServerChannel elsewhere = listener();
            ours.connect(elsewhere.getLocalAddress(), LONG);
            talk(ours, closing(elsewhere.accept(LONG)), "ours");
            assertEquals(shards().first(), driverOf(ours));
            final SctpChannel stranger = channel();
            stranger.connect(listener.getLocalAddress(), LONG);
            final SctpChannel accepted = closing(listener.accept(LONG));
            assertEquals(shards().first(), driverOf(accepted));
            talk(stranger, accepted, "theirs");
        }
        assertEquals(before, handedOver(), "packets that the system steered wrong");
    }

    @Test
    void shouldGetAPortWhoseAssociationsAreTogetherAnyway() throws IOException {
        assertTrue(Steering.isAlwaysTogether(portOf(sharing(0))));
        assertTrue(
                Steering.isAlwaysTogether(sharingListener(0).getLocalAddress().port()));
        final SctpChannel client = sharing();
        client.connect(listener().getLocalAddress(), LONG);
        assertTrue(Steering.isAlwaysTogether(portOf(client)));
    }

    @Test
    void shouldBeWithItsDriverOnlyAsLongAsItShares() throws IOException {
        final SctpChannel client = sharing();
        assertEquals(shards().first(), driverOf(client));
        client.setOption(SctpOptions.REUSE_PORT, false);
        assertFalse(shards().drivers().contains(driverOf(client)));
        final SctpServerChannel listener = listener();
        client.connect(listener.getLocalAddress(), LONG);
        talk(client, closing(listener.accept(LONG)), "not shared");
    }

    @Test
    void shouldNotTakeAPortFromAssociationsOfOtherDrivers() throws IOException {
        assumeTrue(shards().drivers().size() > 1, "over NIO one driver listens");
        final int port = NEXT_PORT.getAndIncrement();
        final SctpServerChannel spread = listener(SctpAddress.loopback(port), Setup.NONE);
        final List<SctpChannel> accepted = new ArrayList<>();
        do {
            channel().connect(spread.getLocalAddress(), LONG);
            accepted.add(closing(spread.accept(LONG)));
        } while (driverOf(accepted.get(accepted.size() - 1)).equals(shards().first()));
        spread.close();
        final SctpChannel client = sharing();
        final var spreadStill =
                assertThrows(SctpException.AddressInUse.class, () -> client.bind(SctpAddress.loopback(port)));
        assertContains("have not ended", spreadStill.getMessage());
        assertThrows(SctpException.AddressInUse.class, () -> sharingListener(port));
        for (final SctpChannel each : accepted) {
            each.association().abort(null);
        }
        client.bind(SctpAddress.loopback(port));
        sharingListener(port);
    }

    // ---- Who has the port

    /** Linux wants who listens to come last. */
    @Test
    void shouldConnectFromAPortWhereAnotherListensAlready() throws IOException {
        final SctpServerChannel listener = sharingListener(0);
        final SctpChannel client = sharing(listener.getLocalAddress().port());
        final SctpServerChannel elsewhere = listener();
        client.connect(elsewhere.getLocalAddress(), LONG);
        talk(client, closing(elsewhere.accept(LONG)), "ours");
        final SctpChannel stranger = channel();
        stranger.connect(listener.getLocalAddress(), LONG);
        talk(stranger, closing(listener.accept(LONG)), "theirs");
    }

    @Test
    void shouldSayWhyAPortIsRefused() throws IOException {
        final int port = sharingListener(0).getLocalAddress().port();
        assertContains("only one of the channels", inUse(() -> sharingListener(port)));
        assertContains("SCTP_REUSE_PORT", inUse(() -> channel().bind(SctpAddress.loopback(port))));
        final int owned = unusedPort();
        assertContains("without SCTP_REUSE_PORT", inUse(() -> sharing(owned)));
        final var late = assertThrows(SctpException.class, () -> sharing(0).setOption(SctpOptions.REUSE_PORT, false));
        assertEquals("EINVAL", late.errnoName());
        assertContains("before bind", late.getMessage());
    }

    private static String inUse(final Call bind) {
        return assertThrows(SctpException.AddressInUse.class, bind::run).getMessage();
    }

    @Test
    void shouldShareItsPortAfterARefusedConnect() throws IOException {
        final SctpChannel client = sharing();
        assertThrows(SctpException.Refused.class, () -> client.connect(SctpAddress.loopback(unusedPort()), LONG));
        final int port = portOf(client);
        assertEquals(port, portOf(sharing(port)));
        final SctpServerChannel listener = listener();
        client.connect(listener.getLocalAddress(), LONG);
        talk(client, closing(listener.accept(LONG)), "after all");
        assertEquals(port, portOf(client));
    }

    // ---- Collisions and restarts

    @Test
    void shouldBecomeOneAssociationWhereInitsCross() throws IOException {
        final int port = NEXT_PORT.getAndIncrement();
        final SctpServerChannel listener = sharingListener(port);
        listener.configureBlocking(false);
        try (UdpSocket wire = UdpIo.ofProperty().open(0, BUFFER_BYTES)) {
            final SctpChannel client = connecting(port, wire);
            new WirePeer(wire, listener, 1, 1).send("crossed");
            assertPeerIs(client, listener, "crossed");
            new WirePeer(wire, listener, 1, 2).send("begun anew");
            awaitChange(client, AssociationTransition.RESTARTED);
            assertEquals("begun anew", receive(client));
            assertNull(listener.accept(), "a second association");
        }
    }

    /** The peer's cookie knows nothing of the association that began meanwhile. */
    @Test
    void shouldBecomeOneAssociationWhereTheClientBeginsBehindThePeer() throws IOException {
        final int port = NEXT_PORT.getAndIncrement();
        final SctpServerChannel listener = sharingListener(port);
        listener.configureBlocking(false);
        try (UdpSocket wire = UdpIo.ofProperty().open(0, BUFFER_BYTES)) {
            final WirePeer peer = new WirePeer(wire, listener, 1, 1);
            peer.begin();
            final SctpChannel client = connecting(port, wire);
            peer.send("behind");
            assertPeerIs(client, listener, "behind");
        }
    }

    /** A channel that has sent an INIT to a peer at SCTP port 1. */
    private SctpChannel connecting(final int port, final UdpSocket peer) throws IOException {
        final SctpChannel client = sharing(port);
        client.subscribe(NotificationType.ASSOCIATION_CHANGE);
        client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, peer.localPort());
        client.configureBlocking(false);
        assertFalse(client.connect(SctpAddress.loopback(1)), "nobody has answered");
        return client;
    }

    private static void assertPeerIs(final SctpChannel client, final SctpServerChannel listener, final String text)
            throws IOException {
        await("the association to be the client's", client::finishConnect);
        client.configureBlocking(true);
        awaitChange(client, AssociationTransition.UP);
        assertEquals(text, receive(client));
        assertNull(listener.accept(), "a second association");
    }

    @Test
    void shouldKeepWhoWasAcceptedApartFromClientsOfThePort() throws IOException {
        final int port = NEXT_PORT.getAndIncrement();
        final SctpServerChannel listener = sharingListener(port);
        listener.subscribe(NotificationType.ASSOCIATION_CHANGE);
        final SctpChannel client = sharing(port);
        try (UdpSocket wire = UdpIo.ofProperty().open(0, BUFFER_BYTES)) {
            new WirePeer(wire, listener, 1, 1).send("old");
            final SctpChannel accepted = closing(listener.accept(LONG));
            awaitChange(accepted, AssociationTransition.UP);
            assertEquals("old", receive(accepted));
            client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, wire.localPort());
            assertThrows(SctpException.AddressNotAvailable.class, () -> client.connect(SctpAddress.loopback(1), LONG));
            client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, 0);
            final SctpServerChannel elsewhere = listener();
            client.connect(elsewhere.getLocalAddress(), LONG);
            new WirePeer(wire, listener, 1, 2).send("new");
            awaitChange(accepted, AssociationTransition.RESTARTED);
            assertEquals("new", receive(accepted));
            talk(client, closing(elsewhere.accept(LONG)), "not concerned");
        }
    }

    /** Two ports, each with a listener and with clients that connect to the other one at the same time. */
    @Test
    void shouldAgreeOnOneAssociationWhenBothEndsConnect() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            final SctpChannel one = sharing(0);
            final SctpChannel other = sharing(0);
            final SctpServerChannel ones = sharingListener(portOf(one));
            final SctpServerChannel others = sharingListener(portOf(other));
            final CyclicBarrier start = new CyclicBarrier(2);
            final FutureTask<Boolean> first = background(connect(start, one, others.getLocalAddress()));
            final FutureTask<Boolean> second = background(connect(start, other, ones.getLocalAddress()));
            assertTrue(result(first) || result(second), "one of them is connected");
            if (result(first) && result(second)) {
                talk(one, other, "crossed");
            } else if (result(first)) {
                talk(one, closing(others.accept(LONG)), "the first's");
            } else {
                talk(other, closing(ones.accept(LONG)), "the second's");
            }
            for (final SctpServerChannel each : List.of(ones, others)) {
                each.configureBlocking(false);
                assertNull(each.accept(), "a second association");
                each.close();
            }
            one.close();
            other.close();
        }
    }

    /** Connects; false if the other end was quicker, so that the ports have an association already. */
    private static Callable<Boolean> connect(
            final CyclicBarrier start, final SctpChannel channel, final SctpAddress peer) {
        return () -> {
            start.await();
            try {
                channel.connect(peer, LONG);
                return true;
            } catch (final SctpException.AddressNotAvailable e) {
                return false;
            }
        };
    }

    // ---- Threads

    /** A channel moves between engines while others wait with it, look at it and use it. */
    @Test
    void shouldBeUsableWhileOthersSetTheOption() throws Exception {
        final SctpServerChannel listener = listener();
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        for (int round = 0; round < ROUNDS; round++) {
            final SctpChannel channel = channel().configureBlocking(false);
            final SctpPoller poller = closing(provider().openPoller());
            poller.register(channel, SctpPoller.READABLE | SctpPoller.WRITABLE, (registration, ready) -> {});
            final CyclicBarrier start = new CyclicBarrier(6);
            final AtomicInteger changes = new AtomicInteger();
            final List<FutureTask<Void>> others = List.of(
                    untilClosed(start, channel, () -> change(channel, changes)),
                    untilClosed(start, channel, () -> change(channel, changes)),
                    untilClosed(start, channel, () -> look(channel)),
                    untilClosed(start, channel, () -> poller.poll(Duration.ofMillis(1), 10)));
            final FutureTask<Integer> reading = background(() -> {
                start.await();
                return readUntilMessage(channel);
            });
            start.await();
            await("a change", () -> changes.get() > 0);
            for (int i = 0; i < 3; i++) {
                assertThrows(SctpException.Refused.class, () -> channel.connect(nobody, LONG));
            }
            channel.connect(listener.getLocalAddress(), LONG);
            assertEquals(
                    channel.getOption(SctpOptions.REUSE_PORT),
                    driverOf(channel).equals(shards().first()),
                    "it is with the driver that its port needs");
            final SctpChannel accepted = closing(listener.accept(LONG));
            send(accepted, "message");
            assertEquals(7, result(reading));
            send(channel, "answer");
            assertEquals("answer", receive(accepted));
            channel.close();
            for (final FutureTask<Void> other : others) {
                result(other);
            }
        }
    }

    private static FutureTask<Void> untilClosed(final CyclicBarrier start, final SctpChannel channel, final Call call) {
        return background(() -> {
            start.await();
            while (channel.isOpen()) {
                try {
                    call.run();
                } catch (final ClosedChannelException e) {
                    assertFalse(channel.isOpen(), "it is not closed");
                }
            }
            return null;
        });
    }

    /** Possible while the channel has no port. */
    private static void change(final SctpChannel channel, final AtomicInteger changes) throws IOException {
        try {
            channel.setOption(SctpOptions.REUSE_PORT, changes.get() % 2 == 0);
            changes.incrementAndGet();
        } catch (final ClosedChannelException e) {
            throw e;
        } catch (final SctpException e) {
            assertEquals("EINVAL", e.errnoName(), e::getMessage);
            pause(Duration.ofMillis(1));
        }
    }

    private static void look(final SctpChannel channel) throws IOException {
        channel.isConnected();
        channel.getOption(SctpOptions.REUSE_PORT);
        channel.subscribe(NotificationType.SENDER_DRY).unsubscribe(NotificationType.SENDER_DRY);
    }

    private static int readUntilMessage(final SctpChannel channel) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(100);
        final long deadlineNs = deadlineNs();
        while (deadlineNs - System.nanoTime() > 0) {
            try {
                final int length = channel.receive(buffer.clear(), new ReceiveInfo(), Duration.ofMillis(5));
                if (length > 0) {
                    return length;
                }
            } catch (final NotYetConnectedException | SctpException.TimedOut e) {
                // It is not connected yet, or nothing has come.
            }
        }
        throw new AssertionError("no message came");
    }
}
