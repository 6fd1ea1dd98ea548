package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.memory.BlockPool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChunkStoreTest {
    private final TextChunks chunks = new TextChunks();
    private final BlockPool pool = chunks.pool;
    private final ChunkStore store = chunks.store;

    @Test
    void shouldKeepWhatAChunkSays() {
        final int handle = pool.allocate(1000);
        final int slot = store.add(handle, 1000, 0x8003, 0xFFFE << 16 | 0xFFFD, -46, -7);
        assertEquals(handle, store.handle(slot));
        assertEquals(1000, store.length(slot));
        assertEquals(0x8003, store.flags(slot));
        assertEquals(0xFFFE, store.stream(slot));
        assertEquals(0xFFFE << 16 | 0xFFFD, store.streamAndSsn(slot));
        assertEquals(-46, store.ppid(slot));
        assertEquals(-7, store.tsn(slot));
        assertEquals(ChunkStore.NONE, store.next(slot));
        assertEquals(1000, store.runBytes(slot), "a run of its own");
    }

    @Test
    void shouldKeepTheLongestChunk() {
        final int slot = store.add(pool.allocate(0xFFFF), 0xFFFF, 0xFFFF, 0, 0, 0);
        assertEquals(0xFFFF, store.length(slot));
        assertEquals(0xFFFF, store.flags(slot));
        assertEquals(0xFFFF, store.charge(slot));
    }

    @Test
    void shouldChangeWhatChangesOfAChunk() {
        final int other = chunks.add(1, TextChunks.WHOLE, "other");
        final int slot = chunks.add(2, TextChunks.BEGIN, "slot");
        store.addFlags(slot, ChunkStore.FLAG_PART_END);
        store.ppid(slot, 9);
        store.next(slot, other);
        store.runOtherEnd(slot, 11);
        store.runBytes(slot, 12);
        assertEquals(TextChunks.BEGIN | ChunkStore.FLAG_PART_END, store.flags(slot));
        assertEquals(4, store.length(slot));
        assertEquals(9, store.ppid(slot));
        assertEquals(other, store.next(slot));
        assertEquals(11, store.runOtherEnd(slot));
        assertEquals(12, store.runBytes(slot));
        assertEquals(TextChunks.WHOLE, store.flags(other));
        assertEquals(TextChunks.PPID, store.ppid(other));
        assertEquals(5, store.runBytes(other));
    }

    /** RFC 8260 section 2.1: a fragment that is not the first has its number in the place of the identifier. */
    @Test
    void shouldKeepWhatAFragmentOfIDataSays() {
        final int slot = chunks.addFragment(TextChunks.MIDDLE, 3, 70_000, 5, "text");
        assertEquals(70_000, store.mid(slot));
        assertEquals(5, store.fragment(slot));
    }

    /** So that tiny chunks cannot take unbounded memory. */
    @Test
    void shouldChargeAChunkAtLeast64Bytes() {
        final int tiny = chunks.add(1, TextChunks.WHOLE, "t");
        assertEquals(64, store.charge(tiny));
        assertEquals(64, store.chargedBytes());
        final int longer = chunks.add(2, TextChunks.WHOLE, "l".repeat(65));
        assertEquals(65, store.charge(longer));
        assertEquals(64 + 65, store.chargedBytes());
        store.free(tiny);
        assertEquals(65, store.chargedBytes());
        store.free(longer);
        assertEquals(0, store.chargedBytes());
    }

    @Test
    void shouldGiveTheBlockBackWithTheChunk() {
        final int slot = chunks.add(1, TextChunks.WHOLE, "text");
        final int news = store.add(BlockPool.NONE, 0, ChunkStore.FLAG_ABORTED, 0, 0, 0);
        assertEquals(1, pool.liveBlocks());
        assertEquals(2, store.live());
        store.free(slot);
        assertEquals(0, pool.liveBlocks());
        store.free(news);
        assertEquals(0, store.live());
    }

    @Test
    void shouldUseAPlaceAgain() {
        final int slot = chunks.add(1, TextChunks.WHOLE, "text");
        store.next(slot, 5);
        store.addFlags(slot, ChunkStore.FLAG_PART_END);
        store.free(slot);
        final int again = chunks.add(2, TextChunks.WHOLE, "again");
        assertEquals(slot, again);
        assertEquals(ChunkStore.NONE, store.next(again));
        assertEquals(TextChunks.WHOLE, store.flags(again));
        assertEquals(5, store.runBytes(again));
    }

    @Test
    void shouldKeepAllChunksWhenItGrows() {
        final List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            store.reserve();
            slots.add(chunks.add(i, TextChunks.WHOLE, "text " + i));
        }
        assertEquals(100, slots.stream().distinct().count());
        for (int i = 0; i < 100; i++) {
            assertEquals(i, store.tsn(slots.get(i)));
            assertEquals("text " + i, chunks.text(slots.get(i)));
        }
        assertEquals(100, store.live());
    }

    /** Places are given out by their order, so that a packet's chunks lie together. */
    @Test
    void shouldGiveOutPlacesInOrder() {
        for (int i = 0; i < 20; i++) {
            assertEquals(i, chunks.add(i, TextChunks.WHOLE, "text"));
        }
    }

    @Test
    void shouldBeginAnewOnceItsMemoryWasGivenBack() {
        store.free(chunks.add(1, TextChunks.WHOLE, "text"));
        store.trim();
        final int slot = chunks.add(2, TextChunks.WHOLE, "again");
        assertEquals("again", chunks.text(slot));
        assertEquals(1, store.live());
    }

    @Test
    void shouldCountAStepForEachChunkThatIsFreed() {
        final int slot = chunks.add(1, TextChunks.WHOLE, "text");
        final long before = pool.work().total();
        store.free(slot);
        assertEquals(1, pool.work().total() - before);
    }
}
