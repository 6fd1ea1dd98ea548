package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.udp.UdpIo;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code SCTP_AUTO_ASCONF}: the addresses of a host come and go, and its peer hears of it (RFC 5061). */
class FollowedAddressesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String OTHER_ADDRESS = "10.77.1.3";
    private static final String ADD_OTHER = "add " + OTHER_ADDRESS + "/24";
    private static final String DELETE_FIRST = "delete " + RoutedNetwork.NEAR_ADDRESS + "/24";

    @Test
    void shouldTellThePeerOfAddressesThatComeAndGo() throws IOException {
        try (RoutedNetwork network = open();
                RoutedPeer server = server(network);
                RoutedPeer client = client(network)) {
            // Nothing of it is known elsewhere: the loopback addresses are told to nobody.
            await(client, RoutedNetwork.FAR_ADDRESS, RoutedNetwork.FAR_ADDRESS_6);
            await(server, RoutedNetwork.NEAR_ADDRESS, RoutedNetwork.NEAR_ADDRESS_6);
            network.changeNearAddresses(ADD_OTHER);
            await(server, RoutedNetwork.NEAR_ADDRESS, RoutedNetwork.NEAR_ADDRESS_6, OTHER_ADDRESS);
            network.changeNearAddresses(DELETE_FIRST, "delete " + RoutedNetwork.NEAR_ADDRESS_6 + "/64");
            await(server, OTHER_ADDRESS);
            client.exchange(100_000);
        }
    }

    /** Nothing reaches the peer from the only address that it knows. */
    @Test
    void shouldStayConnectedWhenTheHostMoves() throws IOException {
        try (RoutedNetwork network = open()) {
            network.changeNearAddresses("delete " + RoutedNetwork.NEAR_ADDRESS_6 + "/64");
            try (RoutedPeer server = server(network);
                    RoutedPeer client = client(network)) {
                client.exchange(1000);
                network.changeNearAddresses(ADD_OTHER, DELETE_FIRST);
                client.exchange(100_000);
                await(server, OTHER_ADDRESS);
            }
        }
    }

    private static RoutedNetwork open() throws IOException {
        assumeTrue(UdpIo.ofProperty().isNative(), "with java.nio the system chooses the source address of packets");
        return RoutedNetwork.open();
    }

    private static RoutedPeer server(final RoutedNetwork network) throws IOException {
        return RoutedPeer.start(network.onTheFarHost(), "userspace", RoutedPeer.Setup.FOLLOW, "listen");
    }

    private static RoutedPeer client(final RoutedNetwork network) throws IOException {
        return RoutedPeer.start(
                network.onTheNearHost(),
                "userspace",
                RoutedPeer.Setup.FOLLOW,
                RoutedPeer.at(RoutedNetwork.FAR_ADDRESS));
    }

    private static void await(final RoutedPeer peer, final String... addresses) throws IOException {
        final Set<InetAddress> wanted = RoutedPeer.addresses(addresses);
        final long begin = System.nanoTime();
        Set<InetAddress> found = peer.peerAddresses();
        while (!found.equals(wanted) && System.nanoTime() - begin < LIMIT.toNanos()) {
            pause();
            found = peer.peerAddresses();
        }
        assertEquals(wanted, found);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
