package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several one-to-one channels that share a port (RFC 6458, section 8.1.27). */
public abstract class ReusePortTck extends Tck {
    private static final int PEERS = 5;

    /** Has an endpoint share its port. */
    protected static final Setup SHARING = e -> e.setOption(SctpOptions.REUSE_PORT, true);

    @BeforeEach
    void requireTheOption() {
        assumeSupported(SctpOptions.REUSE_PORT);
    }

    /** A channel that shares its port, which is bound to one. */
    protected final SctpChannel sharing(final int port) throws IOException {
        return sharing().bind(SctpAddress.loopback(port));
    }

    /** A channel that shares its port. */
    protected final SctpChannel sharing() throws IOException {
        final SctpChannel channel = channel();
        SHARING.apply(channel);
        return channel;
    }

    /** A listening channel that shares its port. */
    protected final SctpServerChannel sharingListener(final int port) throws IOException {
        return listener(SctpAddress.loopback(port), SHARING);
    }

    /** The port to which a channel is bound. */
    protected static int portOf(final SctpChannel channel) throws IOException {
        return channel.getLocalAddress().port();
    }

    /** Has texts go both ways. */
    protected static void talk(final SctpChannel one, final SctpChannel other, final String text) throws IOException {
        send(one, text + ", there");
        send(other, text + ", back");
        assertEquals(text + ", there", receive(other));
        assertEquals(text + ", back", receive(one));
    }

    @Test
    void shouldConnectFromOnePortToSeveralPeers() throws IOException {
        final List<SctpChannel> clients = new ArrayList<>();
        final List<SctpChannel> servers = new ArrayList<>();
        int port = 0;
        for (int i = 0; i < PEERS; i++) {
            final SctpChannel client = sharing(port);
            port = portOf(client);
            final SctpServerChannel peer = listener();
            client.connect(peer.getLocalAddress(), LONG);
            final SctpChannel server = closing(peer.accept(LONG));
            assertEquals(port, server.getRemoteAddress().port(), "from the port that all share");
            clients.add(client);
            servers.add(server);
        }
        for (int i = 0; i < PEERS; i++) {
            send(servers.get(i), "for " + i);
        }
        for (int i = PEERS - 1; i >= 0; i--) {
            assertEquals("for " + i, receive(clients.get(i)), "each channel gets its own");
            talk(clients.get(i), servers.get(i), "peer " + i);
        }
        clients.get(0).close();
        talk(clients.get(1), servers.get(1), "when another that shares the port is closed");
    }

    @Test
    void shouldListenAndConnectAtOnePort() throws IOException {
        final SctpChannel client = sharing(0);
        final int port = portOf(client);
        final SctpServerChannel listener = sharingListener(port);
        final SctpServerChannel elsewhere = listener();
        client.connect(elsewhere.getLocalAddress(), LONG);
        final SctpChannel clientsPeer = closing(elsewhere.accept(LONG));
        final SctpChannel stranger = channel();
        stranger.connect(SctpAddress.loopback(port), LONG);
        final SctpChannel accepted = closing(listener.accept(LONG));
        assertEquals(portOf(stranger), accepted.getRemoteAddress().port(), "the listener accepts who came to it");
        talk(client, clientsPeer, "ours");
        talk(stranger, accepted, "theirs");
    }

    @Test
    void shouldHaveOneAssociationWithAPeerFromOnePort() throws IOException {
        final SctpServerChannel peer = listener();
        final SctpChannel first = sharing(0);
        final SctpChannel second = sharing(portOf(first));
        first.connect(peer.getLocalAddress(), LONG);
        assertThrows(SctpException.AddressNotAvailable.class, () -> second.connect(peer.getLocalAddress(), LONG));
        final SctpChannel accepted = closing(peer.accept(LONG));
        talk(first, accepted, "the first's, all the same");
        first.close();
        accepted.close();
        await("the port to be free for another association with the peer", () -> {
            try {
                second.connect(peer.getLocalAddress(), LONG);
                return true;
            } catch (final SctpException.AddressNotAvailable e) {
                return false;
            }
        });
        talk(second, closing(peer.accept(LONG)), "the second's");
    }

    /** Both ends of such an association would have the same ports and addresses: it has one. */
    @Test
    void shouldBeItsOwnPeerWhereItConnectsToItsOwnPort() throws IOException {
        final SctpChannel client = sharing(0);
        final SctpServerChannel listener = sharingListener(portOf(client));
        client.connect(listener.getLocalAddress(), LONG);
        send(client, "to itself");
        assertEquals("to itself", receive(client));
        listener.configureBlocking(false);
        assertNull(listener.accept(), "a second association");
    }

    @Test
    void shouldRefuseAPortOfWhichAHolderDoesNotShareIt() throws IOException {
        final int port = unusedPort();
        final SctpChannel client = sharing();
        assertThrows(SctpException.AddressInUse.class, () -> client.bind(SctpAddress.loopback(port)));
        assertThrows(SctpException.AddressInUse.class, () -> sharingListener(port));
    }

    @Test
    void shouldRefuseASharedPortToWhoDoesNotShareIt() throws IOException {
        final int port = portOf(sharing(0));
        final SctpChannel client = channel();
        assertThrows(SctpException.AddressInUse.class, () -> client.bind(SctpAddress.loopback(port)));
        final SctpServerChannel server = closing(provider().openServerChannel(null));
        assertThrows(SctpException.AddressInUse.class, () -> server.bind(SctpAddress.loopback(port)));
        final SctpMultiChannel many = closing(provider().openMultiChannel(null));
        assertThrows(SctpException.AddressInUse.class, () -> many.bind(SctpAddress.loopback(port)));
        SHARING.apply(client);
        client.bind(SctpAddress.loopback(port));
        assertEquals(port, portOf(client), "it shares the port now");
    }

    @Test
    void shouldFreeASharedPortWithItsLastHolder() throws IOException {
        final SctpChannel first = sharing(0);
        final int port = portOf(first);
        final SctpChannel second = sharing(port);
        final SctpChannel other = channel();
        first.close();
        assertThrows(SctpException.AddressInUse.class, () -> other.bind(SctpAddress.loopback(port)));
        second.close();
        other.bind(SctpAddress.loopback(port));
        assertThrows(SctpException.AddressInUse.class, () -> sharing(port), "it is the other's alone now");
    }

    @Test
    void shouldLetOneListenOnly() throws IOException {
        final SctpChannel client = sharing(0);
        final SctpAddress address = client.getLocalAddress();
        final SctpServerChannel first = sharingListener(address.port());
        final SctpServerChannel second = closing(provider().openServerChannel(null));
        SHARING.apply(second);
        assertThrows(SctpException.AddressInUse.class, () -> second.bind(address));
        first.close();
        second.bind(address);
        final SctpChannel stranger = channel();
        stranger.connect(address, LONG);
        talk(stranger, closing(second.accept(LONG)), "to the second");
    }

    @Test
    void shouldRefuseTheOptionWhenBound() throws IOException {
        final SctpChannel client = channel().bind(SctpAddress.loopback(0));
        assertThrows(SctpException.class, () -> SHARING.apply(client));
        assertFalse(client.getOption(SctpOptions.REUSE_PORT), "a refused change changes nothing");
        final SctpChannel sharing = sharing(0);
        assertThrows(SctpException.class, () -> sharing.setOption(SctpOptions.REUSE_PORT, false));
        assertTrue(sharing.getOption(SctpOptions.REUSE_PORT), "a refused change changes nothing");
        final SctpServerChannel listener = listener();
        assertThrows(SctpException.class, () -> SHARING.apply(listener));
        client.connect(listener.getLocalAddress(), LONG);
        assertThrows(SctpException.class, () -> SHARING.apply(client));
        final SctpChannel accepted = closing(listener.accept(LONG));
        assertThrows(SctpException.class, () -> SHARING.apply(accepted));
        talk(client, accepted, "all the same");
    }

    @Test
    void shouldTellAcceptedChannelsOfTheirListenersSetting() throws IOException {
        assertTrue(pair(Setup.NONE, SHARING).server().getOption(SctpOptions.REUSE_PORT));
        assertFalse(pair(SHARING, Setup.NONE).server().getOption(SctpOptions.REUSE_PORT));
    }

    @Test
    void shouldBeForOneToOneChannelsOnly() throws IOException {
        final SctpMultiChannel many = closing(provider().openMultiChannel(null));
        assertThrows(SctpException.Unsupported.class, () -> SHARING.apply(many));
        assertFalse(many.supportedOptions().contains(SctpOptions.REUSE_PORT));
    }
}
