package io.sctp.bench.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An inbox for channels that a NIO selector can watch. */
final class NioInbox implements Inbox {
    private record Watched(Connection connection, Handler handler) {}

    private record Arrival(SelectableChannel channel, Watched watched) {}

    private final Selector selector = Selector.open();
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    NioInbox() throws IOException {}

    @Override
    public void add(final Connection connection, final Handler handler) {
        arrivals.add(new Arrival(((NioPeer) connection).selectable(), new Watched(connection, handler)));
        selector.wakeup();
    }

    @Override
    public void poll(final Duration timeout) throws IOException {
        selector.select(this::handle, Math.max(1, timeout.toMillis()));
        for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            arrival.channel().register(selector, SelectionKey.OP_READ, arrival.watched());
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }

    private void handle(final SelectionKey key) {
        final Watched watched = (Watched) key.attachment();
        try {
            if (!watched.handler().onReadable(watched.connection())) {
                key.cancel();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A peer whose channel a selector can watch. */
    interface NioPeer extends Connection {
        /** The channel, in non-blocking mode. */
        SelectableChannel selectable();
    }
}
