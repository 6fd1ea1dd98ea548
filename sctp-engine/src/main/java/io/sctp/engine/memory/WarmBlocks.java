package io.sctp.engine.memory;

/**
 * The blocks freed last, in a stack for each size. They are reused first, while they are in the processor's cache,
 * without access to their page. Bounded in number and in bytes. Not thread safe.
 */
final class WarmBlocks {
    private static final int CAPACITY_SHIFT = 11;

    /** The maximum number of bytes kept per size, as a power of two. */
    private static final int MAX_BYTES_SHIFT = 19;

    private final int[] handles;
    private final int[] counts;
    private final int[] limits;

    /**
     * Creates an empty one.
     *
     * @param sizeClasses the number of sizes, each twice the one before
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

    /** Removes and returns the block of a size freed last, or {@link BlockPool#NONE} if there is none. */
    int take(final int sizeClass) {
        final int count = counts[sizeClass] - 1;
        if (count < 0) {
            return BlockPool.NONE;
        }
        counts[sizeClass] = count;
        return handles[sizeClass << CAPACITY_SHIFT | count];
    }

    /** Keeps a block, and returns whether there was space for it. */
    boolean keep(final int sizeClass, final int handle) {
        final int count = counts[sizeClass];
        if (count == limits[sizeClass]) {
            return false;
        }
        handles[sizeClass << CAPACITY_SHIFT | count] = handle;
        counts[sizeClass] = count + 1;
        return true;
    }

    /** Returns the number of blocks kept. Slow. */
    int count() {
        int sum = 0;
        for (final int count : counts) {
            sum += count;
        }
        return sum;
    }
}
