package io.sctp.bench.peers;

import io.sctp.MessageBatch;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * This library with batches over many associations, a batch for each in turn; one way only. Each end has either a
 * channel for each association, received from with a poller, or one channel for all.
 */
final class ManyPeer implements Peer {
    private static final int CHANNELS_AT_ONCE = 1024;

    private final List<SctpMessageChannel> channels = new ArrayList<>();
    private final SctpMessageChannel[] senders;
    private final int[] ids;
    private final SctpPoller poller;
    private final SendInfo info = new SendInfo();
    private final MessageBatch out;
    private final MessageBatch in;
    private final ByteBuffer message;
    private int next;
    private int received;

    private ManyPeer(final SctpProvider provider, final Traffic traffic) throws IOException {
        senders = new SctpMessageChannel[traffic.associations()];
        ids = new int[traffic.associations()];
        poller = provider.openPoller();
        out = new MessageBatch(traffic.batch(), traffic.size());
        in = new MessageBatch(traffic.batch(), traffic.size());
        message = ByteBuffer.allocateDirect(traffic.size());
    }

    /** A channel for each association at both ends. */
    static ManyPeer oneToOne(final SctpProvider provider, final Traffic traffic) throws IOException {
        final ManyPeer peer = new ManyPeer(provider, traffic);
        try (SctpServerChannel listener = provider.openServerChannel(null)) {
            listener.bind(SctpAddress.loopback(0));
            for (int i = 0; i < traffic.associations(); i++) {
                peer.senders[i] = peer.kept(peer.connected(provider, listener.getLocalAddress()));
                peer.receiveFrom(listener.accept());
            }
        }
        return peer;
    }

    /** One channel for all associations at the end that receives. */
    static ManyPeer manyReceives(final SctpProvider provider, final Traffic traffic) throws IOException {
        final ManyPeer peer = new ManyPeer(provider, traffic);
        final SctpMultiChannel all = provider.openMultiChannel(null);
        all.bind(SctpAddress.loopback(0), traffic.associations());
        peer.receiveFrom(all);
        for (int i = 0; i < traffic.associations(); i++) {
            peer.senders[i] = peer.kept(peer.connected(provider, all.getLocalAddress()));
        }
        return peer;
    }

    /** One channel for all associations at the end that sends. */
    static ManyPeer manySends(final SctpProvider provider, final Traffic traffic) throws IOException {
        final ManyPeer peer = new ManyPeer(provider, traffic);
        final SctpMultiChannel all = provider.openMultiChannel(null);
        peer.kept(all);
        for (int i = 0; i < traffic.associations(); i++) {
            // The kernel knows associations by addresses and ports: each needs a listener of its own.
            try (SctpServerChannel listener = provider.openServerChannel(null)) {
                listener.bind(SctpAddress.loopback(0));
                peer.senders[i] = all;
                peer.ids[i] = all.connect(listener.getLocalAddress()).id();
                peer.receiveFrom(listener.accept());
            }
        }
        return peer;
    }

    private SctpChannel connected(final SctpProvider provider, final SctpAddress remote) throws IOException {
        final SctpChannel channel = provider.openChannel(null);
        channel.connect(remote);
        return channel;
    }

    private <T extends SctpMessageChannel> T kept(final T channel) {
        channels.add(channel);
        return channel;
    }

    private void receiveFrom(final SctpMessageChannel channel) throws IOException {
        kept(channel).configureBlocking(false);
        poller.register(channel, SctpPoller.READABLE, (registration, ready) -> {
            final int count = OwnEnds.counted(channel.receive(in));
            received += Math.max(0, count);
        });
    }

    @Override
    public void send(final int messages) throws IOException {
        int left = messages;
        while (left > 0) {
            final int count = Math.min(left, out.capacity());
            out.clear();
            info.association(ids[next]);
            for (int i = 0; i < count; i++) {
                out.add(message.clear(), info);
            }
            left -= senders[next].send(out);
            next = next + 1 == senders.length ? 0 : next + 1;
        }
    }

    @Override
    public void receive(final int messages) throws IOException {
        while (received < messages) {
            poller.poll(null, CHANNELS_AT_ONCE);
        }
        received -= messages;
    }

    @Override
    public void ping(final int times) {
        throw new UnsupportedOperationException("many associations are measured one way");
    }

    @Override
    public void pong(final int times) {
        throw new UnsupportedOperationException("many associations are measured one way");
    }

    @Override
    public void close() throws IOException {
        poller.close();
        for (final SctpMessageChannel channel : channels) {
            channel.close();
        }
    }
}
