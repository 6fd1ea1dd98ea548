package io.sctp.engine.memory;

/**
 * Blocks that were given back last, in a stack for each size: they are taken again first, since they are warm, and no
 * page has to hear of it. Bounded in number and in bytes. Not thread safe.
 */
final class WarmBlocks {
    private static final int CAPACITY_SHIFT = 11;

    /** The most bytes that are kept of one size. */
    private static final int MAX_BYTES_SHIFT = 19;

    private final int[] handles;
    private final int[] counts;
    private final int[] limits;

    /**
     * Begins empty.
     *
     * @param sizeClasses how many sizes there are, each twice the one before
     * @param smallestShift the smallest size, as a power of two
     */
    WarmBlocks(final int sizeClasses, final int smallestShift) {
        handles = new int[sizeClasses << CAPACITY_SHIFT];
        counts = new int[sizeClasses];
        limits = new int[sizeClasses];
        for (int i = 0; i < sizeClasses; i++) {
            limits[i] = Math.min(1 << CAPACITY_SHIFT, 1 << (MAX_BYTES_SHIFT - smallestShift - i));
        }
    }

    /** Takes the block of a size that was given back last, or {@link BlockPool#NONE} if none is kept. */
    int take(final int sizeClass) {
        final int count = counts[sizeClass] - 1;
        if (count < 0) {
            return BlockPool.NONE;
        }
        counts[sizeClass] = count;
        return handles[sizeClass << CAPACITY_SHIFT | count];
    }

    /** Keeps a block, and says whether there was room for it. */
    boolean keep(final int sizeClass, final int handle) {
        final int count = counts[sizeClass];
        if (count == limits[sizeClass]) {
            return false;
        }
        handles[sizeClass << CAPACITY_SHIFT | count] = handle;
        counts[sizeClass] = count + 1;
        return true;
    }

    /** Returns how many are kept; slow. */
    int count() {
        int sum = 0;
        for (final int count : counts) {
            sum += count;
        }
        return sum;
    }
}
