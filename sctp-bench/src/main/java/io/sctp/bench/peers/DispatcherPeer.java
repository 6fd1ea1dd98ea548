package io.sctp.bench.peers;

import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.dispatch.RingDispatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** This library with a dispatcher of two workers at the second end; one way only. */
final class DispatcherPeer implements Peer {
    private static final int WORKERS = 2;

    private final BatchPeer ends;
    private final RingDispatcher dispatcher;
    private final AtomicLong handled = new AtomicLong();
    private volatile long awaited = Long.MAX_VALUE;
    private volatile Thread waiter;

    DispatcherPeer(final int messageBytes, final int batch, final int streams) throws IOException {
        ends = new BatchPeer(messageBytes, batch, streams);
        dispatcher =
                new DispatcherBuilder().workers(WORKERS).batchMessages(batch).start();
        dispatcher.add(ends.second(), message -> {
            if (handled.incrementAndGet() == awaited) {
                LockSupport.unpark(waiter);
            }
        });
    }

    @Override
    public void send(final int messages) throws IOException {
        ends.send(messages);
    }

    @Override
    public void receive(final int messages) {
        waiter = Thread.currentThread();
        awaited = awaited == Long.MAX_VALUE ? messages : awaited + messages;
        while (handled.get() < awaited) {
            LockSupport.parkNanos(this, Duration.ofMillis(100).toNanos());
        }
    }

    @Override
    public void ping(final int times) {
        throw new UnsupportedOperationException("the dispatcher is measured one way");
    }

    @Override
    public void pong(final int times) {
        throw new UnsupportedOperationException("the dispatcher is measured one way");
    }

    @Override
    public void close() throws IOException {
        dispatcher.close();
        ends.close();
    }
}
