package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.memory.Work;
import io.sctp.engine.path.TransportPath;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * Finds the association of a packet: by its verification tag, and by the transport addresses at which its peer is
 * verified. Both hashes are keyed, so that an attacker cannot choose collisions. The table also remembers used cookies.
 */
public final class AssociationTable {
    private final RandomGenerator random;
    private final TagTable byTag;
    private final AddressTable byAddress;
    private final UsedCookies usedCookies;
    private final Work work;
    private final IntSupplier nowMs;
    private int count;

    AssociationTable(
            final RandomGenerator random,
            final KeyedHash hash,
            final UsedCookies usedCookies,
            final Work work,
            final IntSupplier nowMs) {
        this.random = random;
        this.usedCookies = usedCookies;
        this.work = work;
        this.nowMs = nowMs;
        byTag = new TagTable(hash);
        byAddress = new AddressTable(hash);
    }

    /** Returns the number of associations that are not closed. */
    int count() {
        return count;
    }

    boolean hasLocalPort(final int localPort) {
        return byTag.hasLocalPort(localPort);
    }

    Tcb findByTag(final int tag, final int localPort, final int peerPort) {
        return byTag.find(tag, localPort, peerPort);
    }

    /** Returns the association whose peer is verified at this transport address, or null. */
    public Tcb findByAddress(
            final long high, final long low, final int udpPort, final int localPort, final int peerPort) {
        return byAddress.find(high, low, udpPort, localPort, peerPort);
    }

    /**
     * Returns the association of a peer known at one of these addresses (RFC 9260 section 5.1.2, rule D). Only verified
     * addresses count.
     */
    Tcb findByAnyAddress(
            final int udpPort,
            final Arrival arrival,
            final long high,
            final long low,
            final long[] addresses,
            final int count) {
        Tcb found = findByAddress(high, low, udpPort, arrival.localPort, arrival.peerPort);
        for (int i = 0; found == null && i < count; i++) {
            work.step();
            found = findByAddress(addresses[2 * i], addresses[2 * i + 1], udpPort, arrival.localPort, arrival.peerPort);
        }
        return found;
    }

    /** Returns the association whose peer is verified at the source of the packet being handled, or null. */
    Tcb findByAddress(final Arrival arrival) {
        return byAddress.find(
                arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localPort, arrival.peerPort);
    }

    /** Returns an association with this peer tag that claims the packet's source address, verified or not, or null. */
    Tcb findClaim(final Arrival arrival, final int peerTag) {
        return byAddress.findClaim(
                arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localPort, arrival.peerPort, peerTag);
    }

    private void rememberTag(final Tcb association) {
        usedCookies.add(
                TagTable.key(association.localTag, association.localPort, association.peerPort), nowMs.getAsInt());
    }

    /**
     * Whether a cookie with this tag may have made an association that is now closed. No open association has the tag.
     */
    boolean isUsed(final StateCookie cookie, final int localPort, final int peerPort) {
        return usedCookies.isUsed(TagTable.key(cookie.localTag, localPort, peerPort), cookie.issuedMs);
    }

    /** Draws a tag that is not zero and not used by another association with these ports. */
    int newTag(final int localPort, final int peerPort) {
        int tag;
        do {
            tag = random.nextInt();
        } while (tag == 0 || byTag.find(tag, localPort, peerPort) != null);
        return tag;
    }

    /** Adds an association under its tag and its path addresses. */
    void add(final Tcb association) {
        association.isFiled = true;
        count++;
        byTag.add(association);
        fileAddresses(association);
    }

    void fileAddresses(final Tcb association) {
        for (int i = 0; i < association.paths.count(); i++) {
            fileAddress(association, association.paths.path(i));
        }
    }

    public void fileAddress(final Tcb association, final TransportPath path) {
        byAddress.add(association, path);
    }

    void unfileAddresses(final Tcb association) {
        for (int i = 0; i < association.paths.count(); i++) {
            unfileAddress(association, association.paths.path(i));
        }
    }

    public void unfileAddress(final Tcb association, final TransportPath path) {
        byAddress.remove(association, path);
    }

    /** Moves a path to another UDP port of its peer (RFC 6951). */
    void changeUdpPort(final Tcb association, final TransportPath path, final int udpPort) {
        byAddress.remove(association, path);
        path.udpPort(udpPort);
        if (association.state != AssociationState.CLOSED) {
            byAddress.add(association, path);
        }
    }

    /** Moves an association to another tag, because its peer restarted. */
    void changeTag(final Tcb association, final int tag) {
        rememberTag(association);
        byTag.remove(association);
        association.localTag = tag;
        byTag.add(association);
    }

    void remove(final Tcb association) {
        if (!association.isFiled) {
            return;
        }
        association.isFiled = false;
        rememberTag(association);
        count--;
        byTag.remove(association);
        unfileAddresses(association);
    }
}
