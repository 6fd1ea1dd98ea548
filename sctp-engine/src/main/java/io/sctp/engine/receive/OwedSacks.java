package io.sctp.engine.receive;

/**
 * The queued SACKs, oldest first: one for each packet that requires one. Packets are received in batches, but the peer
 * counts SACKs: its congestion window grows with each, and three missing reports cause a retransmission. So each SACK
 * is written as if it had been sent when its packet arrived (RFC 9260 sections 6.2 and 7.2.4).
 *
 * <p>An entry has three numbers: the highest TSN, the window and the number of duplicates at that time. A SACK may also
 * report gaps that were filled since. But where the last gap was filled, all SACKs that were queued for gaps report as
 * much as the newest: they would acknowledge packets one by one that the peer expects to be acknowledged at once.
 * usrsctp would take the first for the partial acknowledgement of a fast recovery, and not notice its end. When the
 * queue is full the oldest entry is dropped; the next one reports all that it would have, and more.
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

    /** How many of the latest were queued while a TSN was missing. */
    private int withGaps;

    void add(final int highestTsn, final int window, final int duplicates, final boolean hasGap) {
        for (; !hasGap && withGaps > 0; withGaps--) {
            write(base(first + count - withGaps), highestTsn, window, duplicates);
        }
        if (entries == null) {
            entries = new int[CAPACITY * STRIDE];
        }
        if (count == CAPACITY) {
            removeFirst();
        }
        final int base = base(first + count);
        count++;
        withGaps += hasGap ? 1 : 0;
        write(base, highestTsn, window, duplicates);
    }

    private void write(final int base, final int highestTsn, final int window, final int duplicates) {
        entries[base + HIGHEST] = highestTsn;
        entries[base + WINDOW] = window;
        entries[base + DUPLICATES] = duplicates;
    }

    int count() {
        return count;
    }

    /** Returns the highest TSN when the oldest SACK was queued. */
    int highestTsn() {
        return entries[base(first) + HIGHEST];
    }

    /** Returns the window at that time. */
    int window() {
        return entries[base(first) + WINDOW];
    }

    /** Returns the number of duplicates recorded at that time. */
    int duplicates() {
        return entries[base(first) + DUPLICATES];
    }

    void removeFirst() {
        first = first + 1 & CAPACITY - 1;
        count--;
        withGaps = Math.min(withGaps, count);
    }

    void clear() {
        count = 0;
        withGaps = 0;
    }

    /** Frees the memory. The queue must be empty. */
    void trim() {
        entries = null;
    }

    private static int base(final int entry) {
        return (entry & CAPACITY - 1) * STRIDE;
    }
}
