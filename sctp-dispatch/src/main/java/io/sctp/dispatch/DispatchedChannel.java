package io.sctp.dispatch;

import io.sctp.DispatchHandler;
import io.sctp.Dispatcher;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpPoller;
import io.sctp.SendQueue;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Int2ObjectHashMap;

/** One channel with its handler and its associations' send queues. */
final class DispatchedChannel implements Dispatcher.Registration {
    private static final long FIRST_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int number;
    private final SctpMessageChannel channel;
    private final DispatchHandler handler;
    private final Sender sender;
    private final ConcurrentMap<Integer, RingSendQueue> sendQueues = new ConcurrentHashMap<>();

    // Used only by the poller.
    private final Int2ObjectHashMap<RingSendQueue> known = new Int2ObjectHashMap<>();
    private final boolean manyAssociations;
    private final HandlerPace pace = new HandlerPace();
    private int failures;
    private long retryAtNs;
    private volatile SctpPoller.Registration registration;
    private volatile boolean ended;
    private IOException endCause;
    private DispatchedChannel nextEnded;

    DispatchedChannel(
            final int number,
            final SctpMessageChannel channel,
            final boolean manyAssociations,
            final DispatchHandler handler,
            final Sender sender) {
        this.number = number;
        this.channel = channel;
        this.manyAssociations = manyAssociations;
        this.handler = handler;
        this.sender = sender;
    }

    int number() {
        return number;
    }

    @Override
    public SctpMessageChannel channel() {
        return channel;
    }

    DispatchHandler handler() {
        return handler;
    }

    @Override
    public SendQueue sendQueue(final int association) {
        return sendQueues.computeIfAbsent(association, id -> new RingSendQueue(this, id, sender));
    }

    // ---- For the poller

    /** The send queue of an association, from the poller's own map of those it has used. */
    RingSendQueue sendQueueOf(final int association) {
        final int id = manyAssociations ? association : 0;
        RingSendQueue sendQueue = known.get(id);
        if (sendQueue == null) {
            sendQueue = (RingSendQueue) sendQueue(id);
            known.put(id, sendQueue);
        }
        return sendQueue;
    }

    /** Forgets an association that has ended. */
    void forget(final RingSendQueue sendQueue) {
        sendQueue.close();
        if (manyAssociations) {
            known.remove(sendQueue.association(), sendQueue);
            sendQueues.remove(sendQueue.association(), sendQueue);
        }
    }

    HandlerPace pace() {
        return pace;
    }

    // ---- Failures

    /** Whether to wait before the next receive, after one that threw. */
    boolean waitsToRetry() {
        return failures > 0 && retryAtNs - System.nanoTime() > 0;
    }

    /** Counts a receive that threw, and returns how many did in a row. The next one is delayed more each time. */
    int failed() {
        failures++;
        retryAtNs = System.nanoTime() + (FIRST_RETRY_NS << failures);
        return failures;
    }

    void succeeded() {
        failures = 0;
    }

    // ---- The end

    /** Sets the registration that watches the channel. It is cancelled at once if the channel has ended. */
    void watchedBy(final SctpPoller.Registration watching) {
        registration = watching;
        if (ended) {
            watching.cancel();
        }
    }

    /**
     * Ends all associations of the channel.
     *
     * @param cause the channel's exception, or null
     * @return false if it had ended before
     */
    boolean end(final IOException cause) {
        if (ended) {
            return false;
        }
        endCause = cause;
        ended = true;
        return true;
    }

    void stopWatching() {
        final SctpPoller.Registration watching = registration;
        if (watching != null) {
            watching.cancel();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    IOException endCause() {
        return endCause;
    }

    DispatchedChannel nextEnded() {
        return nextEnded;
    }

    void nextEnded(final DispatchedChannel dispatched) {
        nextEnded = dispatched;
    }
}
