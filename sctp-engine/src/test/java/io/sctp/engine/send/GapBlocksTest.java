package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class GapBlocksTest {
    private final GapBlocks gaps = new GapBlocks();

    @Test
    void shouldKeepBlocksInOrder() {
        gaps.reset(3);
        gaps.add(10, 12);
        gaps.add(20, 20);
        assertEquals(2, gaps.count());
        assertBlock(10, 12, 0);
        assertBlock(20, 20, 1);
    }

    /** A peer may report as two what is one. */
    @Test
    void shouldJoinBlocksThatFollowEachOther() {
        gaps.reset(4);
        gaps.add(-2, -1);
        gaps.add(0, 3);
        gaps.add(5, 6);
        assertEquals(2, gaps.count());
        assertBlock(-2, 3, 0);
        assertBlock(5, 6, 1);
    }

    @Test
    void shouldFindTheFirstBlockThatEndsAtATsnOrBehindIt() {
        gaps.reset(3);
        gaps.add(10, 12);
        gaps.add(20, 25);
        gaps.add(30, 30);
        assertEquals(0, gaps.atOrBehind(5));
        assertEquals(0, gaps.atOrBehind(12));
        assertEquals(1, gaps.atOrBehind(13));
        assertEquals(1, gaps.atOrBehind(22));
        assertEquals(1, gaps.atOrBehind(25));
        assertEquals(2, gaps.atOrBehind(26));
        assertEquals(2, gaps.atOrBehind(30));
        assertEquals(3, gaps.atOrBehind(31));
    }

    @Test
    void shouldFindBlocksAcrossTheHighestTsn() {
        gaps.reset(2);
        gaps.add(-5, -3);
        gaps.add(2, 4);
        assertEquals(0, gaps.atOrBehind(-3));
        assertEquals(1, gaps.atOrBehind(-2));
        assertEquals(1, gaps.atOrBehind(4));
        assertEquals(2, gaps.atOrBehind(5));
    }

    @Test
    void shouldFindNothingWhereThereIsNoBlock() {
        assertEquals(0, gaps.atOrBehind(5));
    }

    @Test
    void shouldBeginAnewWithEachSack() {
        gaps.reset(1);
        gaps.add(10, 12);
        gaps.reset(1);
        assertEquals(0, gaps.count());
        gaps.add(13, 14);
        assertEquals(1, gaps.count());
        assertBlock(13, 14, 0);
        gaps.reset(100);
        for (int i = 0; i < 100; i++) {
            gaps.add(2 * i, 2 * i);
        }
        assertEquals(100, gaps.count());
        gaps.clear();
        assertEquals(0, gaps.count());
    }

    private void assertBlock(final int first, final int last, final int block) {
        assertEquals(first, gaps.first(block));
        assertEquals(last, gaps.last(block));
    }
}
