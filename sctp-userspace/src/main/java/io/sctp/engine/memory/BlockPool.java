package io.sctp.engine.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A bounded pool of blocks in direct memory, sized in powers of two from 64 bytes to 64 KiB.
 *
 * <p>Memory is taken in pages of 64 KiB; a page serves one block size while any of its blocks is in use and then goes
 * back to the pool, so a change of message size never strands memory. A block is named by an {@code int} handle; no
 * object is created per block. Not thread safe.
 */
public final class BlockPool {
    /** What {@link #allocate} answers when the limit is reached. */
    public static final int NONE = -1;

    /** The largest block, in bytes. */
    public static final int MAX_BLOCK_LENGTH = 1 << 16;

    private static final int PAGE_SHIFT = 16;
    private static final int UNIT_SHIFT = 6;
    private static final int UNITS_PER_PAGE_SHIFT = PAGE_SHIFT - UNIT_SHIFT;
    private static final int UNITS_MASK = (1 << UNITS_PER_PAGE_SHIFT) - 1;
    private static final int CLASS_COUNT = PAGE_SHIFT - UNIT_SHIFT + 1;

    private final int maxPages;
    private final int pagesPerSlab;
    private ByteBuffer[] pages;
    private int pageCount;

    private final int[] partialHead = new int[CLASS_COUNT];
    private int freePageHead = NONE;
    private int freePages;

    private int[] pageNext;
    private int[] pagePrevious;
    private int[] pageFreeUnit;
    private int[] pageUncarved;
    private int[] pageLive;
    private byte[] pageClass;

    /**
     * Creates an empty pool.
     *
     * @param limitBytes the most memory the pool ever takes; rounded down to whole pages of 64 KiB, at least one
     * @param slabBytes how much is taken from the system at a time; rounded down to whole pages, at least one
     */
    public BlockPool(final long limitBytes, final int slabBytes) {
        maxPages = (int) Math.max(1, Math.min(limitBytes >> PAGE_SHIFT, 1 << (31 - UNITS_PER_PAGE_SHIFT)));
        pagesPerSlab = Math.max(1, slabBytes >> PAGE_SHIFT);
        Arrays.fill(partialHead, NONE);
        resizePageTables(pagesPerSlab);
    }

    /**
     * Takes a block.
     *
     * @param length bytes needed, 1 to {@link #MAX_BLOCK_LENGTH}
     * @return the block's handle, or {@link #NONE} when the pool's limit is reached
     */
    public int allocate(final int length) {
        final int sizeClass = sizeClass(length);
        int page = partialHead[sizeClass];
        if (page == NONE) {
            page = takePage(sizeClass);
            if (page == NONE) {
                return NONE;
            }
        }
        final int unit = takeUnit(page, sizeClass);
        pageLive[page]++;
        if (pageFreeUnit[page] == NONE && pageUncarved[page] > UNITS_MASK) {
            unlink(page, sizeClass);
        }
        return page << UNITS_PER_PAGE_SHIFT | unit;
    }

    /** Gives a block back. */
    public void free(final int handle) {
        final int page = handle >>> UNITS_PER_PAGE_SHIFT;
        final int unit = handle & UNITS_MASK;
        final int sizeClass = pageClass[page];
        final boolean wasFull = pageFreeUnit[page] == NONE && pageUncarved[page] > UNITS_MASK;
        pages[page].putInt(unit << UNIT_SHIFT, pageFreeUnit[page]);
        pageFreeUnit[page] = unit;
        if (wasFull) {
            link(page, sizeClass);
        }
        if (--pageLive[page] == 0 && (partialHead[sizeClass] != page || pageNext[page] != NONE)) {
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

    /** Returns the bytes taken from the system so far. */
    public long allocatedBytes() {
        return (long) pageCount << PAGE_SHIFT;
    }

    /** Returns the number of blocks in use; for checks, not for hot code. */
    public int liveBlocks() {
        int live = 0;
        for (int page = 0; page < pageCount; page++) {
            live += pageLive[page];
        }
        return live;
    }

    private static int sizeClass(final int length) {
        return length <= 1 << UNIT_SHIFT ? 0 : 32 - Integer.numberOfLeadingZeros(length - 1) - UNIT_SHIFT;
    }

    private int takeUnit(final int page, final int sizeClass) {
        final int free = pageFreeUnit[page];
        if (free != NONE) {
            pageFreeUnit[page] = pages[page].getInt(free << UNIT_SHIFT);
            return free;
        }
        final int unit = pageUncarved[page];
        pageUncarved[page] = unit + (1 << sizeClass);
        return unit;
    }

    private int takePage(final int sizeClass) {
        if (freePageHead == NONE && !growSlab() && !reclaimIdlePage()) {
            return NONE;
        }
        final int page = freePageHead;
        freePageHead = pageNext[page];
        freePages--;
        pageClass[page] = (byte) sizeClass;
        pageFreeUnit[page] = NONE;
        pageUncarved[page] = 0;
        pageLive[page] = 0;
        link(page, sizeClass);
        return page;
    }

    /** Takes back the one empty page that a block size may keep, when the pool has nothing else. */
    private boolean reclaimIdlePage() {
        for (int sizeClass = 0; sizeClass < CLASS_COUNT; sizeClass++) {
            final int page = partialHead[sizeClass];
            if (page != NONE && pageLive[page] == 0) {
                unlink(page, sizeClass);
                releasePage(page);
                return true;
            }
        }
        return false;
    }

    private boolean growSlab() {
        final int count = Math.min(pagesPerSlab, maxPages - pageCount);
        if (count <= 0) {
            return false;
        }
        if (pageCount + count > pages.length) {
            resizePageTables(Math.max(pages.length * 2, pageCount + count));
        }
        final ByteBuffer slab = ByteBuffer.allocateDirect(count << PAGE_SHIFT);
        for (int i = 0; i < count; i++) {
            pages[pageCount] = slab.slice(i << PAGE_SHIFT, 1 << PAGE_SHIFT);
            releasePage(pageCount++);
        }
        return true;
    }

    private void releasePage(final int page) {
        pageNext[page] = freePageHead;
        freePageHead = page;
        freePages++;
    }

    private void link(final int page, final int sizeClass) {
        final int head = partialHead[sizeClass];
        pagePrevious[page] = NONE;
        pageNext[page] = head;
        if (head != NONE) {
            pagePrevious[head] = page;
        }
        partialHead[sizeClass] = page;
    }

    private void unlink(final int page, final int sizeClass) {
        final int next = pageNext[page];
        final int previous = pagePrevious[page];
        if (previous == NONE) {
            partialHead[sizeClass] = next;
        } else {
            pageNext[previous] = next;
        }
        if (next != NONE) {
            pagePrevious[next] = previous;
        }
    }

    private void resizePageTables(final int capacity) {
        if (pages == null) {
            pages = new ByteBuffer[capacity];
            pageNext = new int[capacity];
            pagePrevious = new int[capacity];
            pageFreeUnit = new int[capacity];
            pageUncarved = new int[capacity];
            pageLive = new int[capacity];
            pageClass = new byte[capacity];
        } else {
            pages = Arrays.copyOf(pages, capacity);
            pageNext = Arrays.copyOf(pageNext, capacity);
            pagePrevious = Arrays.copyOf(pagePrevious, capacity);
            pageFreeUnit = Arrays.copyOf(pageFreeUnit, capacity);
            pageUncarved = Arrays.copyOf(pageUncarved, capacity);
            pageLive = Arrays.copyOf(pageLive, capacity);
            pageClass = Arrays.copyOf(pageClass, capacity);
        }
    }
}
