package io.sctp.dispatch;

import io.sctp.SctpMessageChannel;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The send queue of one association. Offering threads count a message and publish its slot. The thread that
 * sends keeps the messages in order until the channel has taken them, and then subtracts them.
 */
final class RingSendQueue implements SendQueue {
    private final DispatchedChannel dispatched;
    private final int association;
    private final int number;
    private final Sender sender;
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean roomWanted = new AtomicBoolean();
    private RingSendQueue nextWish;
    private RingSendQueue nextRefusing;
    private volatile boolean closed;

    // Used only by the thread whose turn it is to send.
    private OutboundSlot head;
    private OutboundSlot tail;
    private long retryAtNs;

    RingSendQueue(final DispatchedChannel dispatched, final int association, final Sender sender) {
        this.dispatched = dispatched;
        this.association = association;
        this.number = dispatched.number() * 31 + association;
        this.sender = sender;
    }

    DispatchedChannel dispatched() {
        return dispatched;
    }

    /** A nearly unique number, by which streams are distributed. */
    int number() {
        return number;
    }

    @Override
    public SctpMessageChannel channel() {
        return dispatched.channel();
    }

    @Override
    public int association() {
        return association;
    }

    @Override
    public int queued() {
        return queued.get();
    }

    // ---- For threads that offer

    @Override
    public Offer offer(final ByteBuffer payload, final SendInfo info) {
        // Read once, as another thread may change them.
        final int start = payload.position();
        final int length = payload.limit() - start;
        sender.requireSendable(length, info);
        if (closed || dispatched.hasEnded() || sender.isClosing()) {
            return Offer.CLOSED;
        }
        final OutboundSlot slot = tryReserve(length);
        if (slot == null) {
            if (roomWanted.compareAndSet(false, true)) {
                sender.wishForRoom(this);
            }
            return Offer.BACK_PRESSURED;
        }
        if (sender.isClosing()) { // checked again: from now on, a close waits for the slot that was taken
            giveBack(slot);
            return Offer.CLOSED;
        }
        boolean filled = false;
        try {
            slot.fill(this, payload, start, length, info);
            filled = true;
        } finally {
            if (!filled) { // the payload's memory was freed, or its limit changed
                giveBack(slot);
            }
        }
        sender.publish(slot);
        return Offer.ACCEPTED;
    }

    private void giveBack(final OutboundSlot slot) {
        sender.giveBack(slot);
        queued.getAndDecrement();
    }

    private OutboundSlot tryReserve(final int length) {
        if (queued.getAndIncrement() < sender.window()) {
            final OutboundSlot slot = sender.takeSlot(length);
            if (slot != null) {
                return slot;
            }
        }
        queued.getAndDecrement();
        return null;
    }

    // ---- For the thread whose turn it is to send

    /** Appends an offered message. Returns true if it is the first. */
    boolean append(final OutboundSlot slot) {
        slot.next(null);
        final boolean first = head == null;
        if (first) {
            head = slot;
        } else {
            tail.next(slot);
        }
        tail = slot;
        return first;
    }

    OutboundSlot head() {
        return head;
    }

    /** Removes the first message, which was sent or reported. */
    OutboundSlot remove() {
        final OutboundSlot first = head;
        head = first.next();
        if (head == null) {
            tail = null;
        }
        queued.getAndDecrement();
        return first;
    }

    /** Returns whether there is space for a thread that waits for it, and clears the request. */
    boolean grantRoom() {
        if (queued.get() > sender.window() / 2) {
            return false;
        }
        roomWanted.set(false);
        return true;
    }

    void nextWish(final RingSendQueue sendQueue) {
        nextWish = sendQueue;
    }

    RingSendQueue takeNextWish() {
        final RingSendQueue next = nextWish;
        nextWish = null;
        return next;
    }

    RingSendQueue nextRefusing() {
        return nextRefusing;
    }

    void nextRefusing(final RingSendQueue sendQueue) {
        nextRefusing = sendQueue;
    }

    long retryAtNs() {
        return retryAtNs;
    }

    void retryAtNs(final long timeNs) {
        retryAtNs = timeNs;
    }

    void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "SendQueue[" + dispatched.channel() + ", association=" + association + ", queued=" + queued() + "]";
    }
}
