package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.PathTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.PathParameters;
import io.sctp.option.PathStatus;
import io.sctp.option.PathThresholds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Endpoints with several addresses: binding, connecting, paths, and addresses that come and go. */
public abstract class MultiHomingTck extends Tck {
    private static final InetAddress A = ip("127.0.0.1");
    private static final InetAddress B = ip("127.0.0.2");
    private static final InetAddress C = ip("127.0.0.3");

    /** Addresses can change during an association; both ends have to agree. */
    private static final Setup RECONFIGURABLE = e -> {
        e.setOption(SctpOptions.AUTH_SUPPORTED, true);
        e.setOption(SctpOptions.ASCONF_SUPPORTED, true);
    };

    /** Whether an endpoint bound to the wildcard names all addresses of the machine to its peers. */
    protected boolean namesAllAddresses() {
        return false;
    }

    @Test
    void shouldBindToSeveralAddresses() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B, C), Setup.NONE);
        final SctpAddress local = listener.getLocalAddress();
        assertNotEquals(0, local.port());
        assertEquals(List.of(A, B, C), local.addresses());
    }

    @Test
    void shouldAcceptOnEveryAddress() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B, C), Setup.NONE);
        for (final InetAddress address : List.of(A, B, C)) {
            final SctpChannel client = channel();
            client.connect(
                    new InetSocketAddress(address, listener.getLocalAddress().port()), LONG);
            final SctpChannel server = closing(listener.accept(LONG));
            send(client, "to " + address);
            assertEquals("to " + address, receive(server));
        }
    }

    @Test
    void shouldNotAcceptOnAnAddressItIsNotBoundTo() throws IOException {
        assumeTrue(knowsLocalAddresses(), "at which address packets arrive is not known here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpChannel client = channel();
        final InetSocketAddress elsewhere =
                new InetSocketAddress(C, listener.getLocalAddress().port());
        assertThrows(SctpException.Refused.class, () -> client.connect(elsewhere, LONG));
    }

    @Test
    void shouldLearnAllOfThePeersAddresses() throws IOException {
        final Pair pair = multiHomed(Setup.NONE);
        assertEquals(
                addresses(A, B), new HashSet<>(pair.client().getRemoteAddress().addresses()));
        assertEquals(
                addresses(A, B), new HashSet<>(pair.server().getRemoteAddress().addresses()));
        assertEquals(
                pair.listener().getLocalAddress().port(),
                pair.client().getRemoteAddress().port());
        final Association association = pair.client().association();
        assertEquals(addresses(A, B), new HashSet<>(association.peerAddress().addresses()));
        assertEquals(addresses(A, B), new HashSet<>(association.localAddress().addresses()));
    }

    @Test
    void shouldHaveAPathToEachAddress() throws IOException {
        final Pair pair = multiHomed(Setup.NONE);
        final Set<InetAddress> reached = new HashSet<>();
        for (final PathStatus path : pair.client().association().paths()) {
            reached.add(path.address().getAddress());
            assertEquals(
                    pair.listener().getLocalAddress().port(), path.address().getPort());
            assertTrue(
                    path.mtu() > 0 && path.congestionWindow() > 0 && !path.rto().isZero(), path::toString);
        }
        assertEquals(addresses(A, B), reached);
    }

    @Test
    void shouldUseTheFirstAddressAsPrimaryPathAndChangeIt() throws IOException {
        final Pair pair = multiHomed(Setup.NONE);
        final Association association = pair.client().association();
        final int port = pair.listener().getLocalAddress().port();
        assertEquals(new InetSocketAddress(A, port), association.getOption(SctpOptions.PRIMARY_ADDR));
        association.setOption(SctpOptions.PRIMARY_ADDR, new InetSocketAddress(B, port));
        assertEquals(new InetSocketAddress(B, port), association.getOption(SctpOptions.PRIMARY_ADDR));
        assertEquals(
                new InetSocketAddress(B, port),
                association.status().primaryPath().address());
        send(pair.client(), "over the other path");
        assertEquals("over the other path", receive(pair.server()));
    }

    @Test
    void shouldNotMakeAnAddressPrimaryThatIsNotThePeers() throws IOException {
        final Pair pair = multiHomed(Setup.NONE);
        final Association association = pair.client().association();
        final InetSocketAddress strange =
                new InetSocketAddress(C, pair.listener().getLocalAddress().port());
        assertThrows(SctpException.class, () -> association.setOption(SctpOptions.PRIMARY_ADDR, strange));
    }

    @Test
    void shouldSendOverTheChosenPath() throws IOException {
        final Pair pair = multiHomed(Setup.NONE);
        final int port = pair.listener().getLocalAddress().port();
        for (final InetAddress address : List.of(B, A)) {
            send(
                    pair.client(),
                    "to " + address,
                    new SendInfo()
                            .destination(new InetSocketAddress(address, port))
                            .overridePrimary(true));
            assertEquals("to " + address, receive(pair.server()));
        }
    }

    @Test
    void shouldConnectToTheFirstAddressGiven() throws IOException {
        assumeTrue(knowsLocalAddresses(), "the peer's answer comes from an address that the system chooses here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(SctpAddress.of(listener.getLocalAddress().port(), B, A), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        send(client, "through any of them");
        assertEquals("through any of them", receive(server));
        assertEquals(addresses(A, B), new HashSet<>(client.getRemoteAddress().addresses()));
        assertEquals(B, client.association().status().primaryPath().address().getAddress(), "the first one given");
    }

    @Test
    void shouldConnectNonBlockingToSeveralAddresses() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpChannel client = channel();
        client.configureBlocking(false);
        client.connect(listener.getLocalAddress());
        await("the connect to be finished", client::finishConnect);
        assertEquals(addresses(A, B), new HashSet<>(client.getRemoteAddress().addresses()));
    }

    @Test
    void shouldConnectAOneToManyChannelToSeveralAddresses() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpMultiChannel multi = multi();
        final Association association = multi.connect(listener.getLocalAddress(), LONG);
        assertEquals(addresses(A, B), new HashSet<>(association.peerAddress().addresses()));
        final SctpChannel server = closing(listener.accept(LONG));
        send(multi, "one of many", new SendInfo().association(association.id()));
        assertEquals("one of many", receive(server));
    }

    @Test
    void shouldBindMoreAddressesAndFewer() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), Setup.NONE);
        final int port = listener.getLocalAddress().port();
        listener.bindAdd(B, C);
        assertEquals(
                addresses(A, B, C), new HashSet<>(listener.getLocalAddress().addresses()));
        assertEquals(port, listener.getLocalAddress().port());
        final SctpChannel client = channel();
        client.connect(new InetSocketAddress(C, port), LONG);
        closing(listener.accept(LONG));
        listener.bindRemove(B);
        assertEquals(addresses(A, C), new HashSet<>(listener.getLocalAddress().addresses()));
    }

    @Test
    void shouldKeepItsLastAddress() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), Setup.NONE);
        assertThrows(SctpException.class, () -> listener.bindRemove(A));
        assertEquals(List.of(A), listener.getLocalAddress().addresses());
    }

    @Test
    void shouldNotRemoveAnAddressItIsNotBoundTo() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        assertThrows(SctpException.class, () -> listener.bindRemove(C));
        assertEquals(addresses(A, B), new HashSet<>(listener.getLocalAddress().addresses()));
    }

    @Test
    void shouldTellThePeerOfAnAddressThatJoinsAndLeaves() throws IOException {
        assumeSupported(SctpOptions.ASCONF_SUPPORTED);
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), RECONFIGURABLE);
        final SctpChannel client = channel();
        RECONFIGURABLE.apply(client);
        client.bind(SctpAddress.of(0, A));
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        server.subscribe(NotificationType.PEER_ADDRESS_CHANGE);
        client.bindAdd(B);
        assertEquals(B, awaitPathChange(server, PathTransition.ADDED).address().getAddress());
        assertEquals(addresses(A, B), new HashSet<>(server.getRemoteAddress().addresses()));
        client.bindRemove(A);
        assertEquals(
                A, awaitPathChange(server, PathTransition.REMOVED).address().getAddress());
        assertEquals(List.of(B), server.getRemoteAddress().addresses());
        send(client, "moved");
        assertEquals("moved", receiveAfterNotifications(server));
    }

    @Test
    void shouldAskThePeerForAnotherPrimaryPath() throws IOException {
        assumeSupported(SctpOptions.SET_PEER_PRIMARY_ADDR);
        final Pair pair = multiHomed(RECONFIGURABLE);
        pair.server().subscribe(NotificationType.PEER_ADDRESS_CHANGE);
        final InetSocketAddress wanted =
                new InetSocketAddress(B, pair.client().getLocalAddress().port());
        assertNotEquals(wanted, pair.server().association().getOption(SctpOptions.PRIMARY_ADDR));
        pair.client().association().setOption(SctpOptions.SET_PEER_PRIMARY_ADDR, wanted);
        await(
                "the peer to use the other path",
                () -> pair.server()
                        .association()
                        .getOption(SctpOptions.PRIMARY_ADDR)
                        .equals(wanted));
        assertEquals(
                wanted,
                awaitPathChange(pair.server(), PathTransition.MADE_PRIMARY).address());
    }

    @Test
    void shouldNotAskForAPrimaryPathIfThatWasNotAgreedOn() throws IOException {
        assumeSupported(SctpOptions.SET_PEER_PRIMARY_ADDR);
        final Pair pair = multiHomed(Setup.NONE);
        final Association association = pair.client().association();
        final InetSocketAddress own =
                new InetSocketAddress(B, pair.client().getLocalAddress().port());
        assertThrows(SctpException.class, () -> association.setOption(SctpOptions.SET_PEER_PRIMARY_ADDR, own));
    }

    @Test
    void shouldAskOnlyForAPrimaryPathToItself() throws IOException {
        assumeSupported(SctpOptions.SET_PEER_PRIMARY_ADDR);
        final Pair pair = multiHomed(RECONFIGURABLE);
        final Association association = pair.client().association();
        final InetSocketAddress strange =
                new InetSocketAddress(C, pair.client().getLocalAddress().port());
        assertThrows(SctpException.class, () -> association.setOption(SctpOptions.SET_PEER_PRIMARY_ADDR, strange));
    }

    @Test
    void shouldNeedBothEndsForAddressesThatChange() throws IOException {
        assumeSupported(SctpOptions.ASCONF_SUPPORTED);
        final Pair agreed = multiHomed(RECONFIGURABLE);
        assertTrue(agreed.client().association().getOption(SctpOptions.ASCONF_SUPPORTED));
        assertTrue(agreed.server().association().getOption(SctpOptions.ASCONF_SUPPORTED));
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), Setup.NONE);
        final SctpChannel client = channel();
        RECONFIGURABLE.apply(client);
        client.connect(listener.getLocalAddress(), LONG);
        assertFalse(client.association().getOption(SctpOptions.ASCONF_SUPPORTED));
    }

    /** Those of a peer that cannot be told stay as they are, and so does the association. */
    @Test
    void shouldLeaveAssociationsOutThatHaveNotAgreedOnAddressesThatChange() throws IOException {
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), Setup.NONE);
        final SctpChannel client = channel();
        client.bind(SctpAddress.of(0, A));
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        multi.bind(SctpAddress.of(0, A), 0);
        final Association one = multi.connect(listener.getLocalAddress(), LONG);
        closing(listener.accept(LONG));
        assertEquals(addresses(A, B), addressesOf(client.bindAdd(B)));
        assertEquals(addresses(A, B), addressesOf(multi.bindAdd(B)));
        assertEquals(List.of(A), client.association().localAddress().addresses());
        assertEquals(List.of(A), one.localAddress().addresses());
        assertEquals(List.of(A), server.getRemoteAddress().addresses());
        assertEquals(addresses(B), addressesOf(client.bindRemove(A)));
        assertEquals(addresses(B), addressesOf(multi.bindRemove(A)));
        assertEquals(List.of(A), one.localAddress().addresses());
        send(client, "as before");
        assertEquals("as before", receive(server));
        send(server, "and back");
        assertEquals("and back", receive(client));
    }

    private static Set<InetAddress> addressesOf(final SctpEndpoint endpoint) throws IOException {
        return new HashSet<>(endpoint.getLocalAddress().addresses());
    }

    @Test
    void shouldKeepTheThresholdsOfEachPathApart() throws IOException {
        assumeSupported(SctpOptions.PEER_ADDR_THLDS, SctpOptions.PEER_ADDR_THLDS_V2);
        final Pair pair = multiHomed(Setup.NONE);
        final SctpChannel client = pair.client();
        final int port = pair.listener().getLocalAddress().port();
        final int id = client.association().id();
        final OptionTarget one = OptionTarget.path(id, new InetSocketAddress(A, port));
        final OptionTarget other = OptionTarget.path(id, new InetSocketAddress(B, port));
        final PathThresholds before = client.getOption(SctpOptions.PEER_ADDR_THLDS_V2, other);
        assertEquals(before, client.association().getOption(SctpOptions.PEER_ADDR_THLDS_V2));
        client.setOption(SctpOptions.PEER_ADDR_THLDS_V2, new PathThresholds(4, 1, 2), one);
        assertEquals(new PathThresholds(4, 1, 2), client.getOption(SctpOptions.PEER_ADDR_THLDS_V2, one));
        assertEquals(new PathThresholds(4, 1, 0), client.getOption(SctpOptions.PEER_ADDR_THLDS, one));
        assertEquals(4, client.getOption(SctpOptions.PEER_ADDR_PARAMS, one).maxRetransmissions());
        assertEquals(before, client.getOption(SctpOptions.PEER_ADDR_THLDS_V2, other), "the other path");
        client.association().setOption(SctpOptions.PEER_ADDR_THLDS, new PathThresholds(0, 2, 0));
        assertEquals(
                new PathThresholds(4, 2, 2),
                client.getOption(SctpOptions.PEER_ADDR_THLDS_V2, one),
                "what is not set for the association stays");
        assertEquals(
                new PathThresholds(before.pathMaxRetransmissions(), 2, before.primarySwitchover()),
                client.getOption(SctpOptions.PEER_ADDR_THLDS_V2, other));
    }

    @Test
    void shouldBeginWithTheThresholdsThatRfc7829Suggests() throws IOException {
        assumeSupported(SctpOptions.PEER_ADDR_THLDS_V2, SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE);
        final SctpChannel client = channel();
        assertEquals(new PathThresholds(5, 0, 65_535), client.getOption(SctpOptions.PEER_ADDR_THLDS_V2));
        assertFalse(client.getOption(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE));
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMaxRetransmissions(7));
        assertEquals(new PathThresholds(7, 0, 65_535), client.getOption(SctpOptions.PEER_ADDR_THLDS_V2));
    }

    @Test
    void shouldRefuseThresholdsThatContradict() throws IOException {
        assumeSupported(SctpOptions.PEER_ADDR_THLDS, SctpOptions.PEER_ADDR_THLDS_V2);
        final SctpChannel client = channel();
        for (final PathThresholds wrong : List.of(new PathThresholds(5, 3, 2), new PathThresholds(5, -1, 2))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> client.setOption(SctpOptions.PEER_ADDR_THLDS_V2, wrong),
                    wrong::toString);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> client.setOption(SctpOptions.PEER_ADDR_THLDS, new PathThresholds(5, 2, 3)),
                "the first version has no switchover");
    }

    @Test
    void shouldListTheMachinesAddressesForTheWildcard() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.wildcard(0), Setup.NONE);
        final SctpAddress local = listener.getLocalAddress();
        assertNotEquals(0, local.port());
        assertFalse(local.addresses().isEmpty());
        final SctpChannel client = channel();
        client.connect(SctpAddress.loopback(local.port()), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        send(client, "to the wildcard");
        assertEquals("to the wildcard", receive(server));
    }

    @Test
    void shouldNameTheAddressesOfAWildcardListener() throws IOException {
        assumeIpv6();
        final SctpServerChannel listener = listener(SctpAddress.wildcard(0), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(new InetSocketAddress(A, listener.getLocalAddress().port()), LONG);
        final Set<InetAddress> named = new HashSet<>(client.getRemoteAddress().addresses());
        if (namesAllAddresses()) {
            assertTrue(named.containsAll(addresses(A, ip("::1"))), named::toString);
        } else {
            assertEquals(addresses(A), named);
        }
    }

    @Test
    void shouldMixIpv4AndIpv6() throws IOException {
        assumeIpv6();
        final InetAddress six = ip("::1");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, six), Setup.NONE);
        assertEquals(addresses(A, six), new HashSet<>(listener.getLocalAddress().addresses()));
        for (final InetAddress address : List.of(A, six)) {
            final SctpChannel client = channel();
            client.connect(
                    new InetSocketAddress(address, listener.getLocalAddress().port()), LONG);
            final SctpChannel server = closing(listener.accept(LONG));
            send(client, "to " + address);
            assertEquals("to " + address, receive(server));
        }
    }

    private Pair multiHomed(final Setup both) throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), both);
        final SctpChannel client = channel();
        both.apply(client);
        client.bind(SctpAddress.of(0, A, B));
        client.connect(listener.getLocalAddress(), LONG);
        return new Pair(listener, client, closing(listener.accept(LONG)));
    }

    private static SctpNotification.PeerAddressChange awaitPathChange(
            final SctpChannel channel, final PathTransition transition) throws IOException {
        while (true) {
            final var change = awaitNotification(channel, SctpNotification.PeerAddressChange.class);
            if (change.change() == transition) {
                return change;
            }
        }
    }

    private static Set<InetAddress> addresses(final InetAddress... addresses) {
        return new HashSet<>(List.of(addresses));
    }
}
