package io.sctp.engine.send;

import io.sctp.engine.memory.Work;

/**
 * A set of TSNs of which none lies further from another than a ring is long: a bit for each, and above them one for
 * each word that has any, so that the next of a few is found without those between.
 */
final class TsnSet {
    private static final int WORD_SHIFT = 6;
    private static final int WORD_MASK = Long.SIZE - 1;

    /** Words are moved by the block. */
    private static final int WORDS_PER_STEP_SHIFT = 3;

    private final Work work;
    private long[] words = new long[1];
    private long[] used = new long[1];
    private int size;

    TsnSet(final Work work) {
        this.work = work;
    }

    int size() {
        return size;
    }

    boolean contains(final int tsn) {
        return (words[word(tsn)] & 1L << tsn) != 0;
    }

    /** Adds a TSN that is not there. */
    void add(final int tsn) {
        final int word = word(tsn);
        words[word] |= 1L << tsn;
        used[word >> WORD_SHIFT] |= 1L << word;
        size++;
    }

    /** Takes a TSN out that is there. */
    void remove(final int tsn) {
        final int word = word(tsn);
        words[word] &= ~(1L << tsn);
        if (words[word] == 0) {
            used[word >> WORD_SHIFT] &= ~(1L << word);
        }
        size--;
    }

    /**
     * Returns the first of the set from a TSN on; if there is none, the lowest as many further on as the ring is long.
     * The set must not be empty.
     */
    int next(final int tsn) {
        work.step();
        final int from = word(tsn);
        final long here = words[from] & -1L << tsn;
        if (here != 0) {
            return tsn + Long.numberOfTrailingZeros(here) - (tsn & WORD_MASK);
        }
        final int word = nextUsed(from + 1 & words.length - 1);
        final int found = word << WORD_SHIFT | Long.numberOfTrailingZeros(words[word]);
        final int behind = found - tsn & capacity() - 1;
        return tsn + (behind == 0 ? capacity() : behind);
    }

    /** Returns the first word from one on, around the ring, that is not empty. */
    private int nextUsed(final int from) {
        int at = from >> WORD_SHIFT;
        long here = used[at] & -1L << from;
        while (here == 0) {
            work.step();
            at = at + 1 & used.length - 1;
            here = used[at];
        }
        return at << WORD_SHIFT | Long.numberOfTrailingZeros(here);
    }

    /** Moves all that another set of the same capacity has, which has none of these, over to this one. */
    void addAll(final TsnSet other) {
        for (int at = 0; at < used.length; at++) {
            long left = other.used[at];
            used[at] |= left;
            other.used[at] = 0;
            for (; left != 0; left &= left - 1) {
                work.step();
                final int word = at << WORD_SHIFT | Long.numberOfTrailingZeros(left);
                words[word] |= other.words[word];
                other.words[word] = 0;
            }
        }
        size += other.size;
        other.size = 0;
    }

    int capacity() {
        return words.length << WORD_SHIFT;
    }

    /** Grows to hold TSNs in a range of this length, a power of two; none of the set is below the first. */
    void grow(final int capacity, final int firstTsn) {
        final long[] old = words;
        words = new long[Math.max(1, capacity >> WORD_SHIFT)];
        used = new long[Math.max(1, words.length >> WORD_SHIFT)];
        work.steps(words.length >> WORDS_PER_STEP_SHIFT);
        final int firstWord = firstTsn >>> WORD_SHIFT;
        final long fromFirst = -1L << firstTsn;
        for (int i = 0; i < old.length; i++) {
            final long here = old[firstWord + i & old.length - 1];
            put(firstWord + i, i == 0 ? here & fromFirst : here);
        }
        // The highest TSNs may be in the word of the first one, before it.
        put(firstWord + old.length, old[firstWord & old.length - 1] & ~fromFirst);
    }

    private void put(final int word, final long tsns) {
        if (tsns != 0) {
            final int at = word & words.length - 1;
            words[at] |= tsns;
            used[at >> WORD_SHIFT] |= 1L << at;
        }
    }

    private int word(final int tsn) {
        return tsn >>> WORD_SHIFT & words.length - 1;
    }
}
