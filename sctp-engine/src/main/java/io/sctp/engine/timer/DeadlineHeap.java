package io.sctp.engine.timer;

import java.util.Arrays;

/** A binary heap of entries with a deadline. Moving one costs O(log n) and allocates nothing. */
public final class DeadlineHeap {
    /** An entry with a deadline. It stores its own index in the heap. */
    public abstract static class Entry {
        private long deadlineNs = Timers.NONE;
        private int index = -1;

        /** Returns the deadline that this entry is filed under. */
        public final long deadlineNs() {
            return deadlineNs;
        }
    }

    private static final int INITIAL_CAPACITY = 16;

    private Entry[] entries = new Entry[INITIAL_CAPACITY];
    /**
     * A copy of the entries' deadlines in one array, because access to the entries is slow: they are scattered in
     * memory.
     */
    private long[] deadlines = new long[INITIAL_CAPACITY];

    private int size;

    /** Returns the entry with the earliest deadline, or null. */
    public Entry first() {
        return size == 0 ? null : entries[0];
    }

    /** Files an entry under a deadline, or removes it if the deadline is {@link Timers#NONE}. */
    public void update(final Entry entry, final long deadlineNs) {
        if (deadlineNs == Timers.NONE) {
            remove(entry);
            return;
        }
        int index = entry.index;
        if (index < 0) {
            if (size == entries.length) {
                // Both copies are made before either is stored, as memory may run out.
                final Entry[] moreEntries = Arrays.copyOf(entries, size * 2);
                deadlines = Arrays.copyOf(deadlines, size * 2);
                entries = moreEntries;
            }
            index = size++;
        }
        entry.deadlineNs = deadlineNs;
        sift(entry, deadlineNs, index);
    }

    /** Removes an entry if it is present. */
    public void remove(final Entry entry) {
        final int index = entry.index;
        if (index < 0) {
            return;
        }
        final Entry last = entries[--size];
        entries[size] = null;
        entry.index = -1;
        entry.deadlineNs = Timers.NONE;
        if (last != entry) {
            sift(last, deadlines[size], index);
        }
    }

    /** Finds the index for an entry, beginning with a free one. */
    private void sift(final Entry entry, final long deadlineNs, final int free) {
        final int above = siftUp(deadlineNs, free);
        place(entry, deadlineNs, above == free ? siftDown(deadlineNs, free) : above);
    }

    private int siftUp(final long deadlineNs, final int free) {
        int index = free;
        while (index > 0) {
            final int parent = (index - 1) >> 1;
            if (deadlines[parent] <= deadlineNs) {
                break;
            }
            place(entries[parent], deadlines[parent], index);
            index = parent;
        }
        return index;
    }

    private int siftDown(final long deadlineNs, final int free) {
        int index = free;
        while (2 * index + 1 < size) {
            int child = 2 * index + 1;
            if (child + 1 < size && deadlines[child + 1] < deadlines[child]) {
                child++;
            }
            if (deadlineNs <= deadlines[child]) {
                break;
            }
            place(entries[child], deadlines[child], index);
            index = child;
        }
        return index;
    }

    private void place(final Entry entry, final long deadlineNs, final int index) {
        entries[index] = entry;
        deadlines[index] = deadlineNs;
        entry.index = index;
    }
}
