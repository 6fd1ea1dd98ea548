package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpServerChannel;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.packet.DataChunk;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a peer may keep an association waiting, by the system properties that say so. */
class TimeLimitsTest extends Tck {
    private static final Map<String, String> SHORT =
            Map.of(Settings.REASSEMBLY_PROPERTY, "1", Settings.SHUTDOWN_STALL_PROPERTY, "2");

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private interface Opening<C> {
        C open() throws IOException;
    }

    /** Opens a channel while the properties say so; what they say afterwards does not matter. */
    private <C extends AutoCloseable> C with(final Map<String, String> properties, final Opening<C> opening)
            throws IOException {
        properties.forEach(System::setProperty);
        try {
            return closing(opening.open());
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    private static EngineConfig config(final SctpChannel channel) throws IOException {
        final OneToOneChannel own = (OneToOneChannel) channel;
        own.driver().enter();
        try {
            return own.lines().iterator().next().engine().config();
        } finally {
            own.driver().leave();
        }
    }

    @Test
    void shouldCountForAssociationsOfChannelsThatAreOpenedAfterwards() throws IOException {
        final SctpServerChannel server = with(SHORT, () -> provider().openServerChannel(null));
        server.bind(SctpAddress.loopback(0));
        final SctpChannel usual = closing(provider().openChannel(null));
        usual.connect(server.getLocalAddress(), LONG);
        final EngineConfig accepted = config(closing(server.accept(LONG)));
        assertEquals(TimeUnit.SECONDS.toNanos(1), accepted.reassemblyTimeoutNs());
        assertEquals(TimeUnit.SECONDS.toNanos(2), accepted.shutdownStallNs());
        assertEquals(TimeUnit.SECONDS.toNanos(300), config(usual).reassemblyTimeoutNs());
        assertEquals(0, config(usual).shutdownStallNs());
    }

    @Test
    void shouldSayWhatIsWrongWhenAChannelIsOpened() {
        final Map<String, String> wrong = Map.of(Settings.REASSEMBLY_PROPERTY, "soon");
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> with(wrong, () -> provider().openChannel(null)));
        assertTrue(refused.getMessage().contains("'soon', not a number from 0 to 86400"), refused.getMessage());
    }

    @Test
    void shouldEndAnAssociationWhoseMessageIsNotGoneOnWith() throws IOException {
        final SctpServerChannel server = with(SHORT, () -> provider().openServerChannel(null));
        server.bind(SctpAddress.loopback(0));
        try (AttackerSocket socket =
                new AttackerSocket(((Endpoint) server).driver().udpPort())) {
            final RawAssociation peer =
                    socket.connect(30_100, server.getLocalAddress().port());
            final SctpChannel accepted = closing(server.accept(LONG));
            final int chunk = peer.header(socket.packet(), 0);
            final int end = RawPacket.data(socket.packet(), chunk, DataChunk.FLAG_BEGIN, peer.tsn, 0, 0, 8);
            socket.send(RawPacket.finish(socket.packet(), 0, end));
            final SctpException ended = assertThrows(
                    SctpException.Ended.class,
                    () -> accepted.receive(ByteBuffer.allocate(100), new ReceiveInfo(), LONG));
            assertEquals(io.sctp.Errno.ECONNABORTED.number(), ended.errno());
        }
    }

    /** The peer answers, and takes no more data. */
    @Test
    void shouldEndAShutdownInWhichNothingIsAcknowledged() throws Exception {
        final SctpServerChannel server = server();
        final SctpChannel client = with(SHORT, () -> provider().openChannel(null));
        client.connect(server.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(server.accept(LONG));
        client.configureBlocking(false);
        final ByteBuffer message = ByteBuffer.allocateDirect(10_000);
        while (client.send(message.clear(), null) > 0) {
            // Nobody reads.
        }
        client.shutdown();
        client.configureBlocking(true);
        assertThrows(
                SctpException.Ended.class, () -> client.receive(ByteBuffer.allocate(100), new ReceiveInfo(), LONG));
        final ByteBuffer all = ByteBuffer.allocate(10_000);
        assertThrows(SctpException.Ended.class, () -> {
            while (true) {
                accepted.receive(all.clear(), new ReceiveInfo(), LONG);
            }
        });
    }

    private SctpServerChannel server() throws IOException {
        final SctpServerChannel server = closing(provider().openServerChannel(null));
        server.setOption(StandardSocketOptions.SO_RCVBUF, 8192);
        return server.bind(SctpAddress.loopback(0));
    }
}
