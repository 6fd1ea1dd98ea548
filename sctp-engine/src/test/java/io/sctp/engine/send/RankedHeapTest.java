package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.memory.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RankedHeapTest {
    private final Work work = new Work();
    private final RankedHeap heap = new RankedHeap(work);

    private record Entry(int id, long key, int arrival) {}

    @Test
    void shouldBeEmptyAtFirst() {
        assertTrue(heap.isEmpty());
        assertEquals(Long.MAX_VALUE, heap.firstKey());
        heap.remove(5);
        assertTrue(heap.isEmpty());
    }

    @Test
    void shouldGiveOutTheLowestKeyFirst() {
        heap.add(1, 30);
        heap.add(2, Long.MIN_VALUE);
        heap.add(3, 20);
        assertFalse(heap.isEmpty());
        assertEquals(Long.MIN_VALUE, heap.firstKey());
        assertEquals(List.of(2, 3, 1), takeAll());
    }

    @Test
    void shouldGiveOutWhatCameFirstOfEqualKeys() {
        for (int id = 9; id >= 0; id--) {
            heap.add(id, 5);
        }
        heap.remove(6);
        heap.add(6, 5);
        assertEquals(List.of(9, 8, 7, 5, 4, 3, 2, 1, 0, 6), takeAll());
    }

    @Test
    void shouldTakeAnyNumberOut() {
        for (int id = 0; id < 5; id++) {
            heap.add(id, id);
        }
        heap.remove(2);
        heap.remove(4);
        heap.remove(4);
        assertEquals(List.of(0, 1, 3), takeAll());
    }

    @Test
    void shouldOrderAsASortedSetDoes() {
        final Random random = new Random(1);
        final TreeSet<Entry> expected =
                new TreeSet<>(Comparator.comparingLong(Entry::key).thenComparingInt(Entry::arrival));
        final List<Entry> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            if (all.isEmpty() || random.nextInt(5) < 3) {
                final Entry entry = new Entry(i, random.nextInt(50) - 25, i);
                all.add(entry);
                expected.add(entry);
                heap.add(entry.id, entry.key);
            } else {
                final Entry gone = all.remove(random.nextInt(all.size()));
                expected.remove(gone);
                heap.remove(gone.id);
            }
            assertEquals(expected.isEmpty(), heap.isEmpty());
            if (!expected.isEmpty()) {
                assertEquals(expected.first().id, heap.first());
                assertEquals(expected.first().key, heap.firstKey());
            }
        }
        assertEquals(expected.stream().map(Entry::id).toList(), takeAll());
    }

    @Test
    void shouldTakeFewStepsHoweverManyThereAre() {
        for (int id = 0; id < 4096; id++) {
            heap.add(id, -id);
        }
        long before = work.total();
        heap.add(5000, -5000);
        assertEquals(12, work.total() - before, "from the bottom to the top");
        before = work.total();
        heap.remove(5000);
        final long steps = work.total() - before;
        assertTrue(steps >= 8 && steps <= 12, () -> steps + " steps");
    }

    private List<Integer> takeAll() {
        final List<Integer> ids = new ArrayList<>();
        while (!heap.isEmpty()) {
            ids.add(heap.first());
            heap.remove(heap.first());
        }
        return ids;
    }
}
