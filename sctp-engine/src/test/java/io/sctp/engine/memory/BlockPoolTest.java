package io.sctp.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
    private static final int PAGE = 1 << 16;
    private static final int SMALLEST = 64;

    /**
     * A block that the test holds, with a byte of its own at the begin of each unit that it may share with no other.
     */
    private record Held(int handle, int length, byte mark) {}

    @Test
    void shouldNeverGiveABlockTwiceNorLetBlocksOverlap() {
        final SplittableRandom random = new SplittableRandom(7);
        final BlockPool pool = new BlockPool(64 * PAGE, 4 * PAGE);
        final List<Held> held = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            // Fills up and empties again, several times.
            final boolean filling = (i / 20_000) % 2 == 0;
            if (random.nextInt(10) < (filling ? 6 : 4) || held.isEmpty()) {
                final int length = 1 + random.nextInt(1 << random.nextInt(17));
                final int handle = pool.allocate(length);
                if (handle == BlockPool.NONE) {
                    refused++;
                } else {
                    held.add(fill(pool, new Held(handle, length, (byte) i)));
                }
            } else {
                final Held one = held.remove(random.nextInt(held.size()));
                checkIntact(pool, one);
                pool.free(one.handle);
            }
            if (i % 1000 == 0) {
                assertEquals(held.size(), pool.liveBlocks(), "blocks in use after " + i + " steps");
            }
        }
        held.forEach(one -> checkIntact(pool, one));
        held.forEach(one -> pool.free(one.handle));
        assertTrue(refused > 0, "the limit was never reached");
        assertEquals(0, pool.liveBlocks());
        for (int page = 0; page < 64; page++) {
            assertNotEquals(
                    BlockPool.NONE,
                    pool.allocate(BlockPool.MAX_BLOCK_LENGTH),
                    "memory is stranded after " + page + " pages");
        }
        assertTrue(pool.allocatedBytes() <= 64 * PAGE, pool.allocatedBytes() + " bytes are over the limit");
    }

    @Test
    void shouldRefuseWhatGoesBeyondTheLimit() {
        final BlockPool pool = new BlockPool(2 * PAGE, PAGE);
        for (int i = 0; i < 2 * PAGE / SMALLEST; i++) {
            assertNotEquals(BlockPool.NONE, pool.allocate(SMALLEST), "block " + i);
        }
        assertEquals(BlockPool.NONE, pool.allocate(1));
        pool.free(0);
        assertNotEquals(BlockPool.NONE, pool.allocate(1), "a block is free again");
        assertEquals(BlockPool.NONE, pool.allocate(1));
    }

    @Test
    void shouldGiveTheMemoryOfOneSizeToAnother() {
        final BlockPool pool = new BlockPool(4 * PAGE, PAGE);
        for (int round = 0; round < 3; round++) {
            final int length = SMALLEST << (3 * round);
            final List<Integer> handles = new ArrayList<>();
            for (int handle = pool.allocate(length); handle != BlockPool.NONE; handle = pool.allocate(length)) {
                handles.add(handle);
            }
            assertEquals(4 * PAGE / length, handles.size(), "blocks of " + length + " bytes");
            handles.forEach(pool::free);
        }
    }

    @Test
    void shouldTakeMemoryOnlyAsItIsNeeded() {
        final BlockPool pool = new BlockPool(1L << 30, PAGE);
        assertEquals(0, pool.allocatedBytes());
        final int handle = pool.allocate(BlockPool.MAX_BLOCK_LENGTH);
        assertEquals(PAGE, pool.allocatedBytes());
        pool.free(handle);
        assertEquals(handle, pool.allocate(BlockPool.MAX_BLOCK_LENGTH), "what was freed last is warm");
        assertEquals(PAGE, pool.allocatedBytes());
    }

    private static Held fill(final BlockPool pool, final Held held) {
        for (int i = 0; i < held.length; i += SMALLEST) {
            pool.buffer(held.handle).put(BlockPool.offset(held.handle) + i, held.mark);
        }
        return held;
    }

    private static void checkIntact(final BlockPool pool, final Held held) {
        for (int i = 0; i < held.length; i += SMALLEST) {
            assertEquals(held.mark, pool.buffer(held.handle).get(BlockPool.offset(held.handle) + i));
        }
    }
}
