package io.sctp.dispatch;

import io.sctp.DispatchHandler;
import io.sctp.Dispatcher;
import io.sctp.Outlet;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpPoller;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Int2ObjectHashMap;

/** One channel with its handler and its associations' outlets. */
final class DispatchedLine implements Dispatcher.Line {
    private static final long FIRST_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int number;
    private final SctpMessageChannel channel;
    private final DispatchHandler handler;
    private final Sender sender;
    private final ConcurrentMap<Integer, LineOutlet> outlets = new ConcurrentHashMap<>();

    // For the poller.
    private final Int2ObjectHashMap<LineOutlet> known = new Int2ObjectHashMap<>();
    private final boolean manyAssociations;
    private int failures;
    private long retryAtNs;
    private volatile SctpPoller.Registration registration;
    private volatile boolean ended;
    private IOException endCause;
    private DispatchedLine nextEnded;

    DispatchedLine(
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
    public Outlet outlet(final int association) {
        return outlets.computeIfAbsent(association, id -> new LineOutlet(this, id, sender));
    }

    // ---- For the poller

    /** The outlet of an association, without looking further for one that was asked for before. */
    LineOutlet outletOf(final int association) {
        final int id = manyAssociations ? association : 0;
        LineOutlet outlet = known.get(id);
        if (outlet == null) {
            outlet = (LineOutlet) outlet(id);
            known.put(id, outlet);
        }
        return outlet;
    }

    /** The association has ended. */
    void forget(final LineOutlet outlet) {
        outlet.close();
        if (manyAssociations) {
            known.remove(outlet.association());
            outlets.remove(outlet.association(), outlet);
        }
    }

    // ---- Failures

    /** Whether a receive that threw is not to be tried again yet. */
    boolean waitsToRetry() {
        return failures > 0 && retryAtNs - System.nanoTime() > 0;
    }

    /** A receive has thrown, so many times in a row; the next one is tried later each time. */
    int failed() {
        failures++;
        retryAtNs = System.nanoTime() + (FIRST_RETRY_NS << failures);
        return failures;
    }

    void succeeded() {
        failures = 0;
    }

    // ---- The end

    /** What watches the channel; cancelled at once if the end came before. */
    void watchedBy(final SctpPoller.Registration watching) {
        registration = watching;
        if (ended) {
            watching.cancel();
        }
    }

    /**
     * No association has a future here.
     *
     * @param cause what the channel said, or null
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

    DispatchedLine nextEnded() {
        return nextEnded;
    }

    void nextEnded(final DispatchedLine line) {
        nextEnded = line;
    }
}
