package io.sctp.engine.association;

/**
 * How many probes went to an unconfirmed address for an association, and when the last did. It outlives the path: one
 * that is removed and added again is a new one. The table has a fixed size; of several entries for one bucket, the
 * oldest is forgotten.
 */
final class ProbeLog {
    /** {@link #find} found nothing. */
    static final int NONE = -1;

    /** A power of two. */
    static final int BUCKETS = 2048;

    static final int ENTRIES_PER_BUCKET = 2;

    private final long[] pairs = new long[BUCKETS * ENTRIES_PER_BUCKET];
    private final long[] sentNs = new long[pairs.length];
    private final int[] counts = new int[pairs.length];

    /**
     * Returns the entry of a pair, or {@link #NONE}.
     *
     * @param pair the keyed hash of association and address
     */
    int find(final long pair) {
        final int first = first(pair);
        for (int entry = first; entry < first + ENTRIES_PER_BUCKET; entry++) {
            if (counts[entry] > 0 && pairs[entry] == pair) {
                return entry;
            }
        }
        return NONE;
    }

    private static int first(final long pair) {
        return ((int) pair & BUCKETS - 1) * ENTRIES_PER_BUCKET;
    }

    int count(final int entry) {
        return counts[entry];
    }

    long sentNs(final int entry) {
        return sentNs[entry];
    }

    /** A probe is sent; with it there are so many. */
    void onSent(final long pair, final int count, final long nowNs) {
        int entry = find(pair);
        if (entry == NONE) {
            entry = oldest(first(pair));
        }
        pairs[entry] = pair;
        counts[entry] = count;
        sentNs[entry] = nowNs;
    }

    private int oldest(final int first) {
        int oldest = first;
        for (int entry = first; entry < first + ENTRIES_PER_BUCKET; entry++) {
            if (counts[entry] == 0) {
                return entry;
            }
            if (sentNs[entry] - sentNs[oldest] < 0) {
                oldest = entry;
            }
        }
        return oldest;
    }

    void onAnswered(final long pair) {
        final int entry = find(pair);
        if (entry != NONE) {
            counts[entry] = 0;
        }
    }
}
