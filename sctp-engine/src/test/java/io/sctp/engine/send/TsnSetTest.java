package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.memory.Work;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TsnSetTest {
    private static final int CAPACITY = 1 << 14;

    private final Work work = new Work();

    /** A window moves over TSNs, across the highest one and the one whose sign changes. */
    @ParameterizedTest
    @ValueSource(ints = {1000, -3, Integer.MAX_VALUE - 5000})
    void shouldFindWhatASortedSetFinds(final int start) {
        final Random random = new Random(start);
        final TsnSet set = new TsnSet(work);
        final TreeSet<Integer> expected = new TreeSet<>();
        int first = 0;
        int capacity = 64;
        for (int i = 0; i < 200_000; i++) {
            if (i == 500 || i == 5000) {
                capacity = i == 500 ? 1024 : CAPACITY;
                set.grow(capacity, start + first);
            }
            final int at = first + random.nextInt(capacity);
            assertEquals(expected.contains(at), set.contains(start + at));
            if (expected.add(at)) {
                set.add(start + at);
            }
            final int from = first + random.nextInt(capacity);
            final Integer next = expected.ceiling(from);
            final int behind = set.next(start + from) - start;
            if (next == null) {
                assertTrue(behind >= first + capacity, "nothing there");
            } else {
                assertEquals(next, behind);
            }
            if (expected.size() > 20 || random.nextInt(3) == 0) {
                final int gone = expected.first();
                expected.remove(gone);
                set.remove(start + gone);
                first = expected.isEmpty() ? gone + 1 : random.nextBoolean() ? expected.first() : gone + 1;
            }
            assertEquals(expected.size(), set.size());
            if (expected.isEmpty()) {
                expected.add(first);
                set.add(start + first);
            }
        }
    }

    @Test
    void shouldFindTheNextOfAFewInAFewSteps() {
        final TsnSet set = new TsnSet(work);
        set.grow(1 << 16, 0);
        set.add(60_000);
        final long before = work.total();
        assertEquals(60_000, set.next(0));
        assertTrue(work.total() - before <= 20, () -> "" + (work.total() - before));
    }

    @Test
    void shouldMoveAllOver() {
        final TsnSet from = new TsnSet(work);
        final TsnSet to = new TsnSet(work);
        from.grow(CAPACITY, 0);
        to.grow(CAPACITY, 0);
        for (int i = 0; i < CAPACITY; i += 3) {
            (i % 2 == 0 ? from : to).add(i);
        }
        final int count = from.size() + to.size();
        to.addAll(from);
        assertEquals(count, to.size());
        assertEquals(0, from.size());
        int tsn = 0;
        for (int i = 0; i < CAPACITY; i += 3) {
            tsn = to.next(tsn);
            assertEquals(i, tsn);
            tsn++;
        }
        from.add(7);
        assertEquals(7, from.next(0));
    }
}
