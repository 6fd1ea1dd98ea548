package io.sctp.engine.send;

import com.carrotsearch.hppc.IntIntHashMap;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;

/**
 * Messages that will not be delivered, until the user has been handed them. Each block of a message is an entry of
 * eight ints in a ring; those of one stream follow each other in the order in which they were sent.
 */
public final class FailedMessages {
    private static final int STRIDE_SHIFT = 3;
    private static final int INITIAL_CAPACITY = 8;

    private static final int HANDLE = 0;
    private static final int BLOCK_OFFSET = 1;
    private static final int LENGTH = 2;
    private static final int STREAM_AND_FLAGS = 3;
    private static final int PPID = 4;
    private static final int CONTEXT = 5;
    private static final int CAUSE_AND_REASON = 6;

    /** Where the next block of the message is; the block's own place if there is none. */
    private static final int NEXT = 7;

    private static final int FLAG_SENT = 0x100;
    private static final int NOWHERE = Integer.MIN_VALUE;
    private static final FailedMessage.Reason[] REASONS = FailedMessage.Reason.values();

    private final BlockPool pool;
    private final ReturnedMessage current = new ReturnedMessage(this);
    private final Work work;

    /** By stream, the last block of a message that may go on; null while there never was one. */
    private IntIntHashMap unended;

    private int[] blocks;
    private int capacity;
    private int head;
    private int tail;

    FailedMessages(final BlockPool pool) {
        this.pool = pool;
        work = pool.work();
    }

    public boolean isEmpty() {
        return head == tail;
    }

    /** Takes over what a segment of the queue holds. */
    void addQueued(final SendQueue queue, final int segment, final FailedMessage.Reason reason, final int causeCode) {
        add(
                queue.handle(segment),
                queue.payloadOffset(segment),
                queue.length(segment),
                queue.stream(segment),
                queue.flags(segment) & (SendQueue.FLAG_FIRST | SendQueue.FLAG_LAST | SendQueue.FLAG_UNORDERED),
                queue.sentBytes(segment) != 0,
                queue.ppid(segment),
                queue.context(segment),
                reason,
                causeCode);
    }

    /** Takes over the block that ends with a chunk that was sent; returns the bytes of user data in it. */
    int addSent(
            final OutstandingData outstanding, final int tsn, final FailedMessage.Reason reason, final int causeCode) {
        final int flags = outstanding.flags(tsn);
        final int header = outstanding.hasPolicy(tsn) ? PolicyHeader.LENGTH : 0;
        final int length = outstanding.blockOffset(tsn) - header + outstanding.length(tsn);
        add(
                outstanding.handle(tsn),
                header,
                length,
                outstanding.streamAndSsn(tsn) >>> 16,
                (outstanding.isFirstSegment(tsn) ? SendQueue.FLAG_FIRST : 0)
                        | ((flags & DataChunk.FLAG_END) != 0 ? SendQueue.FLAG_LAST : 0)
                        | (flags & DataChunk.FLAG_UNORDERED),
                true,
                outstanding.ppid(tsn),
                outstanding.context(tsn),
                reason,
                causeCode);
        return length;
    }

    /**
     * Takes a block over.
     *
     * @param blockOffset where in the block the payload begins
     * @param flags flags of {@link SendQueue}: whether the message begins and ends here, and its order
     */
    private void add(
            final int handle,
            final int blockOffset,
            final int length,
            final int stream,
            final int flags,
            final boolean sent,
            final int ppid,
            final int context,
            final FailedMessage.Reason reason,
            final int causeCode) {
        if (tail - head == capacity) {
            grow();
        }
        final int position = tail++;
        final int base = base(position);
        blocks[base + HANDLE] = handle;
        blocks[base + BLOCK_OFFSET] = blockOffset;
        blocks[base + LENGTH] = length;
        blocks[base + STREAM_AND_FLAGS] = stream << 16 | flags | (sent ? FLAG_SENT : 0);
        blocks[base + PPID] = ppid;
        blocks[base + CONTEXT] = context;
        blocks[base + CAUSE_AND_REASON] = causeCode << 16 | code(reason);
        blocks[base + NEXT] = position;
        goOn(position, stream, (flags & SendQueue.FLAG_LAST) != 0);
    }

    /** A block goes on with the message that its stream has begun, and may end it. */
    private void goOn(final int position, final int stream, final boolean last) {
        if (unended == null) {
            if (last) {
                return;
            }
            unended = new IntIntHashMap();
        }
        final int before = unended.getOrDefault(stream, NOWHERE);
        if (before != NOWHERE && before - head >= 0 && blocks[base(before) + HANDLE] != BlockPool.NONE) {
            blocks[base(before) + NEXT] = position;
        }
        if (last) {
            unended.remove(stream);
        } else {
            unended.put(stream, position);
        }
    }

    private static int code(final FailedMessage.Reason reason) {
        return switch (reason) {
            case ASSOCIATION_OVER -> 0;
            case RESTARTED -> 1;
            case NO_SUCH_STREAM -> 2;
            case ABANDONED -> 3;
        };
    }

    /** Returns the first message, or null. It stays until {@link #removeFirst}. */
    public FailedMessage first() {
        if (isEmpty()) {
            return null;
        }
        final int base = base(head);
        final int flags = blocks[base + STREAM_AND_FLAGS];
        current.stream = flags >>> 16;
        current.unordered = (flags & SendQueue.FLAG_UNORDERED) != 0;
        current.ppid = blocks[base + PPID];
        current.context = blocks[base + CONTEXT];
        current.reason = REASONS[blocks[base + CAUSE_AND_REASON] & 0xFFFF];
        current.causeCode = blocks[base + CAUSE_AND_REASON] >>> 16;
        current.length = 0;
        current.sent = false;
        int last = NOWHERE;
        for (int at = head; at != last; at = next(at)) {
            work.step();
            current.length += blocks[base(at) + LENGTH];
            current.sent |= (blocks[base(at) + STREAM_AND_FLAGS] & FLAG_SENT) != 0;
            last = at;
        }
        current.whole = isLast(last) && (flags & SendQueue.FLAG_FIRST) != 0;
        return current;
    }

    void copy(final ByteBuffer destination, final int offset) {
        int position = offset;
        int last = NOWHERE;
        for (int at = head; at != last; at = next(at)) {
            final int base = base(at);
            final int handle = blocks[base + HANDLE];
            final int length = blocks[base + LENGTH];
            destination.put(
                    position, pool.buffer(handle), BlockPool.offset(handle) + blocks[base + BLOCK_OFFSET], length);
            position += length;
            last = at;
        }
    }

    /** Frees all messages without reporting them. */
    public void clear() {
        clear(Integer.MAX_VALUE);
    }

    /** As above, up to {@code limit} blocks. Returns how many more there may have been; 0 if there may be some left. */
    public int clear(final int limit) {
        int left = limit;
        while (left > 0 && !isEmpty()) {
            if (blocks[base(head) + HANDLE] != BlockPool.NONE) {
                pool.free(blocks[base(head) + HANDLE]);
            }
            work.step();
            head++;
            left--;
        }
        if (isEmpty()) {
            trim();
        }
        return left;
    }

    /** Frees the first message. */
    public void removeFirst() {
        if (isEmpty()) {
            return;
        }
        int last = NOWHERE;
        for (int at = head; at != last; at = next(at)) {
            work.step();
            pool.free(blocks[base(at) + HANDLE]);
            blocks[base(at) + HANDLE] = BlockPool.NONE;
            last = at;
        }
        while (head != tail && blocks[base(head) + HANDLE] == BlockPool.NONE) {
            head++;
        }
        if (isEmpty()) {
            trim();
        }
    }

    private int next(final int position) {
        return blocks[base(position) + NEXT];
    }

    private boolean isLast(final int position) {
        return (blocks[base(position) + STREAM_AND_FLAGS] & SendQueue.FLAG_LAST) != 0;
    }

    private void trim() {
        blocks = null;
        unended = null;
        capacity = 0;
        head = 0;
        tail = 0;
    }

    private int base(final int position) {
        return (position & capacity - 1) << STRIDE_SHIFT;
    }

    private void grow() {
        final int grownCapacity = Math.max(INITIAL_CAPACITY, capacity * 2);
        final int[] grown = new int[grownCapacity << STRIDE_SHIFT];
        for (int at = head; at != tail; at++) {
            System.arraycopy(blocks, base(at), grown, (at & grownCapacity - 1) << STRIDE_SHIFT, 1 << STRIDE_SHIFT);
        }
        blocks = grown;
        capacity = grownCapacity;
    }
}
