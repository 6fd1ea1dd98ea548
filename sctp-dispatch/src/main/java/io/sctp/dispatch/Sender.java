package io.sctp.dispatch;

import io.sctp.MessageBatch;
import io.sctp.SctpException;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The way out: takes offered messages from a ring, queues them by association, and sends each association's in batches.
 * One that the channel has no room for is left alone for a while, and the others go on.
 *
 * <p>What offering threads call is safe for use by many; the rest is for the poller.
 */
final class Sender {
    private static final long RETRY_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int DRAIN_LIMIT = 1024;

    private final OutboundPool pool;
    private final SlotRing offered;
    private final int window;
    private final int maximumBytes;
    private final DispatcherCounters counters;
    private final MessageBatch batch;
    // With room for all there can be, so that nothing is lost for want of memory: an outlet here has a slot at least.
    private final Deque<LineOutlet> ready;
    private final Deque<LineOutlet> blocked;
    private final Deque<OutboundSlot> unsent;
    private boolean noRoom;
    private LineOutlet firstRefusing;
    private LineOutlet lastRefusing;
    private final AtomicReference<LineOutlet> wishes = new AtomicReference<>();
    private final IOException withoutMemory = new IOException("cannot be sent: out of memory");
    private volatile boolean closing;

    Sender(
            final OutboundPool pool,
            final int batchMessages,
            final int window,
            final int maximumBytes,
            final DispatcherCounters counters) {
        this.pool = pool;
        this.window = window;
        this.maximumBytes = maximumBytes;
        this.counters = counters;
        this.offered = SlotRing.manyToOne(pool.slab().slots(), this::onOffered);
        this.batch = new MessageBatch(batchMessages, pool.slab());
        final int slots = pool.slab().slots();
        this.ready = new ArrayDeque<>(slots + 1);
        this.blocked = new ArrayDeque<>(slots + 1);
        this.unsent = new ArrayDeque<>(slots + 1);
    }

    // ---- For threads that offer

    void requireSendable(final int length, final SendInfo info) {
        if (length <= 0 || length > maximumBytes) {
            throw new IllegalArgumentException("a message of " + length + " bytes; the dispatcher takes 1 to "
                    + maximumBytes + " (maximumMessageBytes)");
        }
        if (info != null && info.destination() != null) {
            throw new IllegalArgumentException("an outlet leads to its association, not to " + info.destination());
        }
    }

    boolean isClosing() {
        return closing;
    }

    int window() {
        return window;
    }

    OutboundSlot takeSlot(final int length) {
        return pool.take(length);
    }

    void giveBack(final OutboundSlot slot) {
        pool.giveBack(slot);
    }

    void publish(final OutboundSlot slot) {
        offered.put(slot.number());
    }

    /** The outlet has refused an offer; it is put on a stack, on which it is not yet. */
    void wishForRoom(final LineOutlet outlet) {
        LineOutlet top;
        do {
            top = wishes.get();
            outlet.nextWish(top);
        } while (!wishes.compareAndSet(top, outlet));
    }

    // ---- For the poller

    void close() {
        closing = true;
    }

    /** One round; returns how many messages were taken or sent. */
    int doWork() {
        int work = offered.drain(DRAIN_LIMIT);
        work += retryBlocked();
        for (int left = ready.size(); left > 0; left--) {
            work += send(ready.poll());
        }
        return work;
    }

    private void onOffered(final int number) {
        final OutboundSlot slot = pool.slot(number);
        if (slot.outlet().append(slot)) {
            ready.add(slot.outlet());
        }
    }

    private int retryBlocked() {
        if (blocked.isEmpty()) {
            return 0;
        }
        final long nowNs = System.nanoTime();
        int work = 0;
        for (int left = blocked.size(); left > 0 && blocked.peek().retryAtNs() - nowNs <= 0; left--) {
            work += send(blocked.poll());
        }
        return work;
    }

    private int send(final LineOutlet outlet) {
        noRoom = true; // whatever is thrown from here, it is tried again after a while
        try {
            return sendBatch(outlet);
        } finally {
            if (outlet.head() != null && noRoom) {
                outlet.retryAtNs(System.nanoTime() + RETRY_NS);
                blocked.add(outlet);
            } else if (outlet.head() != null) {
                ready.add(outlet);
            }
        }
    }

    /** Sends one batch; returns how many went. */
    private int sendBatch(final LineOutlet outlet) {
        batch.clear();
        for (OutboundSlot slot = outlet.head(); slot != null && !batch.isFull(); slot = slot.next()) {
            slot.addTo(batch);
        }
        final IOException failure = trySend(outlet);
        final int sent = batch.position();
        for (int i = 0; i < sent; i++) {
            pool.giveBack(outlet.remove());
        }
        counters.sent(sent);
        if (failure != null) {
            fail(outlet, failure);
        }
        noRoom = failure == null && sent < batch.size();
        return sent;
    }

    /** Sends what the channel has room for; returns why the first of the rest was refused, or null. */
    private IOException trySend(final LineOutlet outlet) {
        try {
            outlet.channel().send(batch);
            return null;
        } catch (final IOException e) {
            return e;
        } catch (final Throwable e) {
            return cannotBeSent(e);
        }
    }

    /** The message is reported, and not tried again, whatever it was. */
    private IOException cannotBeSent(final Throwable cause) {
        try {
            return new IOException("cannot be sent", cause);
        } catch (final OutOfMemoryError e) {
            return withoutMemory;
        }
    }

    /** The first message was refused; if the association is gone, so are all behind it. */
    private void fail(final LineOutlet outlet, final IOException failure) {
        final boolean gone = failure instanceof SctpException.Ended
                || failure instanceof SctpException.NotConnected
                || failure instanceof ClosedChannelException;
        if (gone) {
            outlet.line().forget(outlet);
        }
        do {
            final OutboundSlot slot = outlet.remove();
            slot.failure(failure);
            unsent.add(slot);
        } while (gone && outlet.head() != null);
    }

    /** A message that could not be sent and has not been reported, or null. */
    OutboundSlot takeUnsent() {
        return unsent.poll();
    }

    /** An outlet that refused an offer and has room now, or null; each only once for each wish. */
    LineOutlet takeWritable() {
        for (LineOutlet wish = wishes.getAndSet(null); wish != null; wish = wish.takeNextWish()) {
            addRefusing(wish);
        }
        if (firstRefusing != null && pool.hasRoom()) {
            final LineOutlet last = lastRefusing;
            LineOutlet outlet;
            do {
                outlet = takeRefusing();
                if (outlet.grantRoom()) {
                    return outlet;
                }
                addRefusing(outlet);
            } while (!outlet.equals(last));
        }
        return null;
    }

    private void addRefusing(final LineOutlet outlet) {
        outlet.nextRefusing(null);
        if (firstRefusing == null) {
            firstRefusing = outlet;
        } else {
            lastRefusing.nextRefusing(outlet);
        }
        lastRefusing = outlet;
    }

    private LineOutlet takeRefusing() {
        final LineOutlet first = firstRefusing;
        firstRefusing = first.nextRefusing();
        return first;
    }

    /** Whether every accepted message has been sent or reported. */
    boolean isIdle() {
        return pool.inUse() == 0;
    }

    /** How many accepted messages have not been sent or reported. */
    int accepted() {
        return pool.inUse();
    }
}
