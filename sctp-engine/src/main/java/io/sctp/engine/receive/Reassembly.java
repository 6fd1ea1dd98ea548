package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.OrderedTable;
import io.sctp.engine.packet.DataChunk;

/**
 * Reassembles DATA messages (RFC 9260 section 6.9). The fragments of a message have consecutive TSNs, so it stores
 * runs: the fragments of a run are linked in order, and the first one refers to the last. Runs are found by the TSN of
 * their first fragment.
 */
final class Reassembly {
    static final int INCOMPLETE = -1;
    static final int VIOLATION = -2;
    static final int TOO_LONG = -3;

    private final ChunkStore store;
    private final int maxMessageLength;
    private final OrderedTable runs;
    private int runFirst;

    Reassembly(final ChunkStore store, final BlockPool pool, final int maxMessageLength) {
        this.store = store;
        this.maxMessageLength = maxMessageLength;
        runs = new OrderedTable(pool.work(), pool.secret());
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Returns the number of runs. */
    int runCount() {
        return runs.size();
    }

    /**
     * Adds a fragment.
     *
     * @return the first fragment of the message that is now complete, with its fragments linked in order; or
     *     {@link #INCOMPLETE}, or a value for a violation by the peer
     */
    int add(final int slot) {
        final int tsn = store.tsn(slot);
        final int flags = store.flags(slot);
        final boolean begins = (flags & DataChunk.FLAG_BEGIN) != 0;
        final boolean ends = (flags & DataChunk.FLAG_END) != 0;
        final int left = runEndingAt(tsn - 1);
        final int right = runAt(tsn + 1);
        if (contradicts(left, right, begins, ends)
                || (!begins && left != ChunkStore.NONE && !isSameMessage(left, slot))
                || (!ends && right != ChunkStore.NONE && !isSameMessage(right, slot))) {
            return VIOLATION;
        }
        final boolean joinsLeft = !begins && left != ChunkStore.NONE;
        final boolean joinsRight = !ends && right != ChunkStore.NONE;
        final int bytes =
                store.length(slot) + (joinsLeft ? store.runBytes(left) : 0) + (joinsRight ? store.runBytes(right) : 0);
        if (bytes > maxMessageLength) {
            return TOO_LONG;
        }
        final int first = joinsLeft ? left : slot;
        final int last = joinsRight ? lastOf(right) : slot;
        if (joinsRight) {
            runs.remove(key(tsn + 1));
            store.next(slot, right);
        }
        if (joinsLeft) {
            store.next(lastOf(left), slot);
        } else {
            runs.put(key(tsn), slot);
        }
        store.runOtherEnd(first, last);
        store.runBytes(first, bytes);
        runFirst = first;
        final boolean complete =
                (store.flags(first) & DataChunk.FLAG_BEGIN) != 0 && (store.flags(last) & DataChunk.FLAG_END) != 0;
        return complete ? take(first) : INCOMPLETE;
    }

    /** Whether a chunk that is a whole message, or is discarded, contradicts the fragments next to it. */
    boolean contradicts(final int tsn) {
        return contradicts(runEndingAt(tsn - 1), runAt(tsn + 1), true, true);
    }

    /**
     * The left neighbour must end its message where this fragment begins one, and only there; likewise to the right.
     */
    private boolean contradicts(final int left, final int right, final boolean begins, final boolean ends) {
        return (left != ChunkStore.NONE && begins != ((store.flags(lastOf(left)) & DataChunk.FLAG_END) != 0))
                || (right != ChunkStore.NONE && ends != begins(right));
    }

    private boolean isSameMessage(final int a, final int b) {
        return store.streamAndSsn(a) == store.streamAndSsn(b)
                && ((store.flags(a) ^ store.flags(b)) & DataChunk.FLAG_UNORDERED) == 0;
    }

    /**
     * Returns the first fragment of the run that the last added fragment belongs to, unless its message is complete.
     */
    int runFirst() {
        return runFirst;
    }

    /** Returns the last fragment of a run, given its first. */
    int lastOf(final int first) {
        return store.runOtherEnd(first);
    }

    boolean begins(final int slot) {
        return (store.flags(slot) & DataChunk.FLAG_BEGIN) != 0;
    }

    /** Returns the first fragment of the run that begins with this TSN, or {@link ChunkStore#NONE}. */
    int runAt(final int tsn) {
        return runs.isEmpty() ? ChunkStore.NONE : find(tsn);
    }

    /** Returns the first fragment of the run that ends with this TSN, or {@link ChunkStore#NONE}. */
    int runEndingAt(final int tsn) {
        if (runs.isEmpty()) {
            return ChunkStore.NONE;
        }
        int entry = runs.floor(key(tsn));
        if (entry == OrderedTable.NONE) {
            // TSNs wrap around.
            entry = runs.floor(key(-1));
        }
        final int first = runs.value(entry);
        return store.tsn(lastOf(first)) == tsn ? first : ChunkStore.NONE;
    }

    /** Removes a run, so that it can be delivered before the rest of its message arrives. */
    int take(final int first) {
        runs.remove(key(store.tsn(first)));
        return first;
    }

    /** Removes and returns the first run that begins up to a TSN; {@link ChunkStore#NONE} if there is none. */
    int takeUpTo(final int tsn) {
        if (runs.isEmpty()) {
            return ChunkStore.NONE;
        }
        int entry = runs.ceiling(key(tsn + Integer.MIN_VALUE + 1));
        if (entry == OrderedTable.NONE) {
            entry = runs.ceiling(0);
        }
        final int first = runs.value(entry);
        return store.tsn(first) - tsn <= 0 ? take(first) : ChunkStore.NONE;
    }

    /** Removes and returns any run, for an association that ends; {@link ChunkStore#NONE} if none is left. */
    int takeAny() {
        return runs.isEmpty() ? ChunkStore.NONE : take(runs.value(runs.ceiling(0)));
    }

    /** Frees a removed run. The rest of its message will not arrive. */
    void free(final int first) {
        int next;
        for (int slot = first; slot != ChunkStore.NONE; slot = next) {
            next = store.next(slot);
            store.free(slot);
        }
    }

    void trim() {
        runs.clear();
    }

    private int find(final int tsn) {
        return runs.find(key(tsn));
    }

    private static long key(final int tsn) {
        return tsn & 0xFFFF_FFFFL;
    }
}
