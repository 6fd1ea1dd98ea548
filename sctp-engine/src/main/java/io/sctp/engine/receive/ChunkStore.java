package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.DataChunk;
import java.util.Arrays;

/** The received chunks: eight ints each, managed with a free list that grows by doubling. */
final class ChunkStore {
    static final int NONE = -1;

    /** Chunk flag: the last chunk of a part of an incomplete message. */
    static final int FLAG_PART_END = 0x100;

    /** Chunk flag: not a chunk, but the notice that the rest of its message will not arrive. */
    static final int FLAG_ABORTED = 0x200;

    /** Flags that end what one receive returns. */
    static final int ENDS = DataChunk.FLAG_END | FLAG_PART_END | FLAG_ABORTED;

    /** The minimum number of bytes charged per chunk, so that tiny chunks cannot use unbounded memory. */
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

    /** Returns the charged bytes of all chunks, at least 64 per chunk. */
    int chargedBytes() {
        return chargedBytes;
    }

    int live() {
        return live;
    }

    /** Returns the bytes charged for a chunk. */
    int charge(final int slot) {
        return Math.max(length(slot), MIN_CHARGE);
    }

    /** Reserves memory, so that the next {@link #add} cannot fail. */
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

    /** Frees a chunk and its block. */
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
     * Returns the fragment number of an I-DATA chunk that is not the first of its message. In a first chunk the field
     * holds the PPID.
     */
    int fragment(final int slot) {
        return ppid(slot);
    }

    /** Returns the message identifier of an I-DATA chunk. DATA chunks have the other end of their run in this field. */
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

    /** Returns the last chunk of a run of fragments, given the first. */
    int runOtherEnd(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + RUN_OTHER_END];
    }

    void runOtherEnd(final int slot, final int last) {
        slots[(slot << STRIDE_SHIFT) + RUN_OTHER_END] = last;
    }

    /** Returns the bytes of a run or a message, given its first chunk. */
    int runBytes(final int slot) {
        return slots[(slot << STRIDE_SHIFT) + RUN_BYTES];
    }

    void runBytes(final int slot, final int bytes) {
        slots[(slot << STRIDE_SHIFT) + RUN_BYTES] = bytes;
    }

    /** Frees the memory. There must be no chunk. */
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
