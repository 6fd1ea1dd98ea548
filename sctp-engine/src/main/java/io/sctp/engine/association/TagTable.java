package io.sctp.engine.association;

import com.carrotsearch.hppc.IntIntHashMap;

/** Associations by this end's tag and both SCTP ports. Chains run through the associations; the hash is keyed. */
final class TagTable {
    private static final int INITIAL_BUCKETS = 16;

    private final KeyedHash hash;
    private Tcb[] buckets = new Tcb[INITIAL_BUCKETS];
    private int size;

    /** How many associations each of our ports has. */
    private final IntIntHashMap byLocalPort = new IntIntHashMap();

    TagTable(final KeyedHash hash) {
        this.hash = hash;
    }

    /** What identifies an association to this end. */
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
        Tcb found = buckets[bucket(key(tag, localPort, peerPort))];
        while (found != null && (found.localTag != tag || found.peerPort != peerPort || found.localPort != localPort)) {
            found = found.nextByTag;
        }
        return found;
    }

    /** Adds an association whose tag no other with the same ports has. */
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

    /** Takes an association out whose tag is still the one under which it was added. */
    void remove(final Tcb association) {
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

    /** Says whether an association uses one of our ports. */
    boolean hasLocalPort(final int port) {
        return byLocalPort.containsKey(port);
    }
}
