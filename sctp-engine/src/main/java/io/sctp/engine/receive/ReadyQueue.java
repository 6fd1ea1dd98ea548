package io.sctp.engine.receive;

import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;

/**
 * What the user may read, in the order in which he reads it: messages, and parts of messages that are still arriving.
 * It is one linked list of chunks; the last chunk of a message or part says that it is.
 *
 * <p>While a message is handed up in parts, others wait behind it, so that its parts follow each other (RFC 6458
 * section 8.1.20, levels 0 and 1), unless they may come interleaved (level 2).
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

    /** What there is to say of a message that was read in part. */
    private final ReceiveInfo current = new ReceiveInfo();

    ReadyQueue(final BlockPool pool, final ChunkStore store) {
        this.pool = pool;
        this.store = store;
        work = pool.work();
    }

    /** Says whether chunks have the identifiers of their messages. */
    void interleave(final boolean whether) {
        interleaved = whether;
    }

    /** Returns the messages and parts that can be read. */
    int count() {
        return count;
    }

    /** Returns the messages and parts that were read, since the association began; it wraps around. */
    int handedOut() {
        return handedOut;
    }

    boolean isEmpty() {
        return head == ChunkStore.NONE;
    }

    /** Says whether messages wait behind one that is handed up in parts. */
    boolean holdsAny() {
        return heldHead != ChunkStore.NONE;
    }

    /** Returns the bytes of all chunks here, as the store charges them. */
    int chargedBytes() {
        return chargedBytes;
    }

    /** Adds a message whose chunks are linked in order; it waits while another one is handed up in parts. */
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

    /** Adds a part, whose last chunk ends the message or is marked as the part's end. */
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

    /** Returns the last chunk of what comes in; all of it counts from now on. */
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

    /** Makes other messages wait, or lets them go. */
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
     * Copies the next message or part, or as much of it as fits; the rest stays for the next call.
     *
     * @return the bytes copied, or -1 if nothing is ready
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
        // Nothing is consumed before all is copied: the destination may throw, if its memory has been freed, say.
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
        return copied;
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

    /** Says of a message what its first chunk says. */
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

    /** Frees up to {@code limit} chunks. Returns how many more there may have been; 0 if there may be some left. */
    int clear(final int limit) {
        hold(false);
        handedOut += count; // nobody reads on in the middle
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
