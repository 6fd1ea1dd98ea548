package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.PathParameters;
import io.sctp.option.PathState;
import io.sctp.option.PathStatus;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.MultiHomingTck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserspaceMultiHomingTest extends MultiHomingTck {
    private static final InetAddress A = ip("127.0.0.1");
    private static final InetAddress B = ip("127.0.0.2");

    private static final Setup CHANGEABLE = e -> {
        e.setOption(SctpOptions.AUTH_SUPPORTED, true);
        e.setOption(SctpOptions.ASCONF_SUPPORTED, true);
    };

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected boolean knowsLocalAddresses() {
        return UserspaceTck.KNOWS_LOCAL_ADDRESSES;
    }

    @Override
    protected Set<SctpOption<?>> unsupportedOptions() {
        return UserspaceTck.UNSUPPORTED;
    }

    /** A congestion window grows where data is acknowledged that filled it. */
    @Test
    void shouldSendOverNoOtherPathThanTheChosenOne() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        final int port = listener.getLocalAddress().port();
        final Association association = client.association();
        await(
                "both paths are confirmed",
                () -> association.paths().stream().allMatch(path -> path.state() == PathState.ACTIVE));
        final long atFirst = status(association, A).congestionWindow();
        assertEquals(atFirst, status(association, B).congestionWindow());
        final byte[] message = pattern(50_000);
        final SendInfo info =
                new SendInfo().destination(new InetSocketAddress(B, port)).overridePrimary(true);
        client.send(ByteBuffer.wrap(message), info, LONG);
        assertArrayEquals(message, receiveBytes(server, new ReceiveInfo()));
        await("acknowledgement", () -> association.status().unackedChunks() == 0);
        assertTrue(status(association, B).congestionWindow() > atFirst, "on the chosen path");
        assertEquals(atFirst, status(association, A).congestionWindow(), "on the primary path");
    }

    /** RFC 9260 section 7.2.5.1: the network may treat packets with another mark otherwise. */
    @Test
    void shouldBeginCongestionControlAnewWhereTheCodePointChanges() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        final Association association = client.association();
        await(
                "both paths are confirmed",
                () -> association.paths().stream().allMatch(path -> path.state() == PathState.ACTIVE));
        final long atFirst = status(association, A).congestionWindow();
        final PathParameters expedited = PathParameters.UNCHANGED.withDscp(46);
        final OptionTarget other = path(client, B);
        assertTrue(grow(client, server) > atFirst);
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, expedited, other);
        assertTrue(status(association, A).congestionWindow() > atFirst, "the mark of the other path changed");
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, expedited, path(client, A));
        assertEquals(atFirst, status(association, A).congestionWindow());
        final long grown = grow(client, server);
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, expedited.withMaxRetransmissions(3), path(client, A));
        assertEquals(grown, status(association, A).congestionWindow(), "the mark is what it was");
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withDscp(0), path(client, A));
        grow(client, server);
        association.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withDscp(10));
        assertEquals(atFirst, status(association, A).congestionWindow(), "the mark of the association changed");
    }

    /** The mark of the association is that of paths that have none of their own. */
    @Test
    void shouldGoOnWhereAPathHasACodePointOfItsOwn() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        final Association association = client.association();
        final long atFirst = status(association, A).congestionWindow();
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withDscp(46), path(client, A));
        final long grown = grow(client, server);
        assertTrue(grown > atFirst);
        client.setOption(StandardSocketOptions.IP_TOS, 10 << 2);
        assertEquals(grown, status(association, A).congestionWindow(), "its mark is what it was");
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withDscp(0), path(client, A));
        assertEquals(atFirst, status(association, A).congestionWindow(), "its mark is another now");
        final long grownAgain = grow(client, server);
        assertTrue(grownAgain > atFirst);
        client.setOption(StandardSocketOptions.IP_TOS, 12 << 2);
        assertEquals(grownAgain, status(association, A).congestionWindow(), "0 is a mark of its own, too");
    }

    private static long grow(final SctpChannel client, final SctpChannel server) throws IOException {
        final byte[] message = pattern(100_000);
        client.send(ByteBuffer.wrap(message), new SendInfo(), LONG);
        assertArrayEquals(message, receiveBytes(server, new ReceiveInfo()));
        final Association association = client.association();
        await("acknowledgement", () -> association.status().unackedChunks() == 0);
        return status(association, A).congestionWindow();
    }

    @Test
    void shouldRefuseToSendToAnAddressThatIsNotThePeers() throws IOException {
        final Pair pair = pair();
        final SendInfo info = new SendInfo()
                .destination(new InetSocketAddress(
                        ip("127.0.0.9"), pair.listener().getLocalAddress().port()))
                .overridePrimary(true);
        assertThrows(SctpException.class, () -> send(pair.client(), "nowhere", info));
    }

    @Test
    void shouldKeepTheParametersOfEachPathApart() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final Association association = client.association();
        final OptionTarget one = path(client, A);
        final OptionTarget other = path(client, B);
        final PathParameters before = client.getOption(SctpOptions.PEER_ADDR_PARAMS, other);
        client.setOption(
                SctpOptions.PEER_ADDR_PARAMS,
                PathParameters.UNCHANGED
                        .withHeartbeat(Duration.ofSeconds(3))
                        .withMaxRetransmissions(2)
                        .withFixedMtu(1300),
                one);
        final PathParameters changed = client.getOption(SctpOptions.PEER_ADDR_PARAMS, one);
        assertEquals(Duration.ofSeconds(3), changed.heartbeatInterval());
        assertEquals(2, changed.maxRetransmissions());
        assertEquals(before, client.getOption(SctpOptions.PEER_ADDR_PARAMS, other), "the other path");
        assertEquals(before, association.getOption(SctpOptions.PEER_ADDR_PARAMS), "the association");
        assertEquals(1300, status(association, A).mtu());
        assertEquals(before.pathMtu(), status(association, B).mtu());
        association.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMaxRetransmissions(4));
        final PathParameters both = client.getOption(SctpOptions.PEER_ADDR_PARAMS, one);
        assertEquals(4, both.maxRetransmissions(), "what is set for the association is set for each path");
        assertEquals(Duration.ofSeconds(3), both.heartbeatInterval(), "what is not stays");
        assertEquals(4, client.getOption(SctpOptions.PEER_ADDR_PARAMS, other).maxRetransmissions());
    }

    @Test
    void shouldRefuseAPathWithoutItsAssociation() throws IOException {
        final OptionTarget nowhere = new OptionTarget(OptionTarget.FUTURE, new InetSocketAddress(A, 7), 0);
        final PathParameters parameters = PathParameters.UNCHANGED.withMaxRetransmissions(2);
        assertThrows(SctpException.class, () -> channel().setOption(SctpOptions.PEER_ADDR_PARAMS, parameters, nowhere));
    }

    @Test
    void shouldKeepTheLastAddressOfAnAssociation() throws IOException {
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A, B), CHANGEABLE);
        final SctpChannel client = channel();
        CHANGEABLE.apply(client);
        client.bind(SctpAddress.of(0, A));
        client.connect(listener.getLocalAddress(), LONG);
        assertThrows(SctpException.class, () -> client.bindRemove(A));
        assertEquals(List.of(A), client.getLocalAddress().addresses());
        assertEquals(List.of(A), client.association().localAddress().addresses());
    }

    @Test
    void shouldNotOfferAddressesThatChangeWithoutAuthentication() throws IOException {
        final SctpChannel client = channel();
        final var refused =
                assertThrows(SctpException.class, () -> client.setOption(SctpOptions.ASCONF_SUPPORTED, true));
        assertEquals(Errno.EACCES.number(), refused.errno());
        CHANGEABLE.apply(client);
        assertThrows(SctpException.class, () -> client.setOption(SctpOptions.AUTH_SUPPORTED, false));
        client.setOption(SctpOptions.ASCONF_SUPPORTED, false);
        client.setOption(SctpOptions.AUTH_SUPPORTED, false);
    }

    /** What one channel changes, the peers of all of its associations hear. */
    @Test
    void shouldChangeTheAddressesOfEveryAssociation() throws IOException {
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), CHANGEABLE);
        final SctpServerChannel other = listener(SctpAddress.of(0, A), CHANGEABLE);
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        CHANGEABLE.apply(multi);
        multi.bind(SctpAddress.of(0, A));
        final Association first = multi.connect(listener.getLocalAddress(), LONG);
        final Association second = multi.connect(other.getLocalAddress(), LONG);
        final List<SctpChannel> peers = List.of(closing(listener.accept(LONG)), closing(other.accept(LONG)));
        multi.bindAdd(B);
        for (final SctpChannel peer : peers) {
            await("the address joins", () -> peer.getRemoteAddress().addresses().equals(List.of(A, B)));
        }
        multi.bindRemove(A);
        for (final SctpChannel peer : peers) {
            await(
                    "the address leaves",
                    () -> peer.getRemoteAddress().addresses().equals(List.of(B)));
        }
        for (final Association association : List.of(first, second)) {
            assertEquals(List.of(B), association.localAddress().addresses());
            send(multi, "from elsewhere", new SendInfo().association(association.id()));
        }
        for (final SctpChannel peer : peers) {
            assertEquals("from elsewhere", receive(peer));
        }
    }

    private static final Setup FOLLOWING = e -> {
        CHANGEABLE.apply(e);
        e.bind(null);
        e.setOption(SctpOptions.AUTO_ASCONF, true);
    };

    /** To a peer on the same machine all of its addresses mean the same. */
    @Test
    void shouldTellThePeerOfTheMachinesAddresses() throws IOException {
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), CHANGEABLE);
        final SctpChannel client = with(FOLLOWING);
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        final Set<InetAddress> machine = Set.copyOf(client.getLocalAddress().addresses());
        await("the machine's addresses join", () -> machine.equals(Set.copyOf(peerOf(server))));
        await(
                "this end knows that they do",
                () -> machine.equals(
                        Set.copyOf(client.association().localAddress().addresses())));
        send(client, "from somewhere");
        assertEquals("from somewhere", receive(server));
    }

    @Test
    void shouldTellThePeersOfWhatWasAcceptedAndPeeledOff() throws IOException {
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.wildcard(0), CHANGEABLE);
        listener.setOption(SctpOptions.AUTO_ASCONF, true);
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        FOLLOWING.apply(multi);
        final Association association =
                multi.connect(SctpAddress.of(listener.getLocalAddress().port(), A), LONG);
        final SctpChannel accepted = closing(listener.accept(LONG));
        assertTrue(accepted.getOption(SctpOptions.AUTO_ASCONF));
        final SctpChannel peeledOff = closing(multi.peelOff(association.id()));
        assertTrue(peeledOff.getOption(SctpOptions.AUTO_ASCONF));
        final Set<InetAddress> machine = Set.copyOf(multi.getLocalAddress().addresses());
        await("the addresses of the accepted one", () -> machine.equals(Set.copyOf(peerOf(peeledOff))));
        await("the addresses of the other", () -> machine.equals(Set.copyOf(peerOf(accepted))));
    }

    @Test
    void shouldTellOfTheMachinesAddressesOnceThatIsWanted() throws IOException {
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), CHANGEABLE);
        final SctpChannel client = with(CHANGEABLE);
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        assertEquals(List.of(A), peerOf(server));
        client.setOption(SctpOptions.AUTO_ASCONF, true);
        final Set<InetAddress> machine = Set.copyOf(client.getLocalAddress().addresses());
        await("the machine's addresses join", () -> machine.equals(Set.copyOf(peerOf(server))));
    }

    @Test
    void shouldTellOfNoAddressThatWasNotAgreedOn() throws IOException {
        assumeTrue(knowsLocalAddresses(), "from which address packets leave is the system's choice here");
        final SctpServerChannel listener = listener(SctpAddress.of(0, A), Setup.NONE);
        final SctpChannel client = with(FOLLOWING);
        client.connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        send(client, "from the same");
        assertEquals("from the same", receive(server));
        assertEquals(List.of(A), peerOf(server));
    }

    @Test
    void shouldFollowTheMachineOnlyIfBoundToAllAddresses() throws IOException {
        final SctpChannel unbound = channel();
        final SctpChannel bound = channel();
        bound.bind(SctpAddress.of(0, A));
        for (final SctpChannel channel : List.of(unbound, bound)) {
            final var refused =
                    assertThrows(SctpException.class, () -> channel.setOption(SctpOptions.AUTO_ASCONF, true));
            assertEquals(Errno.EINVAL.number(), refused.errno(), refused.getMessage());
            assertEquals(false, channel.getOption(SctpOptions.AUTO_ASCONF));
            channel.setOption(SctpOptions.AUTO_ASCONF, false);
        }
    }

    private SctpChannel with(final Setup setup) throws IOException {
        final SctpChannel channel = channel();
        setup.apply(channel);
        return channel;
    }

    private static List<InetAddress> peerOf(final SctpChannel channel) throws IOException {
        return channel.getRemoteAddress().addresses();
    }

    private static OptionTarget path(final SctpChannel channel, final InetAddress address) throws IOException {
        return OptionTarget.path(
                channel.association().id(),
                new InetSocketAddress(address, channel.getRemoteAddress().port()));
    }

    private static PathStatus status(final Association association, final InetAddress address) throws IOException {
        return association.paths().stream()
                .filter(path -> path.address().getAddress().equals(address))
                .findAny()
                .orElseThrow();
    }
}
