package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SendInfo;
import io.sctp.udp.RelayedPath;
import io.sctp.udp.UdpRelay;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The engine and usrsctp's echo server, over a path with delay that loses packets in both directions. */
class UsrsctpLossTest extends UsrsctpTck {
    private static final int MESSAGES = 600;
    private static final int SIZE = 1_200;

    @Test
    void shouldDeliverEverythingBothWaysInOrder() throws Exception {
        final int udpPort = freeUdpPort();
        start("echo_server", udpPort, 0);
        final UdpRelay relay = closing(UdpRelay.to(
                new InetSocketAddress(ip("127.0.0.1"), udpPort), RelayedPath.of(Duration.ofMillis(5), 0.02, 0), 1));
        final SctpChannel client = connect(relay.clientSide().getPort(), ECHO);
        final FutureTask<Void> sending = background(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                client.send(ByteBuffer.wrap(pattern(SIZE)), new SendInfo().ppid(i), LONG);
            }
            return null;
        });
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < MESSAGES; i++) {
            final byte[] received = receiveBytes(client, info);
            assertEquals(i, info.ppid());
            assertArrayEquals(pattern(SIZE), received);
        }
        result(sending);
        client.shutdown();
        awaitEndOfStream(client);
        assertTrue(
                relay.countsToServer().lost() > 0, () -> relay.countsToServer().toString());
        assertTrue(
                relay.countsToClient().lost() > 0, () -> relay.countsToClient().toString());
    }
}
