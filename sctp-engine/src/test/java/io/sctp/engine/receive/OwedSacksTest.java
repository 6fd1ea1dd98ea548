package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class OwedSacksTest {
    private final OwedSacks owed = new OwedSacks();

    @Test
    void shouldTellOfTheOldestFirst() {
        owed.add(100, 5000, 1, false);
        owed.add(101, 4000, 2, false);
        assertEquals(2, owed.count());
        assertFirst(100, 5000, 1);
        owed.removeFirst();
        assertFirst(101, 4000, 2);
        assertEquals(1, owed.count());
    }

    /** The next one says what the oldest would have said, and more. */
    @Test
    void shouldForgetTheOldestWhenThereIsNoRoomForMore() {
        for (int i = 0; i < OwedSacks.CAPACITY + 3; i++) {
            owed.add(i, -i, 2 * i, false);
        }
        assertEquals(OwedSacks.CAPACITY, owed.count());
        for (int i = 3; i < OwedSacks.CAPACITY + 3; i++) {
            assertFirst(i, -i, 2 * i);
            owed.removeFirst();
        }
        assertEquals(0, owed.count());
    }

    @Test
    void shouldComeAndGoForEver() {
        for (int i = 0; i < 1000; i++) {
            owed.add(i, i + 1, i + 2, false);
            owed.add(-i, i + 3, i + 4, false);
            assertFirst(i, i + 1, i + 2);
            owed.removeFirst();
            assertFirst(-i, i + 3, i + 4);
            owed.removeFirst();
        }
        assertEquals(0, owed.count());
    }

    @Test
    void shouldOweNothingOnceCleared() {
        owed.add(1, 2, 3, false);
        owed.add(4, 5, 6, false);
        owed.clear();
        assertEquals(0, owed.count());
        owed.trim();
        owed.add(7, 8, 9, false);
        assertEquals(1, owed.count());
        assertFirst(7, 8, 9);
    }

    /** Those before the first gap stay, and so do those that a gap makes later. */
    @Test
    void shouldReportAllAtOnceWhenTheLastGapIsFilled() {
        owed.add(100, 5000, 0, false);
        owed.add(102, 4900, 0, true);
        owed.add(103, 4800, 1, true);
        owed.add(103, 4700, 1, false);
        owed.add(105, 4600, 1, true);
        assertFirst(100, 5000, 0);
        owed.removeFirst();
        for (int i = 0; i < 3; i++) {
            assertFirst(103, 4700, 1);
            owed.removeFirst();
        }
        assertFirst(105, 4600, 1);
        owed.removeFirst();
        owed.add(106, 4500, 1, false);
        assertFirst(106, 4500, 1);
        assertEquals(1, owed.count());
    }

    private void assertFirst(final int highestTsn, final int window, final int duplicates) {
        assertEquals(highestTsn, owed.highestTsn());
        assertEquals(window, owed.window());
        assertEquals(duplicates, owed.duplicates());
    }
}
