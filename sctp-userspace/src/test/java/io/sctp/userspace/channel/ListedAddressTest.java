package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.Association;
import io.sctp.SctpAddress;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.userspace.AttackerSocket;
import io.sctp.userspace.UserspaceProvider;
import io.sctp.userspace.UserspaceTck;
import io.sctp.userspace.address.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 9260 section 5.4, RFC 5062 section 2: who lists somebody else's address does not get the messages sent there. */
@Timeout(30)
final class ListedAddressTest {
    private static final int PORT = 30_123;
    private static final int CLOSED_UDP_PORT = 9;
    private static final String VICTIM = "127.0.0.77";

    @Test
    void shouldNotSendToAnAssociationThatOnlyListsTheAddress() throws IOException {
        try (SctpMultiChannel server = new UserspaceProvider().openMultiChannel(null)) {
            server.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, CLOSED_UDP_PORT);
            server.bind(SctpAddress.loopback(0));
            server.configureBlocking(false);
            final int serverPort = server.getLocalAddress().port();
            try (AttackerSocket attacker =
                    new AttackerSocket(UserspaceTck.stack().udpPortOf(InetAddress.getLoopbackAddress(), serverPort))) {
                attacker.connect(PORT, serverPort, Addresses.of(InetAddress.getByName(VICTIM)));
                final List<Association> before = server.associations();
                assertEquals(1, before.size());
                send(server, "127.0.0.1");
                assertEquals(before, server.associations(), "the address that answered is the attacker's");
                send(server, VICTIM);
                assertEquals(2, server.associations().size(), "the other one is not: a new association begins");
            }
        }
    }

    private static void send(final SctpMultiChannel server, final String address) throws IOException {
        final SendInfo info = new SendInfo();
        info.destination(new InetSocketAddress(address, PORT));
        server.send(ByteBuffer.allocateDirect(1), info);
    }
}
