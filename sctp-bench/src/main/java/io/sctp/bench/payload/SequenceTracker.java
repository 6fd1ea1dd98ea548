package io.sctp.bench.payload;

import java.util.Arrays;

/**
 * Tracks which messages of one stream have arrived. While they arrive in order, it needs only a counter; after a gap it
 * remembers the messages beyond the gap.
 */
public final class SequenceTracker {
    /** The maximum distance beyond a gap; no sender gets that far ahead of a lost message. */
    static final long MAX_AHEAD = 1 << 26;

    private long next;
    private long highest = -1;
    private long received;
    private long duplicated;
    private long misordered;
    private long implausible;

    /** Bit i stands for sequence number (base + i), where base is {@link #next} rounded down to a whole word. */
    private long[] ahead = {};

    /**
     * Records a message that has arrived.
     *
     * @return whether it arrived for the first time
     */
    public boolean onMessage(final long sequence) {
        if (sequence == next && highest < sequence) {
            received++;
            highest = sequence;
            next++;
            return true;
        }
        return onOutOfOrder(sequence);
    }

    /** The number of distinct messages that arrived. */
    public long received() {
        return received;
    }

    /**
     * The number of messages that have not arrived although a later one has: lost or, if unordered, late. Any thread
     * may read it; for threads other than the recording one the number may be slightly out of date.
     */
    public long missing() {
        return Math.max(0, highest + 1 - received);
    }

    /** Arrivals of a message that had arrived before. */
    public long duplicated() {
        return duplicated;
    }

    /** Messages that arrived after one that was sent after them. */
    public long misordered() {
        return misordered;
    }

    /** Messages whose sequence number is further ahead than any sender can be. */
    public long implausible() {
        return implausible;
    }

    private boolean onOutOfOrder(final long sequence) {
        if (sequence - next > MAX_AHEAD) {
            implausible++;
            return true;
        }
        if (sequence < next || isMarked(sequence)) {
            duplicated++;
            return false;
        }
        received++;
        if (sequence < highest) {
            misordered++;
        }
        highest = Math.max(highest, sequence);
        mark(sequence);
        skipArrived();
        return true;
    }

    private boolean isMarked(final long sequence) {
        final int word = wordOf(sequence);
        return word < ahead.length && (ahead[word] & 1L << sequence) != 0;
    }

    private void mark(final long sequence) {
        final int word = wordOf(sequence);
        if (word >= ahead.length) {
            ahead = Arrays.copyOf(ahead, Math.max(16, Integer.highestOneBit(word) * 2));
        }
        ahead[word] |= 1L << sequence;
    }

    /** Moves past everything that has arrived, and drops the words behind it. */
    private void skipArrived() {
        final long base = next >> 6;
        while (isMarkedFrom(base)) {
            next++;
        }
        final int passed = (int) ((next >> 6) - base);
        if (passed > 0) {
            System.arraycopy(ahead, passed, ahead, 0, ahead.length - passed);
            Arrays.fill(ahead, ahead.length - passed, ahead.length, 0);
        }
        if (next > highest) {
            Arrays.fill(ahead, 0);
        }
    }

    private boolean isMarkedFrom(final long base) {
        final int word = (int) ((next >> 6) - base);
        return word < ahead.length && (ahead[word] & 1L << next) != 0;
    }

    private int wordOf(final long sequence) {
        return (int) ((sequence >> 6) - (next >> 6));
    }
}
