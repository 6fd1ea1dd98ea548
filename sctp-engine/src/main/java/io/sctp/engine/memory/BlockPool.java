package io.sctp.engine.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A bounded pool of blocks in direct memory, sized in powers of two from 64 bytes to 64 KiB.
 *
 * <p>Memory is taken in pages of 64 KiB. A page serves one block size while any of its blocks is in use or kept warm,
 * and then returns to the pool, so a change of message size never strands memory. A block is identified by an
 * {@code int} handle; no object is created per block. Not thread safe.
 */
public final class BlockPool {
    /** The result of {@link #allocate} when the limit is reached. */
    public static final int NONE = -1;

    /** The largest block, in bytes. */
    public static final int MAX_BLOCK_LENGTH = 1 << 16;

    /** {@link #allocateSparing} leaves this fraction of the pages, 1/8. */
    private static final int RESERVE = 8;

    private static final int PAGE_SHIFT = 16;
    private static final int UNIT_SHIFT = 6;
    private static final int UNITS_PER_PAGE_SHIFT = PAGE_SHIFT - UNIT_SHIFT;
    private static final int UNITS_MASK = (1 << UNITS_PER_PAGE_SHIFT) - 1;
    private static final int CLASS_COUNT = PAGE_SHIFT - UNIT_SHIFT + 1;

    /** The maximum number of pages with non-negative handles: nearly 128 GiB. */
    private static final int MAX_PAGES = (1 << (31 - UNITS_PER_PAGE_SHIFT)) - 1;

    // The record of a page is one row of a table, so that an allocation touches adjacent memory.
    private static final int RECORD_SHIFT = 3;
    private static final int NEXT = 0;
    private static final int PREVIOUS = 1;
    private static final int SIZE_CLASS = 2;

    /** The unit from which on the page was never used. */
    private static final int UNCARVED = 3;

    /** The number of freed blocks on the page's stack; the last one freed is on top. */
    private static final int FREE_BLOCKS = 4;

    private final Work work = new Work();
    private final long secret;
    private final WarmBlocks warm = new WarmBlocks(CLASS_COUNT, UNIT_SHIFT);
    /** The JVM takes half a second to refuse memory, so it is not asked again at once. */
    private static final long RETRY_NS = 1_000_000_000L;

    private final LongSupplier clock;
    private boolean refused;
    private long refusedNs;

    private final int maxPages;
    private final int pagesPerSlab;
    private ByteBuffer[] pages;
    private int pageCount;

    private final int[] partialHead = new int[CLASS_COUNT];
    private int freePageHead = NONE;
    private long liveBytes;
    private int freePages;

    private int[] records;

    /** The stacks of free blocks, by their first units, one page after the other. */
    private char[] freeUnits;

    /**
     * Creates an empty pool.
     *
     * @param limitBytes the maximum memory of the pool; rounded down to whole pages of 64 KiB, at least one
     * @param slabBytes the memory taken from the system at a time; rounded down to whole pages, at least one
     */
    public BlockPool(final long limitBytes, final int slabBytes) {
        this(limitBytes, slabBytes, 0, () -> 0);
    }

    /**
     * As above.
     *
     * @param secret for the tables of the pool's users: a random number that no peer knows
     * @param clock nanoseconds; memory that the system refused is requested again after a second
     */
    public BlockPool(final long limitBytes, final int slabBytes, final long secret, final LongSupplier clock) {
        this.secret = secret;
        this.clock = clock;
        maxPages = (int) Math.max(1, Math.min(limitBytes >> PAGE_SHIFT, MAX_PAGES));
        pagesPerSlab = Math.max(1, slabBytes >> PAGE_SHIFT);
        Arrays.fill(partialHead, NONE);
        resizePageTables(Math.min(maxPages, pagesPerSlab));
    }

    /** Returns the step counter shared by all users of the pool. */
    public Work work() {
        return work;
    }

    /** Returns the secret for tables whose keys a peer can choose. */
    public long secret() {
        return secret;
    }

    /**
     * Allocates a block.
     *
     * @param length the bytes needed, 1 to {@link #MAX_BLOCK_LENGTH}
     * @return the block's handle, or {@link #NONE} when the pool's limit is reached
     */
    public int allocate(final int length) {
        return allocate(length, 0);
    }

    /** As above, for callers that can wait: leaves {@link #RESERVE a fraction} of the pages to those that cannot. */
    public int allocateSparing(final int length) {
        return allocate(length, maxPages / RESERVE);
    }

    private int allocate(final int length, final int spare) {
        final int sizeClass = sizeClass(length);
        final int warmHandle = warm.take(sizeClass);
        final int handle = warmHandle == NONE ? allocateCold(sizeClass, spare) : warmHandle;
        if (handle != NONE) {
            liveBytes += 1L << (sizeClass + UNIT_SHIFT);
        }
        return handle;
    }

    /** Allocates a block from a page. */
    private int allocateCold(final int sizeClass, final int spare) {
        int page = partialHead[sizeClass];
        if (page == NONE) {
            page = takePage(sizeClass, spare);
            if (page == NONE) {
                return NONE;
            }
        }
        final int record = page << RECORD_SHIFT;
        final int unit;
        int free = records[record + FREE_BLOCKS];
        if (free > 0) {
            records[record + FREE_BLOCKS] = --free;
            unit = freeUnits[page << UNITS_PER_PAGE_SHIFT | free];
        } else {
            unit = records[record + UNCARVED];
            records[record + UNCARVED] = unit + (1 << sizeClass);
        }
        if (free == 0 && records[record + UNCARVED] > UNITS_MASK) {
            unlink(page, sizeClass);
        }
        return page << UNITS_PER_PAGE_SHIFT | unit;
    }

    /** Frees a block. */
    public void free(final int handle) {
        final int sizeClass = records[((handle >>> UNITS_PER_PAGE_SHIFT) << RECORD_SHIFT) + SIZE_CLASS];
        liveBytes -= 1L << (sizeClass + UNIT_SHIFT);
        if (!warm.keep(sizeClass, handle)) {
            freeCold(handle);
        }
    }

    /** Returns a block to its page. */
    private void freeCold(final int handle) {
        final int page = handle >>> UNITS_PER_PAGE_SHIFT;
        final int record = page << RECORD_SHIFT;
        final int sizeClass = records[record + SIZE_CLASS];
        final int uncarved = records[record + UNCARVED];
        final int free = records[record + FREE_BLOCKS];
        freeUnits[page << UNITS_PER_PAGE_SHIFT | free] = (char) (handle & UNITS_MASK);
        records[record + FREE_BLOCKS] = free + 1;
        if (free == 0 && uncarved > UNITS_MASK) {
            link(page, sizeClass);
        }
        if ((free + 1) << sizeClass == uncarved && (partialHead[sizeClass] != page || records[record + NEXT] != NONE)) {
            unlink(page, sizeClass);
            releasePage(page);
        }
    }

    /** Returns the memory that holds a block; the block begins at {@link #offset}. */
    public ByteBuffer buffer(final int handle) {
        return pages[handle >>> UNITS_PER_PAGE_SHIFT];
    }

    /** Returns where a block begins in its {@link #buffer}. */
    public static int offset(final int handle) {
        return (handle & UNITS_MASK) << UNIT_SHIFT;
    }

    /** Returns the bytes in pages that hold at least one block in use, or are kept ready for one block size. */
    public long usedBytes() {
        return (long) (pageCount - freePages) << PAGE_SHIFT;
    }

    /** Returns the bytes of blocks in use. */
    public long liveBytes() {
        return liveBytes;
    }

    /** Returns the maximum memory of the pool. */
    public long limitBytes() {
        return (long) maxPages << PAGE_SHIFT;
    }

    /** Returns the bytes taken from the system so far. */
    public long allocatedBytes() {
        return (long) pageCount << PAGE_SHIFT;
    }

    /** Returns the number of blocks in use; for checks, not for hot code. */
    public int liveBlocks() {
        int live = 0;
        for (int page = 0; page < pageCount; page++) {
            live += liveBlocks(page);
        }
        return live - warm.count();
    }

    private static int sizeClass(final int length) {
        return length <= 1 << UNIT_SHIFT ? 0 : 32 - Integer.numberOfLeadingZeros(length - 1) - UNIT_SHIFT;
    }

    private int liveBlocks(final int page) {
        final int record = page << RECORD_SHIFT;
        return (records[record + UNCARVED] >>> records[record + SIZE_CLASS]) - records[record + FREE_BLOCKS];
    }

    private int takePage(final int sizeClass, final int spare) {
        if (!hasPages(spare)) {
            return NONE;
        }
        final int page = freePageHead;
        final int record = page << RECORD_SHIFT;
        freePageHead = records[record + NEXT];
        freePages--;
        records[record + SIZE_CLASS] = sizeClass;
        records[record + UNCARVED] = 0;
        link(page, sizeClass);
        return page;
    }

    /** Whether a page is free, and {@code spare} more are free or can be taken from the system. */
    private boolean hasPages(final int spare) {
        return (freePages > 0 || growSlab() || reclaim()) && (isMoreThan(spare) || (reclaim() && isMoreThan(spare)));
    }

    private boolean isMoreThan(final int spare) {
        if (refused && freePages <= spare) {
            growSlab();
        }
        return freePages + (refused ? 0 : maxPages - pageCount) > spare;
    }

    /** Nothing else is left: reclaims the warm blocks, and the empty page that each block size may keep. */
    private boolean reclaim() {
        for (int sizeClass = 0; sizeClass < CLASS_COUNT; sizeClass++) {
            for (int handle = warm.take(sizeClass); handle != NONE; handle = warm.take(sizeClass)) {
                freeCold(handle);
            }
            final int page = partialHead[sizeClass];
            if (page != NONE && liveBlocks(page) == 0) {
                unlink(page, sizeClass);
                releasePage(page);
            }
        }
        return freePageHead != NONE;
    }

    /**
     * Takes a slab from the system. Returns false at the limit, or if the JVM has no memory left, which is not fatal.
     */
    private boolean growSlab() {
        final int count = Math.min(pagesPerSlab, maxPages - pageCount);
        if (count <= 0 || (refused && clock.getAsLong() - refusedNs < RETRY_NS)) {
            return false;
        }
        try {
            takeSlab(count);
            refused = false;
            return true;
        } catch (final OutOfMemoryError e) {
            refused = true;
            refusedNs = clock.getAsLong();
            return false;
        }
    }

    private void takeSlab(final int count) {
        if (pageCount + count > pages.length) {
            resizePageTables(Math.min(maxPages, Math.max(pages.length * 2, pageCount + count)));
        }
        final ByteBuffer slab = ByteBuffer.allocateDirect(count << PAGE_SHIFT);
        for (int i = 0; i < count; i++) {
            pages[pageCount] = slab.slice(i << PAGE_SHIFT, 1 << PAGE_SHIFT);
            releasePage(pageCount++);
        }
    }

    /** Whether the JVM refused memory when last asked. */
    public boolean isRefused() {
        return refused;
    }

    /** Frees a page in which no block is in use. */
    private void releasePage(final int page) {
        final int record = page << RECORD_SHIFT;
        records[record + NEXT] = freePageHead;
        records[record + UNCARVED] = 0;
        records[record + FREE_BLOCKS] = 0;
        freePageHead = page;
        freePages++;
    }

    private void link(final int page, final int sizeClass) {
        final int record = page << RECORD_SHIFT;
        final int head = partialHead[sizeClass];
        records[record + PREVIOUS] = NONE;
        records[record + NEXT] = head;
        if (head != NONE) {
            records[(head << RECORD_SHIFT) + PREVIOUS] = page;
        }
        partialHead[sizeClass] = page;
    }

    private void unlink(final int page, final int sizeClass) {
        final int record = page << RECORD_SHIFT;
        final int next = records[record + NEXT];
        final int previous = records[record + PREVIOUS];
        if (previous == NONE) {
            partialHead[sizeClass] = next;
        } else {
            records[(previous << RECORD_SHIFT) + NEXT] = next;
        }
        if (next != NONE) {
            records[(next << RECORD_SHIFT) + PREVIOUS] = previous;
        }
    }

    /** Grows all tables, or none if memory runs out. */
    private void resizePageTables(final int capacity) {
        final ByteBuffer[] morePages = pages == null ? new ByteBuffer[capacity] : Arrays.copyOf(pages, capacity);
        final int[] moreRecords =
                records == null ? new int[capacity << RECORD_SHIFT] : Arrays.copyOf(records, capacity << RECORD_SHIFT);
        freeUnits = freeUnits == null
                ? new char[capacity << UNITS_PER_PAGE_SHIFT]
                : Arrays.copyOf(freeUnits, capacity << UNITS_PER_PAGE_SHIFT);
        records = moreRecords;
        pages = morePages;
    }
}
