package io.sctp.engine.receive;

import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.packet.Serial;
import java.nio.ByteBuffer;

/**
 * Tracks received TSNs: the cumulative TSN, a bitmap of those beyond it, and the duplicates since the last SACK (RFC
 * 9260 section 6.2).
 */
public final class TsnTracker {
    /** Maximum distance of a chunk from the cumulative TSN: the range of a gap block's 16 bits. */
    public static final int MAX_AHEAD = 0xFFFF;

    private static final int INITIAL_WORDS = 4;
    private static final int NO_WORDS = -1;

    /** The number of bits in a word index over all TSNs. */
    private static final int WORD_MASK = (1 << 26) - 1;

    private static final int MAX_DUPLICATES = 16;

    private final Work work;
    private int cumulative;
    private int highest;
    private long[] bits;
    private int[] duplicates;
    private int duplicateCount;
    private int duplicatesTold;

    TsnTracker(final Work work) {
        this.work = work;
    }

    /** Starts before the peer's initial TSN. */
    public void reset(final int initialTsn) {
        cumulative = initialTsn - 1;
        highest = cumulative;
        bits = null;
        forgetDuplicates();
    }

    public int cumulative() {
        return cumulative;
    }

    public int highest() {
        return highest;
    }

    /** Whether a TSN beyond the cumulative one has arrived while one before it is missing. */
    public boolean hasGap() {
        return highest != cumulative;
    }

    /** Returns the number of missing TSNs below the highest received one. Slow. */
    public int missing() {
        int missing = highest - cumulative;
        for (int i = 0; hasGap() && i < bits.length; i++) {
            missing -= Long.bitCount(bits[i]);
        }
        return missing;
    }

    public boolean contains(final int tsn) {
        if (!Serial.after(tsn, cumulative)) {
            return true;
        }
        return hasGap() && !Serial.after(tsn, highest) && isSet(tsn);
    }

    /**
     * Records a new TSN. {@link #contains} must be false, and it must be at most {@link #MAX_AHEAD} beyond the
     * cumulative one.
     */
    public void record(final int tsn) {
        if (tsn == cumulative + 1) {
            cumulative = tsn;
            if (highest == tsn - 1) {
                highest = tsn;
            } else {
                absorb();
            }
            return;
        }
        reserveDistance(tsn - cumulative);
        bits[word(tsn)] |= bit(tsn);
        if (Serial.after(tsn, highest)) {
            highest = tsn;
        }
    }

    /** Treats everything up to a TSN as received (RFC 3758 section 3.6). */
    void forward(final int tsn) {
        if (hasGap()) {
            clear(cumulative + 1, Serial.before(tsn, highest) ? tsn : highest);
        }
        cumulative = tsn;
        if (Serial.before(tsn, highest)) {
            absorb();
        } else {
            highest = tsn;
        }
    }

    /** Records a duplicate. Only the first few between two SACKs are reported. */
    public void recordDuplicate(final int tsn) {
        if (duplicates == null) {
            duplicates = new int[MAX_DUPLICATES];
        }
        if (duplicateCount < MAX_DUPLICATES) {
            duplicates[duplicateCount++] = tsn;
        }
    }

    public int duplicateCount() {
        return duplicateCount;
    }

    /**
     * Writes the reports of a SACK as of when the highest TSN was {@code highestTsn}: the cumulative TSN, gap blocks
     * and duplicates. Gaps that were filled since are reported as filled.
     *
     * @param offset where the SACK chunk begins
     * @param end the limit for the packet
     * @param duplicatesEnd the number of recorded duplicates to report, without those already reported
     * @return the end of the SACK
     */
    int writeReports(
            final ByteBuffer out, final int offset, final int end, final int highestTsn, final int duplicatesEnd) {
        final int ack = Serial.before(highestTsn, cumulative) ? highestTsn : cumulative;
        int position = offset + SackChunk.FIXED_LENGTH;
        int gapCount = 0;
        int tsn = ack + 1;
        while (ack != highestTsn && position + SackChunk.BLOCK_LENGTH <= end) {
            final int start = nextSet(tsn);
            if (Serial.after(start, highestTsn)) {
                break;
            }
            tsn = nextClear(start);
            final int last = Serial.after(tsn, highestTsn) ? highestTsn : tsn - 1;
            out.putInt(position, gapOffset(start) << 16 | gapOffset(last));
            position += SackChunk.BLOCK_LENGTH;
            gapCount++;
            if (last == highestTsn) {
                break;
            }
        }
        int written = 0;
        while (duplicatesTold < duplicatesEnd && position + SackChunk.BLOCK_LENGTH <= end) {
            out.putInt(position, duplicates[duplicatesTold++]);
            position += SackChunk.BLOCK_LENGTH;
            written++;
        }
        out.putInt(offset + SackChunk.CUMULATIVE_TSN_OFFSET, ack);
        out.putInt(offset + SackChunk.GAP_COUNT_OFFSET, gapCount << 16 | written);
        return position;
    }

    /**
     * Returns the maximum length of a SACK with these reports. The result may be any length above {@code enough} if the
     * SACK is longer than that.
     */
    int reportsLength(final int highestTsn, final int duplicatesEnd, final int enough) {
        int blocks = duplicatesEnd - duplicatesTold;
        int tsn = cumulative + 1;
        while (Serial.after(highestTsn, tsn) && SackChunk.FIXED_LENGTH + SackChunk.BLOCK_LENGTH * blocks <= enough) {
            final int start = nextSet(tsn);
            tsn = nextClear(start);
            blocks++;
        }
        return SackChunk.FIXED_LENGTH + SackChunk.BLOCK_LENGTH * blocks;
    }

    /** Clears the recorded duplicates. */
    void forgetDuplicates() {
        duplicateCount = 0;
        duplicatesTold = 0;
    }

    private int gapOffset(final int tsn) {
        return tsn - cumulative;
    }

    /** Frees the bitmap's memory if nothing is missing. */
    public void trim() {
        if (!hasGap()) {
            bits = null;
            duplicates = null;
            forgetDuplicates();
        }
    }

    private void absorb() {
        final int last = nextClear(cumulative + 1) - 1;
        if (last != cumulative) {
            clear(cumulative + 1, last);
            cumulative = last;
        }
    }

    private void clear(final int from, final int to) {
        final int words = words(from, to);
        for (int i = 0; i <= words; i++) {
            work.step();
            final long first = i == 0 ? -1L << from : -1L;
            final long last = i == words ? -1L >>> ~to : -1L;
            bits[(from >>> 6) + i & bits.length - 1] &= ~(first & last);
        }
    }

    /** Returns the number of bitmap words from the one of a TSN to that of a later TSN, the latter included. */
    private static int words(final int from, final int to) {
        return (to >>> 6) - (from >>> 6) & WORD_MASK;
    }

    private int nextSet(final int from) {
        int tsn = from;
        while (!Serial.after(tsn, highest)) {
            work.step();
            final long rest = bits[word(tsn)] >>> tsn;
            if (rest != 0) {
                return tsn + Long.numberOfTrailingZeros(rest);
            }
            tsn += Long.SIZE - (tsn & Long.SIZE - 1);
        }
        return tsn;
    }

    private int nextClear(final int from) {
        int tsn = from;
        while (!Serial.after(tsn, highest)) {
            work.step();
            final long rest = ~bits[word(tsn)] >>> tsn;
            if (rest != 0) {
                return tsn + Long.numberOfTrailingZeros(rest);
            }
            tsn += Long.SIZE - (tsn & Long.SIZE - 1);
        }
        return tsn;
    }

    private boolean isSet(final int tsn) {
        return (bits[word(tsn)] & bit(tsn)) != 0;
    }

    private int word(final int tsn) {
        return tsn >>> 6 & bits.length - 1;
    }

    private static long bit(final int tsn) {
        return 1L << tsn;
    }

    /** Reserves memory, so that recording a TSN cannot fail. */
    void reserve(final int tsn) {
        if (tsn != cumulative + 1) {
            reserveDistance(tsn - cumulative);
        }
    }

    /** Grows the bitmap for a distance, plus one word because the first word is shared with the end. */
    private void reserveDistance(final int distance) {
        if (bits == null) {
            bits = new long[INITIAL_WORDS];
        }
        final int needed = distance / Long.SIZE + 2;
        if (needed <= bits.length) {
            return;
        }
        final long[] old = bits;
        final long[] grown = new long[Integer.highestOneBit(needed - 1) * 2];
        final int words = hasGap() ? words(cumulative, highest) : NO_WORDS;
        for (int i = 0; i <= words; i++) {
            work.step();
            final int word = (cumulative >>> 6) + i;
            grown[word & grown.length - 1] = old[word & old.length - 1];
        }
        bits = grown;
    }
}
