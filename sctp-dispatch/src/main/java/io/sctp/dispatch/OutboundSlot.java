package io.sctp.dispatch;

import io.sctp.MessageBatch;
import io.sctp.SendInfo;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A slot of the sending slab. A thread that offers a message takes it, fills it, and publishes it through a ring. Then
 * it belongs to the thread whose turn it is to send, until it is free again.
 */
final class OutboundSlot {
    private static final MessageAccess ACCESS = MessageAccess.get();
    private final int number;
    private final ByteBuffer view;
    private final SendInfo info = new SendInfo();
    private RingSendQueue sendQueue;
    private ByteBuffer large;
    private OutboundSlot next;
    private IOException failure;

    OutboundSlot(final int number, final ByteBuffer view) {
        this.number = number;
        this.view = view;
    }

    int number() {
        return number;
    }

    RingSendQueue sendQueue() {
        return sendQueue;
    }

    SendInfo info() {
        return info;
    }

    /** The message. One larger than the slot has its own buffer. */
    ByteBuffer payload() {
        return large != null ? large.flip() : view.flip();
    }

    /** Allocates a buffer for a message larger than the slot. */
    void enlarge(final int length) {
        large = ByteBuffer.allocateDirect(length);
    }

    /** The size of its own buffer; 0 if it has none. */
    int largeBytes() {
        return large != null ? large.capacity() : 0;
    }

    /** Copies this many bytes of the payload from this position, and advances the payload's position. */
    void fill(final RingSendQueue to, final ByteBuffer payload, final int start, final int length, final SendInfo how) {
        sendQueue = to;
        if (how == null) {
            info.clear();
        } else {
            ACCESS.memory(info).put(0, ACCESS.memory(how), 0, MessageDescriptor.SIZE);
        }
        info.association(to.association());
        (large != null ? large : view).clear().put(0, payload, start, length).position(length);
        payload.position(start + length);
    }

    /** Adds the message to a batch that uses the sending slab. */
    void addTo(final MessageBatch batch) {
        if (large != null) {
            batch.addReference(large.duplicate().flip(), info);
        } else {
            final int length = view.position();
            batch.slot(batch.size(), number);
            batch.claim().position(length);
            batch.commit(info);
        }
    }

    OutboundSlot next() {
        return next;
    }

    void next(final OutboundSlot following) {
        next = following;
    }

    IOException failure() {
        return failure;
    }

    void failure(final IOException cause) {
        failure = cause;
    }

    void clear() {
        sendQueue = null;
        large = null;
        next = null;
        failure = null;
    }
}
