package io.sctp.engine.timer;

import java.util.Arrays;

/** A binary heap of things that have a deadline. Moving one costs O(log n) and allocates nothing. */
public final class DeadlineHeap {
    /** Something with a deadline; it remembers its own place in the heap. */
    public abstract static class Entry {
        private long deadlineNs = Timers.NONE;
        private int index = -1;

        /** Returns the deadline under which this entry is filed. */
        public final long deadlineNs() {
            return deadlineNs;
        }
    }

    private Entry[] entries = new Entry[16];
    private int size;

    /** Returns the entry with the earliest deadline, or null. */
    public Entry first() {
        return size == 0 ? null : entries[0];
    }

    /** Files an entry under a deadline, or takes it out if the deadline is {@link Timers#NONE}. */
    public void update(final Entry entry, final long deadlineNs) {
        if (deadlineNs == Timers.NONE) {
            remove(entry);
            return;
        }
        if (entry.index < 0) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            place(entry, size++);
        }
        entry.deadlineNs = deadlineNs;
        siftUp(entry);
        siftDown(entry);
    }

    /** Takes an entry out; does nothing if it is not there. */
    public void remove(final Entry entry) {
        final int index = entry.index;
        if (index < 0) {
            return;
        }
        final Entry last = entries[--size];
        entries[size] = null;
        entry.index = -1;
        entry.deadlineNs = Timers.NONE;
        if (last.index != -1) {
            place(last, index);
            siftUp(last);
            siftDown(last);
        }
    }

    private void place(final Entry entry, final int index) {
        entries[index] = entry;
        entry.index = index;
    }

    private void siftUp(final Entry entry) {
        while (entry.index > 0) {
            final Entry parent = entries[(entry.index - 1) >> 1];
            if (parent.deadlineNs <= entry.deadlineNs) {
                return;
            }
            swap(parent, entry);
        }
    }

    private void siftDown(final Entry entry) {
        while (true) {
            final int left = 2 * entry.index + 1;
            if (left >= size) {
                return;
            }
            final int right = left + 1;
            final Entry child = right < size && entries[right].deadlineNs < entries[left].deadlineNs
                    ? entries[right]
                    : entries[left];
            if (entry.deadlineNs <= child.deadlineNs) {
                return;
            }
            swap(entry, child);
        }
    }

    private void swap(final Entry parent, final Entry child) {
        final int parentIndex = parent.index;
        final int childIndex = child.index;
        place(child, parentIndex);
        place(parent, childIndex);
    }
}
