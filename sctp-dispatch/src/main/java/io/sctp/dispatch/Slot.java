package io.sctp.dispatch;

import io.sctp.Message;
import io.sctp.MessageBatch;
import io.sctp.SctpNotification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A slot of the receiving slab with its content: a message, or an event that is delivered in order with messages. The
 * poller fills it and publishes it through a ring. Then it belongs to the holders of references, and returns to the
 * poller with the last one.
 */
final class Slot implements Message {
    /** The content of a slot. */
    enum Kind {
        MESSAGE,
        NOTIFICATION,
        WRITABLE,
        UNSENT,
        TOO_BIG,
        END
    }

    private final int number;
    private final SlotPool pool;
    private final ByteBuffer view;
    private final AtomicInteger references = new AtomicInteger();
    private final AtomicInteger toArrive = new AtomicInteger();

    private Kind kind;
    private DispatchedChannel dispatched;
    private RingSendQueue sendQueue;
    private ByteBuffer payload;
    private int association;
    private int stream;
    private int ssn;
    private int ppid;
    private int tsn;
    private boolean unordered;
    private long receiveTimeNs;
    private SctpNotification notification;
    private OutboundSlot unsent;
    private IOException cause;

    Slot(final int number, final SlotPool pool, final ByteBuffer view) {
        this.number = number;
        this.pool = pool;
        this.view = view;
    }

    // ---- For the poller

    /** Takes an entry of a batch. Its bytes are in the slot, or in a larger buffer if it came in parts. */
    Slot message(final RingSendQueue to, final MessageBatch batch, final int entry, final ByteBuffer whole) {
        begin(Kind.MESSAGE, to.dispatched(), to, batch.stream(entry));
        association = batch.association(entry);
        ssn = batch.ssn(entry);
        ppid = batch.ppid(entry);
        tsn = batch.tsn(entry);
        unordered = batch.unordered(entry);
        receiveTimeNs = batch.receiveTimeNanos(entry);
        payload = whole != null ? whole : batch.payload(entry);
        return this;
    }

    Slot notification(final RingSendQueue to, final SctpNotification happened) {
        begin(Kind.NOTIFICATION, to.dispatched(), to, 0);
        notification = happened;
        return this;
    }

    Slot writable(final RingSendQueue to) {
        begin(Kind.WRITABLE, to.dispatched(), to, 0);
        return this;
    }

    Slot unsent(final OutboundSlot message, final IOException why) {
        begin(Kind.UNSENT, message.sendQueue().dispatched(), message.sendQueue(), message.info().stream());
        unsent = message;
        cause = why;
        return this;
    }

    Slot tooBig(final RingSendQueue to, final int ofStream, final IOException why) {
        begin(Kind.TOO_BIG, to.dispatched(), to, ofStream);
        cause = why;
        return this;
    }

    Slot end(final DispatchedChannel of, final IOException why) {
        begin(Kind.END, of, null, 0);
        cause = why;
        return this;
    }

    /** The worker is chosen by the stream, the channel and the association. */
    private void begin(final Kind what, final DispatchedChannel of, final RingSendQueue to, final int ofStream) {
        kind = what;
        dispatched = of;
        sendQueue = to;
        stream = ofStream;
    }

    /** Sets the number of workers that will get the slot, before it is published. */
    void sharedBy(final int workers) {
        references.set(workers);
        toArrive.set(workers);
    }

    // ---- For workers

    int number() {
        return number;
    }

    Kind kind() {
        return kind;
    }

    DispatchedChannel dispatched() {
        return dispatched;
    }

    SctpNotification notification() {
        return notification;
    }

    OutboundSlot unsent() {
        return unsent;
    }

    IOException cause() {
        return cause;
    }

    /** Called once by each worker that gets the slot. Returns true for the last one. */
    boolean arriveLast() {
        return toArrive.decrementAndGet() == 0;
    }

    // ---- For handlers

    @Override
    public RingSendQueue sendQueue() {
        return sendQueue;
    }

    @Override
    public int association() {
        return association;
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public int ssn() {
        return ssn;
    }

    @Override
    public int ppid() {
        return ppid;
    }

    @Override
    public int tsn() {
        return tsn;
    }

    @Override
    public boolean unordered() {
        return unordered;
    }

    @Override
    public long receiveTimeNanos() {
        return receiveTimeNs;
    }

    @Override
    public ByteBuffer payload() {
        return payload;
    }

    @Override
    public Message retain() {
        int seen = references.get();
        while (seen > 0) {
            final int witness = references.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return this;
            }
            seen = witness;
        }
        throw new IllegalStateException("the message has been released");
    }

    @Override
    public void release() {
        int seen = references.get();
        while (seen > 0) {
            final int witness = references.compareAndExchange(seen, seen - 1);
            if (witness == seen) {
                if (seen == 1) {
                    giveBack();
                }
                return;
            }
            seen = witness;
        }
        throw new IllegalStateException("the message has been released already");
    }

    private void giveBack() {
        sendQueue = null;
        notification = null;
        cause = null;
        unsent = null;
        pool.giveBack(this);
    }

    /** Returns and clears the large buffer of a message that came in parts; null for others. For the poller. */
    @SuppressWarnings("ReferenceEquality")
    ByteBuffer takeWhole() {
        final ByteBuffer whole = kind == Kind.MESSAGE && payload != view ? payload : null;
        payload = null;
        return whole;
    }

    @Override
    public String toString() {
        return "Message[association=" + association + ", stream=" + stream + ", ssn=" + ssn + ", ppid="
                + Integer.toUnsignedString(ppid) + "]";
    }
}
