package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBatch;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** One-to-many channels where each association has a send buffer of its own, {@code net.sctp.sndbuf_policy=1}. */
class KernelSendBuffersTest extends Tck {
    private static final int SIZE = 1000;
    private static final int BATCH = 64;

    private final KernelSettings settings = new KernelSettings();
    private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
    private final SendInfo info = new SendInfo();

    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        settings.set("sndbuf_policy", "1");
    }

    @Override
    protected void restoreEnvironment() throws IOException {
        settings.restore();
    }

    @Test
    void shouldShareAPacketAmongABatchWhileOtherAssociationsHaveMuchQueued() throws IOException {
        final SctpMultiChannel all = multi();
        final Peer stalled = new Peer(all);
        final Peer reading = new Peer(all);
        fill(all, stalled.id);
        final long before = all.association(reading.id).statistics().packetsSent();
        assertEquals(BATCH, all.send(batch(reading.id)));
        final long packets = all.association(reading.id).statistics().packetsSent() - before;
        assertTrue(packets < 10, BATCH + " messages of " + SIZE + " bytes went in " + packets + " packets");
        assertEquals(BATCH, reading.received(BATCH));
    }

    @Test
    void shouldSendABatchToAFullAssociationAsSoonAsItsPeerReadsWhateverTheOthersHaveQueued() throws Exception {
        final SctpMultiChannel all = multi();
        final Peer stalled = new Peer(all);
        final Peer reading = new Peer(all);
        fill(all, stalled.id);
        final int queued = fill(all, reading.id);
        final FutureTask<Integer> sending = blocked(() -> all.send(batch(reading.id), LONG));
        assertEquals(queued + BATCH, reading.received(queued + BATCH));
        assertEquals(BATCH, result(sending));
    }

    @Test
    void shouldSendAMessageToAFullAssociationAsSoonAsItsPeerReadsWhateverTheOthersHaveQueued() throws Exception {
        final SctpMultiChannel all = multi();
        final Peer stalled = new Peer(all);
        final Peer reading = new Peer(all);
        fill(all, stalled.id);
        final int queued = fill(all, reading.id);
        final FutureTask<Integer> sending = new FutureTask<>(
                () -> all.send(ByteBuffer.allocate(SIZE), new SendInfo().association(reading.id), LONG));
        new Thread(sending, "sends to the peer that will read").start();
        Thread.sleep(SHORT.toMillis());
        assertEquals(queued + 1, reading.received(queued + 1));
        assertEquals(SIZE, result(sending));
    }

    private MessageBatch batch(final int association) {
        final MessageBatch batch = new MessageBatch(BATCH, SIZE);
        info.association(association);
        for (int i = 0; i < BATCH; i++) {
            batch.add(message.clear(), info);
        }
        return batch;
    }

    /** Sends until nothing more fits; returns how many messages went. */
    private int fill(final SctpMultiChannel all, final int association) throws IOException {
        all.configureBlocking(false);
        info.association(association);
        int sent = 0;
        while (all.send(message.clear(), info) != SctpMessageChannel.WOULD_BLOCK) {
            sent++;
        }
        all.configureBlocking(true);
        return sent;
    }

    /** An association with a channel of its own at the other end. */
    private final class Peer {
        private final int id;
        private final SctpChannel channel;

        Peer(final SctpMultiChannel all) throws IOException {
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
