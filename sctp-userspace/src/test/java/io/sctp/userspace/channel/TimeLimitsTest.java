package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.CongestionControl;
import io.sctp.engine.packet.DataChunk;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.userspace.AttackerSocket;
import io.sctp.userspace.RawAssociation;
import io.sctp.userspace.RawPacket;
import io.sctp.userspace.UserspaceStack;
import io.sctp.userspace.UserspaceTck;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What associations have from the stack of their channel: how long a peer may keep them waiting, and more. */
class TimeLimitsTest extends Tck {
    private final UserspaceStack impatient = UserspaceStack.builder()
            .udpPort(0)
            .reassemblyLimit(Duration.ofSeconds(1))
            .shutdownStallLimit(Duration.ofSeconds(2))
            .closeLimit(Duration.ZERO)
            .congestionControl(io.sctp.option.CongestionControl.CUBIC)
            .build();

    @Override
    protected SctpProvider provider() {
        return impatient.provider();
    }

    @AfterAll
    void closeStack() {
        impatient.close();
    }

    private static AssociationConfig config(final SctpChannel channel) throws IOException {
        final UserspaceChannel own = (UserspaceChannel) channel;
        own.driver().enter();
        try {
            return own.ownAssociations().iterator().next().engine().config();
        } finally {
            own.driver().leave();
        }
    }

    @Test
    void shouldCountForTheStacksOwnAssociations() throws IOException {
        final SctpServerChannel server = listener();
        final SctpChannel usual = closing(UserspaceTck.PROVIDER.openChannel(null));
        usual.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, impatient.udpPort());
        usual.connect(server.getLocalAddress(), LONG);
        final AssociationConfig accepted = config(closing(server.accept(LONG)));
        assertEquals(TimeUnit.SECONDS.toNanos(1), accepted.reassemblyTimeoutNs());
        assertEquals(TimeUnit.SECONDS.toNanos(2), accepted.shutdownStallNs());
        assertEquals(CongestionControl.CUBIC, accepted.congestionControl());
        assertEquals(TimeUnit.SECONDS.toNanos(300), config(usual).reassemblyTimeoutNs());
        assertEquals(0, config(usual).shutdownStallNs());
        assertEquals(CongestionControl.PATH_MODEL, config(usual).congestionControl());
    }

    @Test
    void shouldEndAnAssociationWhoseMessageIsNotGoneOnWith() throws IOException {
        final SctpServerChannel server = listener();
        try (AttackerSocket socket =
                new AttackerSocket(((UserspaceEndpoint) server).driver().udpPort())) {
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
        final SctpChannel client = channel();
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
