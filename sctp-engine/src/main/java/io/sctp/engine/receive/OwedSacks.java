package io.sctp.engine.receive;

/**
 * The SACKs that packets are owed and that are not written yet, oldest first. Packets come in batches, and a peer
 * counts SACKs: its congestion window grows with each, and three that report a chunk missing have it sent again. So
 * each is written, with what it would have said when its packet had come (RFC 9260 sections 6.2 and 7.2.4).
 *
 * <p>That is three numbers, for what arrived since may be told, too: how far the TSNs reached, the window, and the
 * duplicates seen. When there is no room for more, the oldest goes: the next one says what it would have said, and
 * more.
 */
final class OwedSacks {
    /** A power of two. */
    static final int CAPACITY = 64;

    private static final int STRIDE = 3;
    private static final int HIGHEST = 0;
    private static final int WINDOW = 1;
    private static final int DUPLICATES = 2;

    private int[] entries;
    private int first;
    private int count;

    void add(final int highestTsn, final int window, final int duplicates) {
        if (entries == null) {
            entries = new int[CAPACITY * STRIDE];
        }
        if (count == CAPACITY) {
            removeFirst();
        }
        final int base = base(first + count);
        count++;
        entries[base + HIGHEST] = highestTsn;
        entries[base + WINDOW] = window;
        entries[base + DUPLICATES] = duplicates;
    }

    int count() {
        return count;
    }

    /** Returns the highest TSN that had arrived when the oldest SACK was owed. */
    int highestTsn() {
        return entries[base(first) + HIGHEST];
    }

    /** Returns the window at that time. */
    int window() {
        return entries[base(first) + WINDOW];
    }

    /** Returns how many duplicates had been noted at that time. */
    int duplicates() {
        return entries[base(first) + DUPLICATES];
    }

    void removeFirst() {
        first = first + 1 & CAPACITY - 1;
        count--;
    }

    void clear() {
        count = 0;
    }

    /** Gives the memory back; nothing may be owed. */
    void trim() {
        entries = null;
    }

    private static int base(final int entry) {
        return (entry & CAPACITY - 1) * STRIDE;
    }
}
