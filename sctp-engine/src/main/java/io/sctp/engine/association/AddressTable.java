package io.sctp.engine.association;

import io.sctp.engine.path.TransportPath;

/**
 * Associations by the transport addresses of their peers: IP address, UDP port (RFC 6951) and both SCTP ports. Several
 * associations may claim one address, since a peer can list any address (RFC 9260 section 5.4). A look-up finds only
 * one whose path there is verified. The hash is keyed.
 */
final class AddressTable {
    /** Maximum number of claims stored per transport address, which bounds the chains. */
    private static final int MAX_CLAIMS = 4;

    private static final int INITIAL_BUCKETS = 16;

    private static final class Claim {
        final long high;
        final long low;
        final long ports;
        final Tcb association;
        final TransportPath path;
        Claim next;

        Claim(final Tcb association, final TransportPath path) {
            this.association = association;
            this.path = path;
            high = path.addressHigh();
            low = path.addressLow();
            ports = ports(path.udpPort(), association.localPort, association.peerPort);
        }

        boolean is(final long otherHigh, final long otherLow, final long otherPorts) {
            return low == otherLow && high == otherHigh && ports == otherPorts;
        }
    }

    private final KeyedHash hash;
    private Claim[] buckets = new Claim[INITIAL_BUCKETS];
    private int size;

    AddressTable(final KeyedHash hash) {
        this.hash = hash;
    }

    private static long ports(final int udpPort, final int localPort, final int peerPort) {
        return (long) udpPort << 32 | (localPort & 0xFFFFL) << 16 | peerPort;
    }

    private int bucket(final long high, final long low, final long ports) {
        return (int) hash.of(high, low, ports) & buckets.length - 1;
    }

    /** Returns the association whose peer is verified at this address, or null. */
    Tcb find(final long high, final long low, final int udpPort, final int localPort, final int peerPort) {
        final long ports = ports(udpPort, localPort, peerPort);
        for (Claim claim = buckets[bucket(high, low, ports)]; claim != null; claim = claim.next) {
            if (claim.is(high, low, ports) && claim.path.isVerified()) {
                return claim.association;
            }
        }
        return null;
    }

    /** Returns an association with this peer tag that claims the transport address, verified or not, or null. */
    Tcb findClaim(
            final long high,
            final long low,
            final int udpPort,
            final int localPort,
            final int peerPort,
            final int peerTag) {
        final long ports = ports(udpPort, localPort, peerPort);
        for (Claim claim = buckets[bucket(high, low, ports)]; claim != null; claim = claim.next) {
            if (claim.is(high, low, ports) && claim.association.peerTag == peerTag) {
                return claim.association;
            }
        }
        return null;
    }

    /** Adds a path, or adds it again after it was verified. If there are too many claims, verified ones are kept. */
    void add(final Tcb association, final TransportPath path) {
        final Claim added = new Claim(association, path);
        int bucket = bucket(added.high, added.low, added.ports);
        int count = 0;
        Claim unverified = null;
        for (Claim claim = buckets[bucket]; claim != null; claim = claim.next) {
            if (claim.path == path) {
                return;
            }
            if (claim.is(added.high, added.low, added.ports)) {
                count++;
                unverified = claim.path.isVerified() ? unverified : claim;
            }
        }
        if (count >= MAX_CLAIMS) {
            if (!path.isVerified() || unverified == null) {
                return;
            }
            unlink(bucket, unverified.path);
        }
        if (size == buckets.length) {
            grow();
            bucket = bucket(added.high, added.low, added.ports);
        }
        size++;
        added.next = buckets[bucket];
        buckets[bucket] = added;
    }

    private void grow() {
        final Claim[] old = buckets;
        buckets = new Claim[2 * old.length];
        for (final Claim head : old) {
            Claim next = head;
            while (next != null) {
                final Claim following = next.next;
                final int bucket = bucket(next.high, next.low, next.ports);
                next.next = buckets[bucket];
                buckets[bucket] = next;
                next = following;
            }
        }
    }

    /** Removes a path if it is present. Its UDP port must still be the one it was added with. */
    void remove(final Tcb association, final TransportPath path) {
        final long ports = ports(path.udpPort(), association.localPort, association.peerPort);
        unlink(bucket(path.addressHigh(), path.addressLow(), ports), path);
    }

    private void unlink(final int bucket, final TransportPath path) {
        Claim before = null;
        for (Claim claim = buckets[bucket]; claim != null; claim = claim.next) {
            if (claim.path == path) {
                if (before == null) {
                    buckets[bucket] = claim.next;
                } else {
                    before.next = claim.next;
                }
                size--;
                return;
            }
            before = claim;
        }
    }
}
