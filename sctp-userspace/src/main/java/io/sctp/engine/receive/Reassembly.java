package io.sctp.engine.receive;

import io.sctp.engine.packet.DataChunk;
import java.util.Arrays;

/**
 * Fragments of messages that are not complete (RFC 9260 section 6.9). Fragments of one message have consecutive TSNs, so
 * it keeps runs: each end of a run knows the other, and a fragment joins its neighbours in constant time.
 */
final class Reassembly {
    static final int INCOMPLETE = -1;
    static final int VIOLATION = -2;
    static final int TOO_LONG = -3;

    private static final int INITIAL_CAPACITY = 8;
    private static final int MAX_CAPACITY = 1 << 18;

    private final ChunkStore store;
    private final int maxMessageLength;
    private int[] slotOfTsn;
    private int held;
    private int runFirst;

    Reassembly(final ChunkStore store, final int maxMessageLength) {
        this.store = store;
        this.maxMessageLength = maxMessageLength;
    }

    boolean isEmpty() {
        return held == 0;
    }

    /**
     * Takes a fragment.
     *
     * @return the slot of the first fragment of the message it completes, its fragments linked in order, or
     *     {@link #INCOMPLETE}, or why the peer is at fault
     */
    int add(final int slot) {
        final int tsn = store.tsn(slot);
        final int flags = store.flags(slot);
        final int left = find(tsn - 1);
        final int right = find(tsn + 1);
        final boolean begins = (flags & DataChunk.FLAG_BEGIN) != 0;
        final boolean ends = (flags & DataChunk.FLAG_END) != 0;
        if (contradicts(left, begins, DataChunk.FLAG_END) || contradicts(right, ends, DataChunk.FLAG_BEGIN)) {
            return VIOLATION;
        }
        int first = slot;
        int last = slot;
        int bytes = store.length(slot);
        if (!begins && left != ChunkStore.NONE) {
            if (!isSameMessage(left, slot)) {
                return VIOLATION;
            }
            first = find(store.runOtherEnd(left));
            bytes += store.runBytes(left);
        }
        if (!ends && right != ChunkStore.NONE) {
            if (!isSameMessage(right, slot)) {
                return VIOLATION;
            }
            last = find(store.runOtherEnd(right));
            bytes += store.runBytes(right);
        }
        if (bytes > maxMessageLength) {
            return TOO_LONG;
        }
        if (!put(tsn, slot)) {
            return VIOLATION;
        }
        store.runOtherEnd(first, store.tsn(last));
        store.runOtherEnd(last, store.tsn(first));
        store.runBytes(first, bytes);
        store.runBytes(last, bytes);
        runFirst = first;
        final boolean complete =
                (store.flags(first) & DataChunk.FLAG_BEGIN) != 0 && (store.flags(last) & DataChunk.FLAG_END) != 0;
        return complete ? takeRun(store.tsn(first), store.tsn(last)) : INCOMPLETE;
    }

    /** A neighbour must end where this fragment begins, and only there. */
    private boolean contradicts(final int neighbour, final boolean isBoundary, final int boundaryFlag) {
        return neighbour != ChunkStore.NONE && isBoundary != ((store.flags(neighbour) & boundaryFlag) != 0);
    }

    private boolean isSameMessage(final int a, final int b) {
        return store.streamAndSsn(a) == store.streamAndSsn(b)
                && ((store.flags(a) ^ store.flags(b)) & DataChunk.FLAG_UNORDERED) == 0;
    }

    private int takeRun(final int firstTsn, final int lastTsn) {
        final int first = take(firstTsn);
        int previous = first;
        for (int tsn = firstTsn + 1; tsn - lastTsn <= 0; tsn++) {
            final int slot = take(tsn);
            store.next(previous, slot);
            previous = slot;
        }
        return first;
    }

    /**
     * Takes a run out whose first TSN is given, so that it can be handed up before the rest of its message arrives.
     *
     * @return its first slot, the others linked behind it, or {@link ChunkStore#NONE} if there is none
     */
    int takeRunAt(final int tsn) {
        final int first = find(tsn);
        return first == ChunkStore.NONE ? ChunkStore.NONE : takeRun(tsn, store.runOtherEnd(first));
    }

    /** Returns the first fragment of the run that the fragment added last belongs to, unless that is complete. */
    int runFirst() {
        return runFirst;
    }

    boolean begins(final int slot) {
        return (store.flags(slot) & DataChunk.FLAG_BEGIN) != 0;
    }

    /** Returns the number of places that {@link #slotAt} knows. */
    int places() {
        return slotOfTsn == null ? 0 : slotOfTsn.length;
    }

    /** Returns the fragment in a place, or {@link ChunkStore#NONE}. */
    int slotAt(final int place) {
        return slotOfTsn[place];
    }

    /** Frees fragments up to a TSN: the rest of their messages will not come. */
    void dropUpTo(final int tsn) {
        for (int i = 0; held > 0 && i < slotOfTsn.length; i++) {
            final int slot = slotOfTsn[i];
            if (slot != ChunkStore.NONE && store.tsn(slot) - tsn <= 0) {
                slotOfTsn[i] = ChunkStore.NONE;
                held--;
                store.free(slot);
            }
        }
        // What a careless peer cut in two cannot be put together.
        int next = tsn + 1;
        for (int slot = find(next); slot != ChunkStore.NONE && !begins(slot); slot = find(next)) {
            store.free(take(next++));
        }
    }

    /** Takes any fragment out, for an association that ends; {@link ChunkStore#NONE} when there is none left. */
    int takeAny() {
        for (int i = 0; held > 0 && i < slotOfTsn.length; i++) {
            final int slot = slotOfTsn[i];
            if (slot != ChunkStore.NONE) {
                slotOfTsn[i] = ChunkStore.NONE;
                held--;
                return slot;
            }
        }
        return ChunkStore.NONE;
    }

    void trim() {
        slotOfTsn = null;
    }

    private int find(final int tsn) {
        if (held == 0) {
            return ChunkStore.NONE;
        }
        final int slot = slotOfTsn[tsn & slotOfTsn.length - 1];
        return slot != ChunkStore.NONE && store.tsn(slot) == tsn ? slot : ChunkStore.NONE;
    }

    private int take(final int tsn) {
        final int index = tsn & slotOfTsn.length - 1;
        final int slot = slotOfTsn[index];
        slotOfTsn[index] = ChunkStore.NONE;
        held--;
        return slot;
    }

    private boolean put(final int tsn, final int slot) {
        if (slotOfTsn == null) {
            slotOfTsn = emptyRing(INITIAL_CAPACITY);
        }
        while (slotOfTsn[tsn & slotOfTsn.length - 1] != ChunkStore.NONE) {
            if (slotOfTsn.length == MAX_CAPACITY) {
                return false;
            }
            grow();
        }
        slotOfTsn[tsn & slotOfTsn.length - 1] = slot;
        held++;
        return true;
    }

    private void grow() {
        final int[] old = slotOfTsn;
        slotOfTsn = emptyRing(old.length * 2);
        for (final int slot : old) {
            if (slot != ChunkStore.NONE) {
                slotOfTsn[store.tsn(slot) & slotOfTsn.length - 1] = slot;
            }
        }
    }

    private static int[] emptyRing(final int capacity) {
        final int[] ring = new int[capacity];
        Arrays.fill(ring, ChunkStore.NONE);
        return ring;
    }
}
