package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class OwedSacksTest {
    private final OwedSacks owed = new OwedSacks();

    @Test
    void shouldTellOfTheOldestFirst() {
        owed.add(100, 5000, 1);
        owed.add(101, 4000, 2);
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
            owed.add(i, -i, 2 * i);
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
            owed.add(i, i + 1, i + 2);
            owed.add(-i, i + 3, i + 4);
            assertFirst(i, i + 1, i + 2);
            owed.removeFirst();
            assertFirst(-i, i + 3, i + 4);
            owed.removeFirst();
        }
        assertEquals(0, owed.count());
    }

    @Test
    void shouldOweNothingOnceCleared() {
        owed.add(1, 2, 3);
        owed.add(4, 5, 6);
        owed.clear();
        assertEquals(0, owed.count());
        owed.trim();
        owed.add(7, 8, 9);
        assertEquals(1, owed.count());
        assertFirst(7, 8, 9);
    }

    private void assertFirst(final int highestTsn, final int window, final int duplicates) {
        assertEquals(highestTsn, owed.highestTsn());
        assertEquals(window, owed.window());
        assertEquals(duplicates, owed.duplicates());
    }
}
