package io.sctp.udp;

import java.nio.ByteBuffer;

/** Datagrams on their way, the oldest first, in a fixed amount of memory. Not thread-safe. */
final class FlightBuffer {
    /** Each begins with when it is due (8 bytes) and its length (4 bytes). */
    private static final int HEADER = 16;

    private static final int LENGTH = 8;

    /** Instead of a length: the next datagram is at the beginning of the memory. */
    private static final int WRAPPED = -1;

    private final ByteBuffer memory;
    private final ByteBuffer view;
    private final int capacity;
    private int head;
    private int tail;
    private int count;

    FlightBuffer(final int bytes) {
        capacity = aligned(bytes);
        memory = ByteBuffer.allocateDirect(capacity);
        view = memory.duplicate();
    }

    private static int aligned(final int bytes) {
        return bytes + HEADER - 1 & -HEADER;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds what remains in a buffer; returns false if there is no room for it. */
    boolean add(final ByteBuffer payload, final long dueNs) {
        final int length = payload.remaining();
        final int needed = aligned(HEADER + length);
        if (!makeRoom(needed)) {
            return false;
        }
        memory.putLong(tail, dueNs);
        memory.putInt(tail + LENGTH, length);
        memory.put(tail + HEADER, payload, payload.position(), length);
        tail += needed;
        count++;
        return true;
    }

    /** Finds room for one in a piece. The head is never reached: a full buffer would look like an empty one. */
    private boolean makeRoom(final int needed) {
        if (count == 0) {
            head = 0;
            tail = 0;
            return needed <= capacity;
        }
        if (tail < head) {
            return tail + needed < head;
        }
        if (tail + needed <= capacity) {
            return true;
        }
        if (needed >= head) {
            return false;
        }
        if (tail < capacity) {
            memory.putInt(tail + LENGTH, WRAPPED);
        }
        tail = 0;
        return true;
    }

    /** Returns when the oldest is due; {@link Long#MAX_VALUE} if there is none. */
    long firstDueNs() {
        return count == 0 ? Long.MAX_VALUE : memory.getLong(head);
    }

    /** Returns the payload of the oldest, valid until the next call. */
    ByteBuffer first() {
        final int length = memory.getInt(head + LENGTH);
        return view.clear().position(head + HEADER).limit(head + HEADER + length);
    }

    /** Removes the oldest. */
    void remove() {
        head += aligned(HEADER + memory.getInt(head + LENGTH));
        count--;
        if (count > 0 && (head == capacity || memory.getInt(head + LENGTH) == WRAPPED)) {
            head = 0;
        }
    }
}
