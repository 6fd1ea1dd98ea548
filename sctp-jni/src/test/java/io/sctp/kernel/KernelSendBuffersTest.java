package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBatch;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One-to-many channels where each association has a send buffer of its own, {@code net.sctp.sndbuf_policy=1}. */
class KernelSendBuffersTest extends Tck {
    private static final int SIZE = 1000;
    private static final int BATCH = 64;

    private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
    private final SendInfo info = new SendInfo();
    private SctpMultiChannel all;
    /** Reads when it is told to; another one never does, and has its send buffer full. */
    private Peer reading;

    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        restoring(new KernelSettings()).set("sndbuf_policy", "1");
    }

    @BeforeEach
    void stallAPeer() throws IOException {
        all = multi();
        final Peer stalled = new Peer();
        reading = new Peer();
        fill(stalled);
    }

    @Test
    void shouldShareAPacketAmongABatchWhileOtherAssociationsHaveMuchQueued() throws IOException {
        final long before = all.association(reading.id).statistics().packetsSent();
        assertEquals(BATCH, all.send(batch()));
        final long packets = all.association(reading.id).statistics().packetsSent() - before;
        assertTrue(packets < 10, BATCH + " messages of " + SIZE + " bytes went in " + packets + " packets");
        assertEquals(BATCH, reading.received(BATCH));
    }

    @Test
    void shouldSendABatchToAFullAssociationAsSoonAsItsPeerReadsWhateverTheOthersHaveQueued() throws Exception {
        final int queued = fill(reading);
        final FutureTask<Integer> sending = blocked(() -> all.send(batch(), LONG));
        assertEquals(queued + BATCH, reading.received(queued + BATCH));
        assertEquals(BATCH, result(sending));
    }

    @Test
    void shouldSendAMessageToAFullAssociationAsSoonAsItsPeerReadsWhateverTheOthersHaveQueued() throws Exception {
        final int queued = fill(reading);
        final FutureTask<Integer> sending =
                background(() -> all.send(ByteBuffer.allocate(SIZE), new SendInfo().association(reading.id), LONG));
        pause(SHORT);
        assertEquals(queued + 1, reading.received(queued + 1));
        assertEquals(SIZE, result(sending));
    }

    private MessageBatch batch() {
        final MessageBatch batch = new MessageBatch(BATCH, SIZE);
        info.association(reading.id);
        for (int i = 0; i < BATCH; i++) {
            batch.add(message.clear(), info);
        }
        return batch;
    }

    /** Sends until nothing more fits; returns how many messages went. */
    private int fill(final Peer peer) throws IOException {
        return fill(all, message, info.association(peer.id));
    }

    /** An association with a channel of its own at the other end. */
    private final class Peer {
        private final int id;
        private final SctpChannel channel;

        Peer() throws IOException {
            try (SctpServerChannel listener = provider().openServerChannel(null)) {
                listener.bind(SctpAddress.loopback(0));
                id = all.connect(listener.getLocalAddress()).id();
                channel = closing(listener.accept());
            }
        }

        /** Receives so many messages; fails if they do not come. */
        int received(final int wanted) throws IOException {
            final MessageBatch batch = new MessageBatch(BATCH, SIZE);
            int count = 0;
            while (count < wanted) {
                count += channel.receive(batch, LONG);
            }
            return count;
        }
    }
}
