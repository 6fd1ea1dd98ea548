package io.sctp.engine.send;

import io.sctp.engine.packet.Serial;
import java.util.Arrays;

/**
 * The gap blocks of the last SACK, as pairs of first and last TSN in order, so that the next one is compared with them
 * block by block: what both report is not walked again.
 */
final class GapBlocks {
    private static final int[] NONE = {};

    private int[] blocks = NONE;
    private int count;

    int count() {
        return count;
    }

    int first(final int block) {
        return blocks[2 * block];
    }

    int last(final int block) {
        return blocks[2 * block + 1];
    }

    /** Returns the first block that ends at a TSN or behind it; {@link #count} if there is none. */
    int atOrBehind(final int tsn) {
        int low = 0;
        int high = count;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (Serial.before(last(middle), tsn)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void clear() {
        count = 0;
        blocks = NONE;
    }

    /** Begins with no block, and room for some. */
    void reset(final int capacity) {
        count = 0;
        if (blocks.length < 2 * capacity) {
            blocks = Arrays.copyOf(NONE, 2 * capacity);
        }
    }

    void add(final int first, final int last) {
        if (count > 0 && last(count - 1) == first - 1) {
            blocks[2 * count - 1] = last;
            return;
        }
        blocks[2 * count] = first;
        blocks[2 * count + 1] = last;
        count++;
    }
}
