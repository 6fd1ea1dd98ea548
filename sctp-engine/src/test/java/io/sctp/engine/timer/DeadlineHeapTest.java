package io.sctp.engine.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {
    private static final class Entry extends DeadlineHeap.Entry {}

    private final DeadlineHeap heap = new DeadlineHeap();

    @Test
    void shouldHaveNothingAtFirst() {
        assertNull(heap.first());
    }

    @Test
    void shouldForgetAnEntryWithoutADeadline() {
        final Entry entry = new Entry();
        heap.update(entry, 7);
        assertSame(entry, heap.first());
        heap.update(entry, Timers.NONE);
        assertNull(heap.first());
        assertEquals(Timers.NONE, entry.deadlineNs());
        heap.remove(entry); // which it is already
    }

    /** Beside a list in which each look goes through all. */
    @Test
    void shouldAlwaysKnowTheEarliest() {
        final SplittableRandom random = new SplittableRandom(1);
        final Entry[] entries =
                IntStream.range(0, 100).mapToObj(i -> new Entry()).toArray(Entry[]::new);
        final long[] deadlines = new long[entries.length];
        Arrays.fill(deadlines, Timers.NONE);
        for (int step = 0; step < 20_000; step++) {
            final int which = random.nextInt(entries.length);
            deadlines[which] = random.nextInt(3) == 0 ? Timers.NONE : random.nextLong(1_000);
            if (deadlines[which] == Timers.NONE && random.nextBoolean()) {
                heap.remove(entries[which]);
            } else {
                heap.update(entries[which], deadlines[which]);
            }
            assertEquals(deadlines[which], entries[which].deadlineNs());
            final long earliest = Arrays.stream(deadlines)
                    .filter(deadline -> deadline != Timers.NONE)
                    .min()
                    .orElse(Timers.NONE);
            assertEquals(
                    earliest,
                    heap.first() == null ? Timers.NONE : heap.first().deadlineNs(),
                    "the earliest deadline after step " + step);
        }
    }

    @Test
    void shouldGiveEntriesBackInTheOrderOfTheirDeadlines() {
        final SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1_000; i++) {
            heap.update(new Entry(), random.nextLong(100_000));
        }
        long last = Long.MIN_VALUE;
        int count = 0;
        for (DeadlineHeap.Entry first = heap.first(); first != null; first = heap.first()) {
            assertEquals(Math.max(last, first.deadlineNs()), first.deadlineNs(), "entry " + count);
            last = first.deadlineNs();
            heap.remove(first);
            count++;
        }
        assertEquals(1_000, count);
    }
}
