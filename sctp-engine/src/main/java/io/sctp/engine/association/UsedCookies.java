package io.sctp.engine.association;

import java.util.Arrays;

/**
 * Remembers the tags of closed associations while a cookie with such a tag may come back, so that a cookie makes only
 * one association. It is a ring, oldest first, with a keyed hash over it. When it is full the oldest is forgotten, and
 * earlier cookies count as stale.
 *
 * <p>Times are milliseconds that wrap around.
 */
final class UsedCookies {
    private static final int INITIAL_CAPACITY = 64;
    private static final int NONE = -1;

    private final KeyedHash hash;
    private final int maxCapacity;
    private int lifeMs;

    /** Per slot of the ring: the key of the association, its end, and the next slot of the same bucket. */
    private long[] keys = {};

    private int[] endedMs = {};
    private int[] next = {};
    private int[] buckets = {};
    private int oldest;
    private int size;

    private boolean hasForgotten;
    private int forgottenMs;

    /**
     * Creates an empty ring.
     *
     * @param maxCapacity a power of two
     * @param lifeMs the maximum life of a cookie
     */
    UsedCookies(final KeyedHash hash, final int maxCapacity, final int lifeMs) {
        this.hash = hash;
        this.maxCapacity = maxCapacity;
        this.lifeMs = lifeMs;
    }

    /** Raises the maximum life of a cookie. */
    void life(final int ms) {
        lifeMs = Math.max(lifeMs, ms);
    }

    /** Called when an association is closed or its tag changes. */
    void add(final long key, final int nowMs) {
        while (size > 0 && nowMs - endedMs[oldest] > lifeMs) {
            removeOldest();
        }
        if (size == maxCapacity) {
            hasForgotten = true;
            forgottenMs = endedMs[oldest];
            removeOldest();
        } else if (size == keys.length) {
            grow();
        }
        final int slot = oldest + size++ & keys.length - 1;
        keys[slot] = key;
        endedMs[slot] = nowMs;
        link(slot);
    }

    /** Whether a cookie issued at that time may have made an association that is closed. */
    boolean isUsed(final long key, final int issuedMs) {
        if (hasForgotten && issuedMs - forgottenMs <= 0) {
            return true;
        }
        if (size == 0) {
            return false;
        }
        int slot = buckets[bucket(key)];
        while (slot != NONE && keys[slot] != key) {
            slot = next[slot];
        }
        return slot != NONE;
    }

    private int bucket(final long key) {
        return (int) hash.of(key) & buckets.length - 1;
    }

    private void link(final int slot) {
        final int bucket = bucket(keys[slot]);
        next[slot] = buckets[bucket];
        buckets[bucket] = slot;
    }

    private void removeOldest() {
        final int bucket = bucket(keys[oldest]);
        int before = NONE;
        for (int slot = buckets[bucket]; slot != oldest; slot = next[slot]) {
            before = slot;
        }
        if (before == NONE) {
            buckets[bucket] = next[oldest];
        } else {
            next[before] = next[oldest];
        }
        oldest = oldest + 1 & keys.length - 1;
        size--;
    }

    private void grow() {
        final int capacity = keys.length == 0 ? Math.min(INITIAL_CAPACITY, maxCapacity) : 2 * keys.length;
        final long[] newKeys = new long[capacity];
        final int[] newEnded = new int[capacity];
        for (int i = 0; i < size; i++) {
            final int slot = oldest + i & keys.length - 1;
            newKeys[i] = keys[slot];
            newEnded[i] = endedMs[slot];
        }
        keys = newKeys;
        endedMs = newEnded;
        next = new int[capacity];
        buckets = new int[capacity];
        Arrays.fill(buckets, NONE);
        oldest = 0;
        for (int slot = 0; slot < size; slot++) {
            link(slot);
        }
    }
}
