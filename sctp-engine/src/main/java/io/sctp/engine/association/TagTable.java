package io.sctp.engine.association;

import com.carrotsearch.hppc.IntIntHashMap;

/**
 * Associations by this end's tag and both SCTP ports. The chains are linked through the associations; the hash is
 * keyed.
 */
final class TagTable {
    private static final int INITIAL_BUCKETS = 16;

    private final KeyedHash hash;
    private Tcb[] buckets = new Tcb[INITIAL_BUCKETS];
    private int size;

    /** The one found last, since packets of an association often come together; null if it may have gone. */
    private Tcb last;

    /** The number of associations per local port. */
    private final IntIntHashMap byLocalPort = new IntIntHashMap();

    TagTable(final KeyedHash hash) {
        this.hash = hash;
    }

    /** Returns the key of an association: its tag and both ports. */
    static long key(final int tag, final int localPort, final int peerPort) {
        return (long) tag << 32 | (localPort & 0xFFFFL) << 16 | peerPort;
    }

    private static long key(final Tcb association) {
        return key(association.localTag, association.localPort, association.peerPort);
    }

    private int bucket(final long key) {
        return (int) hash.of(key) & buckets.length - 1;
    }

    Tcb find(final int tag, final int localPort, final int peerPort) {
        if (last != null && isOf(last, tag, localPort, peerPort)) {
            return last;
        }
        Tcb found = buckets[bucket(key(tag, localPort, peerPort))];
        while (found != null && !isOf(found, tag, localPort, peerPort)) {
            found = found.nextByTag;
        }
        if (found != null) {
            last = found;
        }
        return found;
    }

    private static boolean isOf(final Tcb association, final int tag, final int localPort, final int peerPort) {
        return association.localTag == tag && association.peerPort == peerPort && association.localPort == localPort;
    }

    /** Adds an association. Its key must be unique. */
    void add(final Tcb association) {
        if (size == buckets.length) {
            grow();
        }
        size++;
        byLocalPort.addTo(association.localPort, 1);
        link(association);
    }

    private void link(final Tcb association) {
        final int bucket = bucket(key(association));
        association.nextByTag = buckets[bucket];
        buckets[bucket] = association;
    }

    private void grow() {
        final Tcb[] old = buckets;
        buckets = new Tcb[2 * old.length];
        for (final Tcb head : old) {
            Tcb next = head;
            while (next != null) {
                final Tcb following = next.nextByTag;
                link(next);
                next = following;
            }
        }
    }

    /** Removes an association. Its tag must still be the one it was added with. */
    void remove(final Tcb association) {
        last = null;
        final int bucket = bucket(key(association));
        Tcb before = null;
        for (Tcb at = buckets[bucket]; at != null; at = at.nextByTag) {
            if (at == association) {
                if (before == null) {
                    buckets[bucket] = at.nextByTag;
                } else {
                    before.nextByTag = at.nextByTag;
                }
                at.nextByTag = null;
                size--;
                removeFromPort(association.localPort);
                return;
            }
            before = at;
        }
    }

    private void removeFromPort(final int port) {
        if (byLocalPort.addTo(port, -1) == 0) {
            byLocalPort.remove(port);
        }
    }

    /** Whether an association uses this local port. */
    boolean hasLocalPort(final int port) {
        return byLocalPort.containsKey(port);
    }
}
