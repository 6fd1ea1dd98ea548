package io.sctp.engine.memory;

import java.util.Arrays;

/**
 * A sorted map from non-negative {@code long} keys to non-negative {@code int} values: a treap in arrays. An operation
 * takes O(log n) steps for any keys that a peer chooses, because the shape depends on a secret and not on the order of
 * insertion. Nothing is allocated per entry. Not thread safe.
 */
public final class OrderedTable {
    /** No entry, or no value. */
    public static final int NONE = -1;

    private static final int INITIAL_CAPACITY = 8;
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    /** The index of the link to the root. */
    private static final int ROOT = 0;

    /** The links of an empty table; never written to. */
    private static final int[] NO_LINKS = {NONE};

    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private final Work work;
    private final long secret;

    /** Two links per node, after the link to the root. Free nodes are linked by their left one. */
    private int[] links = NO_LINKS;

    private long[] keys = NO_LONGS;
    private int[] values = NO_INTS;
    private int[] priorities = NO_INTS;
    private int free = NONE;
    private int size;

    /**
     * Creates an empty table.
     *
     * @param work counts the nodes visited
     * @param secret determines the shape; unknown to the peer
     */
    public OrderedTable(final Work work, final long secret) {
        this.work = work;
        this.secret = secret;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Returns the value of a key, or {@link #NONE}. */
    public int find(final long key) {
        final int entry = links[linkTo(key)];
        return entry == NONE ? NONE : values[entry];
    }

    /** Returns the entry with the lowest key that is not below this one, or {@link #NONE}. */
    public int ceiling(final long key) {
        int best = NONE;
        int node = links[ROOT];
        while (node != NONE) {
            work.step();
            if (keys[node] >= key) {
                best = node;
                node = links[link(node, LEFT)];
            } else {
                node = links[link(node, RIGHT)];
            }
        }
        return best;
    }

    /** Returns the entry with the highest key that is not above this one, or {@link #NONE}. */
    public int floor(final long key) {
        int best = NONE;
        int node = links[ROOT];
        while (node != NONE) {
            work.step();
            if (keys[node] <= key) {
                best = node;
                node = links[link(node, RIGHT)];
            } else {
                node = links[link(node, LEFT)];
            }
        }
        return best;
    }

    /** Returns the key of an entry. */
    public long key(final int entry) {
        return keys[entry];
    }

    /** Returns the value of an entry. */
    public int value(final int entry) {
        return values[entry];
    }

    /** Reserves memory for one more entry, so that {@link #put} cannot fail. */
    public void reserve() {
        if (free == NONE) {
            grow();
        }
    }

    /** Adds or replaces an entry. */
    public void put(final long key, final int value) {
        reserve();
        final int priority = priority(key);
        int at = ROOT;
        for (int node = links[at]; node != NONE && priorities[node] >= priority; node = links[at]) {
            work.step();
            if (keys[node] == key) {
                values[node] = value;
                return;
            }
            at = link(node, key < keys[node] ? LEFT : RIGHT);
        }
        final int added = free;
        free = links[link(added, LEFT)];
        keys[added] = key;
        values[added] = value;
        priorities[added] = priority;
        split(links[at], key, added);
        links[at] = added;
        size++;
    }

    /** Removes an entry. Returns its value, or {@link #NONE} if there is none. */
    public int remove(final long key) {
        final int at = linkTo(key);
        final int gone = links[at];
        if (gone == NONE) {
            return NONE;
        }
        merge(at, links[link(gone, LEFT)], links[link(gone, RIGHT)]);
        links[link(gone, LEFT)] = free;
        free = gone;
        size--;
        return values[gone];
    }

    /** Removes all entries and frees the memory. */
    public void clear() {
        links = NO_LINKS;
        keys = NO_LONGS;
        values = NO_INTS;
        priorities = NO_INTS;
        free = NONE;
        size = 0;
    }

    private int linkTo(final long key) {
        int at = ROOT;
        for (int node = links[at]; node != NONE && keys[node] != key; node = links[at]) {
            work.step();
            at = link(node, key < keys[node] ? LEFT : RIGHT);
        }
        return at;
    }

    /** Splits a subtree at a key: the lower part becomes the left child of a node, the higher part the right child. */
    private void split(final int tree, final long key, final int parent) {
        int left = link(parent, LEFT);
        int right = link(parent, RIGHT);
        int node = tree;
        while (node != NONE) {
            work.step();
            if (keys[node] < key) {
                links[left] = node;
                left = link(node, RIGHT);
                node = links[left];
            } else {
                links[right] = node;
                right = link(node, LEFT);
                node = links[right];
            }
        }
        links[left] = NONE;
        links[right] = NONE;
    }

    /** Merges two subtrees, where all keys of the first are lower, and stores the result at a link. */
    private void merge(final int where, final int lower, final int higher) {
        int at = where;
        int left = lower;
        int right = higher;
        while (left != NONE && right != NONE) {
            work.step();
            if (priorities[left] >= priorities[right]) {
                links[at] = left;
                at = link(left, RIGHT);
                left = links[at];
            } else {
                links[at] = right;
                at = link(right, LEFT);
                right = links[at];
            }
        }
        links[at] = left == NONE ? right : left;
    }

    private static int link(final int node, final int side) {
        return 1 + 2 * node + side;
    }

    /** A mix of all bits of key and secret (the finalizer of SplitMix64, twice). */
    private int priority(final long key) {
        return (int) (mix(mix(key ^ secret) + secret) >>> 32);
    }

    private static long mix(final long value) {
        final long first = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        final long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
        return second ^ second >>> 31;
    }

    private void grow() {
        final int old = keys.length;
        final int capacity = Math.max(INITIAL_CAPACITY, 2 * old);
        final int[] grownLinks = Arrays.copyOf(links, 1 + 2 * capacity);
        final long[] grownKeys = Arrays.copyOf(keys, capacity);
        final int[] grownValues = Arrays.copyOf(values, capacity);
        priorities = Arrays.copyOf(priorities, capacity);
        links = grownLinks;
        keys = grownKeys;
        values = grownValues;
        for (int node = capacity - 1; node >= old; node--) {
            links[link(node, LEFT)] = free;
            free = node;
        }
    }
}
