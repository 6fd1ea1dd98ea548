package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.DataChunk;
import java.util.Arrays;

/** Received chunks: eight ints each, taken from and given back to a free list that grows by doubling. */
final class ChunkStore {
    static final int NONE = -1;

    /** Among a chunk's flags: a part of a message that is still arriving ends here. */
    static final int FLAG_PART_END = 0x100;

    /** Among a chunk's flags: no chunk, but the news that the rest of its message will not come. */
    static final int FLAG_ABORTED = 0x200;

    /** Flags that end what is read at once. */
    static final int ENDS = DataChunk.FLAG_END | FLAG_PART_END | FLAG_ABORTED;

    /** The bytes that a chunk is charged at least, so that tiny chunks cannot take unbounded memory. */
    private static final int MIN_CHARGE = 64;

    private static final int STRIDE_SHIFT = 3;
    private static final int INITIAL_CAPACITY = 8;

    private static final int HANDLE = 0;
    private static final int LENGTH_AND_FLAGS = 1;
    private static final int STREAM_AND_SSN = 2;
    private static final int PPID = 3;
    private static final int TSN = 4;
    private static final int NEXT = 5;
    private static final int RUN_OTHER_END = 6;
    private static final int RUN_BYTES = 7;

    private final BlockPool pool;
    private final Work work;
    private int chargedBytes;
    private int[] slots;
    private int capacity;
    private int free = NONE;
    private int live;

    ChunkStore(final BlockPool pool) {
        this.pool = pool;
        work = pool.work();
    }

    /** Returns the bytes of all chunks; one counts at least 64. */
    int chargedBytes() {
        return chargedBytes;
    }

    int live() {
        return live;
    }

    /** Returns the bytes that a chunk is charged. */
    int charge(final int slot) {
        return Math.max(length(slot), MIN_CHARGE);
    }

    /** Makes room, so that the next {@link #add} cannot fail. */
    void reserve() {
        if (free == NONE) {
            grow();
        }
    }

    int add(
            final int handle,
            final int length,
            final int flags,
            final int streamAndSsn,
            final int ppid,
            final int tsn) {
        reserve();
        final int slot = free;
        final int base = slot << STRIDE_SHIFT;
        free = slots[base + NEXT];
        slots[base + HANDLE] = handle;
        slots[base + LENGTH_AND_FLAGS] = length << 16 | flags;
        slots[base + STREAM_AND_SSN] = streamAndSsn;
        slots[base + PPID] = ppid;
        slots[base + TSN] = tsn;
        slots[base + NEXT] = NONE;
        slots[base + RUN_BYTES] = length;
        live++;
        chargedBytes += Math.max(length, MIN_CHARGE);
        return slot;
    }

    /** Gives a chunk and its block back. */
    void free(final int slot) {
        work.step();
        final int handle = handle(slot);
        if (handle != BlockPool.NONE) {
            pool.free(handle);
        }
        chargedBytes -= charge(slot);
        slots[(slot << STRIDE_SHIFT) + NEXT] = free;
        free = slot;
        live--;
    }

    int handle(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + HANDLE];
    }

    int length(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + LENGTH_AND_FLAGS] >>> 16;
    }

    int flags(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + LENGTH_AND_FLAGS] & 0xFFFF;
    }

    void addFlags(final int slot, final int flags) {
        slots[(slot << STRIDE_SHIFT) + LENGTH_AND_FLAGS] |= flags;
    }

    int stream(final int slot) {
        return streamAndSsn(slot) >>> 16;
    }

    int streamAndSsn(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + STREAM_AND_SSN];
    }

    int ppid(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + PPID];
    }

    void ppid(final int slot, final int ppid) {
        slots[(slot << STRIDE_SHIFT) + PPID] = ppid;
    }

    /**
     * Returns the number of a fragment of I-DATA other than the first, which is where that has its identifier of
     * protocol.
     */
    int fragment(final int slot) {
        return ppid(slot);
    }

    /** Returns the identifier of a chunk's message, which chunks of I-DATA have in the place of a run's other end. */
    int mid(final int slot) {
        return runOtherEnd(slot);
    }

    void mid(final int slot, final int mid) {
        runOtherEnd(slot, mid);
    }

    int tsn(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + TSN];
    }

    int next(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + NEXT];
    }

    void next(final int slot, final int nextSlot) {
        slots[(slot << STRIDE_SHIFT) + NEXT] = nextSlot;
    }

    /** Returns, for the first chunk of a run of fragments, the last one. */
    int runOtherEnd(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + RUN_OTHER_END];
    }

    void runOtherEnd(final int slot, final int last) {
        slots[(slot << STRIDE_SHIFT) + RUN_OTHER_END] = last;
    }

    /** Returns, for the first chunk of a run or a message, the bytes of all of it. */
    int runBytes(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + RUN_BYTES];
    }

    void runBytes(final int slot, final int bytes) {
        slots[(slot << STRIDE_SHIFT) + RUN_BYTES] = bytes;
    }

    /** Gives the memory back; there must be no chunk. */
    void trim() {
        slots = null;
        capacity = 0;
        free = NONE;
    }

    private void grow() {
        final int old = capacity;
        final int grown = Math.max(INITIAL_CAPACITY, old * 2);
        slots = old == 0 ? new int[grown << STRIDE_SHIFT] : Arrays.copyOf(slots, grown << STRIDE_SHIFT);
        capacity = grown;
        for (int slot = capacity - 1; slot >= old; slot--) {
            slots[(slot << STRIDE_SHIFT) + NEXT] = free;
            free = slot;
        }
    }
}
