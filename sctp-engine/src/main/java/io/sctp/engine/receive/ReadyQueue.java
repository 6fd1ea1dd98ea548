package io.sctp.engine.receive;

import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;

/**
 * The messages that the user may read, in that order, and parts of messages that are still arriving. It is a linked
 * list of chunks; a flag marks the last chunk of each message or part.
 *
 * <p>While a message is partially delivered, others wait behind it, so that its parts are read one after the other (RFC
 * 6458 section 8.1.20, levels 0 and 1). At level 2 they may be interleaved.
 */
final class ReadyQueue {
    private final BlockPool pool;
    private final ChunkStore store;
    private final Work work;

    private int head = ChunkStore.NONE;
    private int tail = ChunkStore.NONE;
    private int count;
    private int handedOut;
    private int chargedBytes;

    private boolean holding;
    private int heldHead = ChunkStore.NONE;
    private int heldTail = ChunkStore.NONE;
    private int heldCount;

    private int headOffset;
    private boolean headStarted;
    private boolean interleaved;

    /** The information about a message that was read in part. */
    private final ReceiveInfo current = new ReceiveInfo();

    ReadyQueue(final BlockPool pool, final ChunkStore store) {
        this.pool = pool;
        this.store = store;
        work = pool.work();
    }

    /** Sets whether chunks have message identifiers. */
    void interleave(final boolean whether) {
        interleaved = whether;
    }

    /** Returns the number of messages and parts that can be read. */
    int count() {
        return count;
    }

    /** Returns the number of messages and parts read since the association began. It wraps around. */
    int handedOut() {
        return handedOut;
    }

    boolean isEmpty() {
        return head == ChunkStore.NONE;
    }

    /** Whether messages wait behind one that is partially delivered. */
    boolean holdsAny() {
        return heldHead != ChunkStore.NONE;
    }

    /** Returns the charged bytes of all chunks in this queue. */
    int chargedBytes() {
        return chargedBytes;
    }

    /** Adds a message whose chunks are linked in order. It waits while another one is partially delivered. */
    void add(final int first) {
        if (holding) {
            final int last = lastOf(first);
            if (heldTail == ChunkStore.NONE) {
                heldHead = first;
            } else {
                store.next(heldTail, first);
            }
            heldTail = last;
            heldCount++;
        } else {
            append(first);
        }
    }

    /** Adds a part, whose last chunk ends the message or has the flag for the end of a part. */
    void addPart(final int first) {
        append(first);
    }

    private void append(final int first) {
        final int last = lastOf(first);
        if (tail == ChunkStore.NONE) {
            head = first;
        } else {
            store.next(tail, first);
        }
        tail = last;
        count++;
    }

    /** Returns the last chunk of a new message or part, and counts all its chunks. */
    private int lastOf(final int first) {
        int last = first;
        chargedBytes += store.charge(last);
        while ((store.flags(last) & ChunkStore.ENDS) == 0) {
            work.step();
            last = store.next(last);
            chargedBytes += store.charge(last);
        }
        return last;
    }

    /** Begins or ends a partial delivery, during which other messages wait. */
    void hold(final boolean whether) {
        holding = whether;
        if (!whether && heldHead != ChunkStore.NONE) {
            if (tail == ChunkStore.NONE) {
                head = heldHead;
            } else {
                store.next(tail, heldHead);
            }
            tail = heldTail;
            count += heldCount;
            heldHead = ChunkStore.NONE;
            heldTail = ChunkStore.NONE;
            heldCount = 0;
        }
    }

    /**
     * Copies the next message or part, or as much of it as fits. The rest stays for the next call.
     *
     * @return the number of bytes copied, or -1 if nothing is ready
     */
    int receive(final ByteBuffer destination, final int offset, final int capacity, final ReceiveInfo info) {
        if (count == 0) {
            return -1;
        }
        if (headStarted) {
            info.copy(current);
        } else {
            describe(head, info);
        }
        int copied = 0;
        int flags = store.flags(head) & ChunkStore.FLAG_ABORTED;
        if (flags != 0) {
            consume(head);
        }
        // Nothing is consumed before all is copied, since the destination may throw, for example if its memory was
        // freed.
        int slot = head;
        int from = headOffset;
        while ((flags & ChunkStore.ENDS) == 0 && copied < capacity) {
            final int length = Math.min(store.length(slot) - from, capacity - copied);
            final int handle = store.handle(slot);
            destination.put(offset + copied, pool.buffer(handle), BlockPool.offset(handle) + from, length);
            copied += length;
            from += length;
            if (from == store.length(slot)) {
                flags = store.flags(slot);
                slot = store.next(slot);
                from = 0;
            }
        }
        while (head != slot) {
            consume(head);
        }
        headOffset = from;
        end(flags, info);
        return copied;
    }

    /** Something of the head was copied: the rest of it, if the flags end a message or a part of one. */
    private void end(final int flags, final ReceiveInfo info) {
        final boolean ended = (flags & ChunkStore.ENDS) != 0;
        final boolean complete = (flags & DataChunk.FLAG_END) != 0;
        info.end(complete, ended && !complete, (flags & ChunkStore.FLAG_ABORTED) != 0);
        if (ended) {
            headStarted = false;
            count--;
            handedOut++;
        } else if (!headStarted) {
            headStarted = true;
            current.copy(info);
        }
    }

    /** Returns the length of the next message or part, or -1 if nothing is ready. */
    int nextLength() {
        return head == ChunkStore.NONE ? -1 : headStarted ? current.messageLength() : store.runBytes(head);
    }

    /** Returns the payload protocol identifier of the next message or part, or 0 if nothing is ready. */
    int nextPpid() {
        return head == ChunkStore.NONE ? 0 : headStarted ? current.ppid() : store.ppid(head);
    }

    /** Returns the stream of the next message or part, or 0 if nothing is ready. */
    int nextStream() {
        return head == ChunkStore.NONE ? 0 : store.stream(head);
    }

    /** Fills in the information about a message from its first chunk. */
    private void describe(final int slot, final ReceiveInfo info) {
        final boolean unordered = (store.flags(slot) & DataChunk.FLAG_UNORDERED) != 0;
        final int ssn = unordered ? 0 : store.streamAndSsn(slot) & 0xFFFF;
        info.message(
                store.stream(slot),
                ssn,
                interleaved ? store.mid(slot) : ssn,
                store.tsn(slot),
                store.ppid(slot),
                unordered,
                store.runBytes(slot));
    }

    private void consume(final int slot) {
        head = store.next(slot);
        if (head == ChunkStore.NONE) {
            tail = ChunkStore.NONE;
        }
        headOffset = 0;
        chargedBytes -= store.charge(slot);
        work.step();
        store.free(slot);
    }

    /** Frees up to {@code limit} chunks. Returns the unused part of the limit; 0 means that more may be left. */
    int clear(final int limit) {
        hold(false);
        handedOut += count; // no read continues in the middle
        count = 0;
        headStarted = false;
        int left = limit;
        while (left > 0 && head != ChunkStore.NONE) {
            consume(head);
            left--;
        }
        return left;
    }
}
