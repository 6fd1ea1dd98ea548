package io.sctp.dispatch;

import io.sctp.MessageBatch;
import io.sctp.SctpException;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sending side: takes offered messages from a ring, queues them by association, and sends them in batches. If a
 * channel has no buffer space it is left alone for a while, and the others continue.
 *
 * <p>The poller does that, and wakes up for it. Only the answer to a message that is alone is sent by the worker that
 * handles it: to wake the poller would take longer. One thread sends at a time; whoever leaves something to do for the
 * poller wakes it.
 *
 * <p>The methods for offering threads are safe for use by several at once. The rest is for the poller.
 */
final class Sender {
    private static final Duration RETRY = Duration.ofNanos(200_000);
    private static final long RETRY_NS = RETRY.toNanos();
    private static final int DRAIN_LIMIT = 1024;

    private final OutboundPool pool;
    private final SlotRing offered;
    private final int window;
    private final int maximumBytes;
    private final DispatcherCounters counters;
    private final Doorbell doorbell;
    /** Held by the thread that sends; guards what follows. */
    private final ReentrantLock turn = new ReentrantLock();

    private final MessageBatch batch;
    // Has capacity for all send queues that can be in it, so that adding one never allocates: a queue in it has at
    // least one slot.
    private final Deque<RingSendQueue> ready;
    private final Deque<RingSendQueue> blocked;
    private final Deque<OutboundSlot> unsent;
    private boolean noRoom;
    /** Whether messages were sent since the poller last looked whom to grant room. */
    private boolean roomFreed;

    private RingSendQueue firstRefusing;
    private RingSendQueue lastRefusing;
    /** Whether there is something to report, as far as the last thread that sent knows. */
    private volatile boolean hasReports;

    private final AtomicReference<RingSendQueue> wishes = new AtomicReference<>();
    /** The worker that may send what it offers next; null for none. */
    private volatile Thread answering;

    private final IOException withoutMemory = new IOException("cannot be sent: out of memory");
    private volatile boolean closing;

    Sender(
            final OutboundPool pool,
            final int batchMessages,
            final int window,
            final int maximumBytes,
            final DispatcherCounters counters,
            final Doorbell doorbell) {
        this.pool = pool;
        this.window = window;
        this.maximumBytes = maximumBytes;
        this.counters = counters;
        this.doorbell = doorbell;
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
            throw new IllegalArgumentException("a send queue leads to its association, not to " + info.destination());
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
        if (!Thread.currentThread().equals(answering) || !sendAtOnce()) {
            doorbell.ring();
        }
    }

    /**
     * Lets the calling thread send its next offer itself. Further ones are for the poller, which can send them in one
     * batch. Of several threads, the last to call this has the privilege.
     */
    void beginAnswer() {
        answering = Thread.currentThread();
    }

    void endAnswer() {
        if (Thread.currentThread().equals(answering)) {
            answering = null;
        }
    }

    /** Returns whether nothing is left to do for the poller. */
    private boolean sendAtOnce() {
        answering = null;
        if (!turn.tryLock()) {
            return false;
        }
        try {
            sendRound();
            return isDone();
        } catch (final RuntimeException | Error e) {
            return false; // the offer was accepted; the poller meets the error again, and tells of it
        } finally {
            turn.unlock();
        }
    }

    private boolean isDone() {
        return offered.isEmpty() && ready.isEmpty() && blocked.isEmpty() && !hasReports;
    }

    /**
     * Records that a send queue has refused an offer and wants to be notified. It is pushed on a stack, which does not
     * contain it yet.
     */
    void wishForRoom(final RingSendQueue sendQueue) {
        RingSendQueue top;
        do {
            top = wishes.get();
            sendQueue.nextWish(top);
        } while (!wishes.compareAndSet(top, sendQueue));
        doorbell.ring();
    }

    // ---- For the poller

    void close() {
        closing = true;
    }

    /** Runs one round, unless a worker sends just now. Returns the number of messages taken or sent. */
    int doWork() {
        if (!turn.tryLock()) {
            return 0;
        }
        try {
            return sendRound();
        } finally {
            turn.unlock();
        }
    }

    private int sendRound() {
        int work = offered.drain(DRAIN_LIMIT);
        work += retryBlocked();
        for (int left = ready.size(); left > 0; left--) {
            work += send(ready.poll());
        }
        noteReports();
        return work;
    }

    private void onOffered(final int number) {
        final OutboundSlot slot = pool.slot(number);
        if (slot.sendQueue().append(slot)) {
            ready.add(slot.sendQueue());
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

    private int send(final RingSendQueue sendQueue) {
        noRoom = true; // whatever is thrown from here on, it is tried again after a while
        try {
            return sendBatch(sendQueue);
        } finally {
            if (sendQueue.head() != null && noRoom) {
                sendQueue.retryAtNs(System.nanoTime() + RETRY_NS);
                blocked.add(sendQueue);
            } else if (sendQueue.head() != null) {
                ready.add(sendQueue);
            }
        }
    }

    /** Sends one batch. Returns the number of messages sent. */
    private int sendBatch(final RingSendQueue sendQueue) {
        batch.clear();
        for (OutboundSlot slot = sendQueue.head(); slot != null && !batch.isFull(); slot = slot.next()) {
            slot.addTo(batch);
        }
        final IOException failure = trySend(sendQueue);
        final int sent = batch.position();
        for (int i = 0; i < sent; i++) {
            pool.giveBack(sendQueue.remove());
        }
        counters.sent(sent);
        roomFreed = true;
        if (failure != null) {
            fail(sendQueue, failure);
        }
        noRoom = failure == null && sent < batch.size();
        return sent;
    }

    /** Sends as many messages as the channel takes. Returns why the first of the rest was refused, or null. */
    private IOException trySend(final RingSendQueue sendQueue) {
        try {
            sendQueue.channel().send(batch);
            return null;
        } catch (final IOException e) {
            return e;
        } catch (final Throwable e) {
            return cannotBeSent(e);
        }
    }

    /** The message is reported and not tried again, whatever the error. */
    private IOException cannotBeSent(final Throwable cause) {
        try {
            return new IOException("cannot be sent", cause);
        } catch (final OutOfMemoryError e) {
            return withoutMemory;
        }
    }

    /** Reports the first message as refused, and if the association has ended also all that follow. */
    private void fail(final RingSendQueue sendQueue, final IOException failure) {
        final boolean gone = isEnd(failure);
        if (gone) {
            sendQueue.close();
        }
        do {
            final OutboundSlot slot = sendQueue.remove();
            slot.failure(failure);
            unsent.add(slot);
        } while (gone && sendQueue.head() != null);
    }

    private static boolean isEnd(final IOException failure) {
        return failure instanceof SctpException.Ended
                || failure instanceof SctpException.NotConnected
                || failure instanceof ClosedChannelException;
    }

    private void noteReports() {
        final boolean any = !unsent.isEmpty() || firstRefusing != null;
        if (any != hasReports) { // a volatile write takes longer than all the rest of most rounds
            hasReports = any;
        }
    }

    /** Returns a message that could not be sent and was not reported yet, or null. */
    OutboundSlot takeUnsent() {
        if (!hasReports) {
            return null;
        }
        turn.lock();
        try {
            final OutboundSlot slot = unsent.poll();
            if (slot != null && isEnd(slot.failure())) {
                slot.sendQueue().dispatched().forget(slot.sendQueue());
            }
            return slot;
        } finally {
            noteReports();
            turn.unlock();
        }
    }

    /** Returns a send queue that has refused an offer and now has space, or null. Each request is answered once. */
    RingSendQueue takeWritable() {
        if (!hasReports && wishes.get() == null) {
            return null;
        }
        turn.lock();
        try {
            final RingSendQueue writable = nextWritable();
            roomFreed &= writable != null;
            return writable;
        } finally {
            noteReports();
            turn.unlock();
        }
    }

    private RingSendQueue nextWritable() {
        for (RingSendQueue wish = wishes.getAndSet(null); wish != null; wish = wish.takeNextWish()) {
            addRefusing(wish);
        }
        if (firstRefusing != null && pool.hasRoom()) {
            final RingSendQueue last = lastRefusing;
            RingSendQueue sendQueue;
            do {
                sendQueue = takeRefusing();
                if (sendQueue.grantRoom()) {
                    return sendQueue;
                }
                addRefusing(sendQueue);
            } while (!sendQueue.equals(last));
        }
        return null;
    }

    private void addRefusing(final RingSendQueue sendQueue) {
        sendQueue.nextRefusing(null);
        if (firstRefusing == null) {
            firstRefusing = sendQueue;
        } else {
            lastRefusing.nextRefusing(sendQueue);
        }
        lastRefusing = sendQueue;
    }

    private RingSendQueue takeRefusing() {
        final RingSendQueue first = firstRefusing;
        firstRefusing = first.nextRefusing();
        return first;
    }

    /** How long the poller may wait for messages: not at all if there is something to do, and at most the limit. */
    Duration patience(final Duration limit) {
        if (!offered.isEmpty() || wishes.get() != null) {
            return Duration.ZERO;
        }
        if (!turn.tryLock()) {
            return limit; // a worker sends, and wakes the poller if it leaves something to do
        }
        try {
            if (!ready.isEmpty() || !unsent.isEmpty() || (roomFreed && firstRefusing != null)) {
                return Duration.ZERO;
            }
            return blocked.isEmpty() ? limit : RETRY;
        } finally {
            turn.unlock();
        }
    }

    /** Whether every accepted message was sent or reported. */
    boolean isIdle() {
        return pool.inUse() == 0;
    }

    /** The number of accepted messages that were neither sent nor reported. */
    int accepted() {
        return pool.inUse();
    }
}
