package io.sctp.dispatch;

import io.sctp.DispatchHandler;
import io.sctp.Dispatcher;
import io.sctp.Outlet;
import io.sctp.SctpMessageChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.agrona.collections.Int2ObjectHashMap;

/** One channel with its handler and its associations' outlets. */
final class DispatchedLine implements Dispatcher.Line {
    private final int number;
    private final SctpMessageChannel channel;
    private final DispatchHandler handler;
    private final Sender sender;
    private final ConcurrentMap<Integer, LineOutlet> outlets = new ConcurrentHashMap<>();

    // For the poller.
    private final Int2ObjectHashMap<LineOutlet> known = new Int2ObjectHashMap<>();
    private final boolean manyAssociations;

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

    /** No association has a future here. */
    void end() {
        outlets.values().forEach(LineOutlet::close);
    }
}
