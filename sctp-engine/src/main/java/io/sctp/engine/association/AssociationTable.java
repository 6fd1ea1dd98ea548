package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.memory.Work;
import io.sctp.engine.path.TransportPath;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * Finds the association of a packet: by its tag, and by the transport addresses that were shown to be its peer's. Both
 * are keyed, so that nobody can choose what meets in one place. It remembers cookies that were used.
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

    /** Returns the associations that are not closed. */
    int count() {
        return count;
    }

    boolean hasLocalPort(final int localPort) {
        return byTag.hasLocalPort(localPort);
    }

    Tcb findByTag(final int tag, final int localPort, final int peerPort) {
        return byTag.find(tag, localPort, peerPort);
    }

    /** Returns the association whose peer was shown to be at this transport address, or null. */
    public Tcb findByAddress(
            final long high, final long low, final int udpPort, final int localPort, final int peerPort) {
        return byAddress.find(high, low, udpPort, localPort, peerPort);
    }

    /** As above, for the sender of the packet being handled. */
    /**
     * Returns the association of a peer known by one of these addresses (RFC 9260 section 5.1.2, rule D); but only where
     * a peer was shown to be counts.
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

    Tcb findByAddress(final Arrival arrival) {
        return byAddress.find(
                arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localPort, arrival.peerPort);
    }

    /** Returns an association that claims the sender's transport address, shown or not, and whose peer has this tag. */
    Tcb findClaim(final Arrival arrival, final int peerTag) {
        return byAddress.findClaim(
                arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localPort, arrival.peerPort, peerTag);
    }

    private void rememberTag(final Tcb association) {
        usedCookies.add(
                TagTable.key(association.localTag, association.localPort, association.peerPort), nowMs.getAsInt());
    }

    /** Says whether a cookie with this tag, which no association has, may have made one that is over. */
    boolean isUsed(final StateCookie cookie, final int localPort, final int peerPort) {
        return usedCookies.isUsed(TagTable.key(cookie.localTag, localPort, peerPort), cookie.issuedMs);
    }

    /** Draws a tag that is not zero and that no association with these ports uses. */
    int newTag(final int localPort, final int peerPort) {
        int tag;
        do {
            tag = random.nextInt();
        } while (tag == 0 || byTag.find(tag, localPort, peerPort) != null);
        return tag;
    }

    /** Files an association under its tag and the addresses of its paths. */
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

    /** The peer is behind another UDP port at a path's address (RFC 6951). */
    void changeUdpPort(final Tcb association, final TransportPath path, final int udpPort) {
        byAddress.remove(association, path);
        path.udpPort(udpPort);
        if (association.state != AssociationState.CLOSED) {
            byAddress.add(association, path);
        }
    }

    /** Files an association under another tag: its peer restarted. */
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
