package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.Association;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.PathState;
import io.sctp.option.PathStatus;
import io.sctp.option.RtoInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The engine and usrsctp's echo server over a network that loses packets, all of them for a while, or one path. */
class UsrsctpFaultsTest extends UsrsctpTck {
    private static final int STREAMS = 10;
    private static final int[] SIZES = {1, 100, 1_400, 5_000, 10_000};
    private static final int[] SMALL = {1, 10, 100};

    @Override
    protected void prepareEnvironment() throws IOException {
        LabNetwork.prepare();
        restoring(LabNetwork::restore);
        super.prepareEnvironment();
    }

    @Test
    void shouldExchangeMessagesThroughALossyNetwork() throws Exception {
        final int udpPort = freeUdpPort();
        start("echo_server", udpPort, 0);
        final SctpChannel client = connect(udpPort, ECHO);
        LabNetwork.withNetem(
                "delay 1ms loss 2% duplicate 1% reorder 5%",
                () -> {
                    exchange(client, 60, SIZES);
                    client.shutdown();
                    awaitEndOfStream(client);
                });
    }

    /** The server knows of several addresses of its own, too, and has heard of both of the client's. */
    @Test
    void shouldGoOnOverTheSecondPathWhenTheFirstIsCut() throws Exception {
        final int udpPort = freeUdpPort();
        start("echo_server", udpPort, 0);
        connect(udpPort, ECHO).close(); // it listens
        final SctpChannel client = closing(provider().openChannel(null));
        prepare(client, udpPort);
        client.bind(SctpAddress.parse(String.join("/", LabNetwork.TWO_ADDRESSES) + ":0"));
        client.connect(SctpAddress.parse(LabNetwork.TWO_ADDRESSES.get(0) + ":" + ECHO), LONG);
        for (final String address : LabNetwork.TWO_ADDRESSES) {
            await(address + " is confirmed", () -> isActive(client, address));
        }
        // What fits into a few packets, as the server tries its first path again after 1, 2, 4, 8 and 16 seconds, each
        // time with a packet.
        LabNetwork.withFirstAddressCut(() -> {
            exchange(client, STREAMS, SMALL);
            exchange(client, STREAMS, SMALL);
        });
        exchange(client, STREAMS, SIZES);
    }

    /** The server does not hear of the end of the first association, and is asked for another from the same port. */
    @Test
    void shouldBeTakenWhenItRestarts() throws Exception {
        final int udpPort = freeUdpPort();
        final SctpAddress server = SctpAddress.loopback(ECHO);
        start("echo_server", udpPort, 0);
        connect(udpPort, ECHO).close(); // it listens
        final SctpMultiChannel client = closing(provider().openMultiChannel(null));
        prepare(client, udpPort);
        client.bind(SctpAddress.parse("127.0.0.1:0"));
        final Association first = client.connect(server, LONG);
        send(client, "first", new SendInfo().association(first.id()));
        assertEquals("first", receive(client));
        LabNetwork.withNetem(
                "loss 100%",
                () -> {
                    first.abort();
                    pause(SHORT);
                });
        final Association second = client.connect(server, LONG);
        send(client, "second", new SendInfo().association(second.id()));
        assertEquals("second", receive(client));
    }

    private static void prepare(final SctpEndpoint endpoint, final int udpPort) throws IOException {
        endpoint.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, udpPort);
        endpoint.setOption(
                SctpOptions.RTOINFO,
                new RtoInfo(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(50)));
    }

    private static boolean isActive(final SctpChannel channel, final String address) throws IOException {
        for (final PathStatus path : channel.association().paths()) {
            if (path.address().toString().contains(address) && path.state() == PathState.ACTIVE) {
                return true;
            }
        }
        return false;
    }

    private static void exchange(final SctpChannel client, final int messages, final int... sizes) throws Exception {
        final FutureTask<Void> sending = background(() -> {
            for (int i = 0; i < messages; i++) {
                client.send(
                        ByteBuffer.wrap(content(i, sizes)),
                        new SendInfo().stream(i % STREAMS).ppid(i),
                        LONG);
            }
            return null;
        });
        final int[] next = new int[STREAMS];
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < messages; i++) {
            final byte[] received = receiveBytes(client, info);
            final int expected = STREAMS * next[info.stream()]++ + info.stream();
            assertEquals(expected, info.ppid(), "on stream " + info.stream());
            assertArrayEquals(content(expected, sizes), received);
        }
        result(sending);
    }

    private static byte[] content(final int number, final int... sizes) {
        final byte[] content = pattern(sizes[number % sizes.length]);
        content[0] = (byte) number;
        return content;
    }
}
