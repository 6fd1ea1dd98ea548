package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A pool, a store, and chunks in it whose payload is a text, so that a test reads as what arrives and what is read. */
final class TextChunks {
    static final int BEGIN = DataChunk.FLAG_BEGIN;
    static final int MIDDLE = 0;
    static final int END = DataChunk.FLAG_END;
    static final int WHOLE = BEGIN | END;
    static final int UNORDERED = DataChunk.FLAG_UNORDERED;

    static final int PPID = 46;

    final BlockPool pool = new BlockPool(1 << 22, 1 << 18);
    final ChunkStore store = new ChunkStore(pool);

    /** Adds a chunk of stream 0 and sequence number 0. */
    int add(final int tsn, final int flags, final String text) {
        return add(tsn, flags, 0, 0, text);
    }

    int add(final int tsn, final int flags, final int stream, final int ssn, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        final int handle = pool.allocate(bytes.length);
        pool.buffer(handle).put(BlockPool.offset(handle), bytes);
        return store.add(handle, bytes.length, flags, stream << 16 | ssn, PPID, tsn);
    }

    /** Adds a chunk of I-DATA: the number of a fragment is where the first has its protocol identifier. */
    int addFragment(final int flags, final int stream, final int mid, final int fragment, final String text) {
        final int slot = add(0, flags, stream, mid & 0xFFFF, text);
        store.ppid(slot, (flags & BEGIN) != 0 ? PPID : fragment);
        store.mid(slot, mid);
        return slot;
    }

    /** Links chunks as a message whose fragments are in order; returns the first. */
    int link(final int... slots) {
        int bytes = 0;
        for (int i = 0; i < slots.length; i++) {
            bytes += store.length(slots[i]);
            store.next(slots[i], i + 1 < slots.length ? slots[i + 1] : ChunkStore.NONE);
        }
        store.runBytes(slots[0], bytes);
        return slots[0];
    }

    String text(final int slot) {
        final byte[] bytes = new byte[store.length(slot)];
        final ByteBuffer buffer = pool.buffer(store.handle(slot));
        buffer.get(BlockPool.offset(store.handle(slot)), bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** Returns the texts of chunks from one on that are linked. */
    List<String> linked(final int first) {
        final List<String> texts = new ArrayList<>();
        for (int slot = first; slot != ChunkStore.NONE; slot = store.next(slot)) {
            texts.add(text(slot));
        }
        return texts;
    }

    /** Returns where a slot is, as text: for lists in which a chunk must be itself. */
    String nameOf(final int slot) {
        return slot == ChunkStore.NONE ? "none" : text(slot);
    }
}
