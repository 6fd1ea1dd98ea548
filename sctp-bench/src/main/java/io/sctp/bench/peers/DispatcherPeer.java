package io.sctp.bench.peers;

import io.sctp.DispatchHandler;
import io.sctp.Message;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.dispatch.RingDispatcher;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** This library with a dispatcher of two workers at the second end, which answers from within the handler. */
final class DispatcherPeer implements Peer, DispatchHandler {
    private static final int WORKERS = 2;
    private static final long LOOK_AGAIN_NS = Duration.ofMillis(100).toNanos();

    private final BatchPeer first;
    private final RingDispatcher dispatcher;
    private final AtomicLong handled = new AtomicLong();
    private final SendInfo answerInfo = new SendInfo();
    private volatile boolean answering;
    private volatile long awaited = Long.MAX_VALUE;
    private volatile Thread waiter;

    DispatcherPeer(final SctpProvider provider, final Traffic traffic) throws IOException {
        first = new BatchPeer(provider, traffic);
        dispatcher = new DispatcherBuilder()
                .poller(provider.openPoller())
                .workers(WORKERS)
                .batchMessages(traffic.batch())
                .slotBytes(Math.max(2048, traffic.size()))
                .start();
        dispatcher.add(first.second(), this);
    }

    @Override
    public void onMessage(final Message message) {
        if (answering && message.sendQueue().offer(message.payload(), answerInfo) != SendQueue.Offer.ACCEPTED) {
            throw new IllegalStateException("no space for an answer");
        }
        if (handled.incrementAndGet() == awaited) {
            LockSupport.unpark(waiter);
        }
    }

    @Override
    public void send(final int messages) throws IOException {
        first.send(messages);
    }

    @Override
    public void receive(final int messages) {
        waiter = Thread.currentThread();
        awaited = awaited == Long.MAX_VALUE ? messages : awaited + messages;
        while (handled.get() < awaited) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
    }

    @Override
    public void ping(final int times) throws IOException {
        answering = true;
        first.ping(times);
    }

    @Override
    public void pong(final int times) {
        receive(times);
    }

    @Override
    public void close() throws IOException {
        dispatcher.close();
        first.close();
    }
}
