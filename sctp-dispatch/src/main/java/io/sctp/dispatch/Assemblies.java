package io.sctp.dispatch;

import io.sctp.MessageBatch;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Assembles messages larger than a slot from their parts. Buffers grow up to the maximum message size, and some are
 * kept for reuse. The memory of complete messages that are not released is limited. Used only by the poller.
 */
final class Assemblies {
    private static final int KEPT_BUFFERS = 16;

    private final int maximumBytes;
    private final int initialBytes;
    private final long limitBytes;
    private long wholeBytes;
    private final List<Assembly> incomplete = new ArrayList<>();
    private final Deque<ByteBuffer> kept = new ArrayDeque<>(KEPT_BUFFERS);

    Assemblies(final int maximumBytes, final int slotBytes, final long limitBytes) {
        this.maximumBytes = maximumBytes;
        this.limitBytes = limitBytes;
        this.initialBytes = Math.min(maximumBytes, 4 * slotBytes);
    }

    int maximumBytes() {
        return maximumBytes;
    }

    /** Whether complete messages use so much memory that one must be released before more is received. */
    boolean isFull() {
        return wholeBytes >= limitBytes;
    }

    /** The number of incomplete messages. */
    int size() {
        return incomplete.size();
    }

    /** Whether no message is incomplete. */
    boolean isEmpty() {
        return incomplete.isEmpty();
    }

    /** The message that a part continues; null if the part begins one. */
    Assembly find(final RingSendQueue sendQueue, final MessageBatch batch, final int entry) {
        for (int i = 0; i < incomplete.size(); i++) {
            if (incomplete.get(i).isFor(sendQueue, batch.stream(entry), batch.unordered(entry))) {
                return incomplete.get(i);
            }
        }
        return null;
    }

    Assembly begin(final RingSendQueue sendQueue, final MessageBatch batch, final int entry) {
        final ByteBuffer buffer = kept.isEmpty() ? ByteBuffer.allocateDirect(initialBytes) : kept.peek();
        final Assembly begun = new Assembly(sendQueue, batch.stream(entry), batch.unordered(entry), buffer.clear());
        incomplete.add(begun);
        kept.poll();
        return begun;
    }

    /** Completes a message with its last part and returns its bytes; null if it was too big. */
    ByteBuffer finish(final Assembly assembly) {
        incomplete.remove(assembly);
        if (assembly.tooBig) {
            keep(assembly.bytes);
            return null;
        }
        wholeBytes += assembly.bytes.capacity();
        return assembly.bytes.flip();
    }

    /** Drops the incomplete message of a stream, as its rest will not come. */
    void drop(final RingSendQueue sendQueue, final int stream) {
        incomplete.removeIf(a -> a.sendQueue.equals(sendQueue) && a.stream == stream);
    }

    /** Drops the incomplete messages of an association. */
    void drop(final RingSendQueue sendQueue) {
        incomplete.removeIf(a -> a.sendQueue.equals(sendQueue));
    }

    /** Drops the incomplete messages of a channel. */
    void drop(final DispatchedChannel dispatched) {
        for (int i = incomplete.size() - 1;
                i >= 0;
                i--) { // allocates nothing, since a channel may end for lack of memory
            if (incomplete.get(i).sendQueue.dispatched().equals(dispatched)) {
                incomplete.remove(i);
            }
        }
    }

    /** Takes back the buffer of a complete message, if it has one. */
    void recycle(final ByteBuffer buffer) {
        if (buffer != null) {
            wholeBytes -= buffer.capacity();
            keep(buffer);
        }
    }

    private void keep(final ByteBuffer buffer) {
        if (kept.size() < KEPT_BUFFERS) {
            kept.push(buffer);
        }
    }

    /** The parts of one message so far. */
    final class Assembly {
        private final RingSendQueue sendQueue;
        private final int stream;
        private final boolean unordered;
        private ByteBuffer bytes;
        private boolean tooBig;

        Assembly(final RingSendQueue sendQueue, final int stream, final boolean unordered, final ByteBuffer bytes) {
            this.sendQueue = sendQueue;
            this.stream = stream;
            this.unordered = unordered;
            this.bytes = bytes;
        }

        boolean isFor(final RingSendQueue other, final int otherStream, final boolean otherUnordered) {
            return sendQueue.equals(other) && stream == otherStream && unordered == otherUnordered;
        }

        void append(final ByteBuffer part) {
            final int needed = bytes.position() + part.remaining();
            if (tooBig || needed > maximumBytes) {
                tooBig = true;
                return;
            }
            if (needed > bytes.capacity()) {
                final int larger = (int) Math.min(maximumBytes, Math.max(needed, 2L * bytes.capacity()));
                bytes = ByteBuffer.allocateDirect(larger).put(bytes.flip());
            }
            bytes.put(part);
        }
    }
}
