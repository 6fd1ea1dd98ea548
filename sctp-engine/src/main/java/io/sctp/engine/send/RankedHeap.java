package io.sctp.engine.send;

import com.carrotsearch.hppc.IntIntHashMap;
import io.sctp.engine.memory.Work;
import java.util.Arrays;

/**
 * A binary heap of numbers with keys: the lowest key is first, and of equal ones the one that came first. Any number
 * can be taken out. Every operation takes a number of steps that grows with the logarithm of the size.
 */
final class RankedHeap {
    private static final int NONE = -1;
    private static final int INITIAL_CAPACITY = 8;

    private final Work work;
    private final IntIntHashMap places = new IntIntHashMap();
    private int[] ids = new int[INITIAL_CAPACITY];
    private long[] keys = new long[INITIAL_CAPACITY];
    private long[] arrivals = new long[INITIAL_CAPACITY];
    private int size;
    private long arrived;

    RankedHeap(final Work work) {
        this.work = work;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the number with the lowest key; there must be one. */
    int first() {
        return ids[0];
    }

    /** Returns the lowest key, or the highest {@code long} if there is none. */
    long firstKey() {
        return size == 0 ? Long.MAX_VALUE : keys[0];
    }

    /** Adds a number that is not there. */
    void add(final int id, final long key) {
        if (size == ids.length) {
            grow();
        }
        siftUp(size++, id, key, arrived++);
    }

    /** Takes a number out, if it is there. */
    void remove(final int id) {
        final int place = places.getOrDefault(id, NONE);
        if (place == NONE) {
            return;
        }
        places.remove(id);
        final int last = --size;
        if (place == last) {
            return;
        }
        if (place > 0 && isBefore(last, (place - 1) >> 1)) {
            siftUp(place, ids[last], keys[last], arrivals[last]);
        } else {
            siftDown(place, last);
        }
    }

    private void siftUp(final int from, final int id, final long key, final long arrival) {
        int place = from;
        while (place > 0) {
            work.step();
            final int parent = (place - 1) >> 1;
            if (keys[parent] < key || (keys[parent] == key && arrivals[parent] < arrival)) {
                break;
            }
            put(place, ids[parent], keys[parent], arrivals[parent]);
            place = parent;
        }
        put(place, id, key, arrival);
    }

    /** Finds the place for what lies behind the last entry, from a free one down. */
    private void siftDown(final int free, final int last) {
        int place = free;
        for (int child = 2 * place + 1; child < last; child = 2 * place + 1) {
            work.step();
            if (child + 1 < last && isBefore(child + 1, child)) {
                child++;
            }
            if (!isBefore(child, last)) {
                break;
            }
            put(place, ids[child], keys[child], arrivals[child]);
            place = child;
        }
        put(place, ids[last], keys[last], arrivals[last]);
    }

    private boolean isBefore(final int place, final int other) {
        return keys[place] < keys[other] || (keys[place] == keys[other] && arrivals[place] < arrivals[other]);
    }

    private void put(final int place, final int id, final long key, final long arrival) {
        ids[place] = id;
        keys[place] = key;
        arrivals[place] = arrival;
        places.put(id, place);
    }

    private void grow() {
        final int capacity = 2 * size;
        ids = Arrays.copyOf(ids, capacity);
        keys = Arrays.copyOf(keys, capacity);
        arrivals = Arrays.copyOf(arrivals, capacity);
    }
}
