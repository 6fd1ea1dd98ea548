package io.sctp.userspace.channel;

import io.sctp.engine.Path;
import io.sctp.userspace.address.Addresses;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The associations of a one-to-many channel by peer address. Only a confirmed address finds an association (RFC 9260
 * section 5.4), since a peer can list any address. Several peers behind a NAT may share an address; then the first one
 * is found. Not thread safe.
 */
public final class PeerIndex {
    /**
     * An IP address and an SCTP port. Comparable, so that a lookup stays fast even if a peer causes hash collisions.
     */
    private record Peer(long high, long low, int port) implements Comparable<Peer> {
        @Override
        public int compareTo(final Peer other) {
            final int byHigh = Long.compare(high, other.high);
            final int byLow = byHigh != 0 ? byHigh : Long.compare(low, other.low);
            return byLow != 0 ? byLow : Integer.compare(port, other.port);
        }
    }

    private final Map<Peer, Set<ChannelAssociation>> byPeer = new HashMap<>();

    /** Returns the open association with this peer, or null. */
    ChannelAssociation find(final InetSocketAddress address) {
        final var ip = Addresses.of(address.getAddress());
        for (final ChannelAssociation association :
                byPeer.getOrDefault(new Peer(ip.high(), ip.low(), address.getPort()), Set.of())) {
            if (!association.isClosed()) {
                return association;
            }
        }
        return null;
    }

    /** Adds an association under its confirmed addresses. */
    void add(final ChannelAssociation association) {
        for (int i = 0; i < association.engine().pathCount(); i++) {
            add(association, association.engine().path(i));
        }
    }

    /** Adds an association under another address, once that is confirmed. */
    void add(final ChannelAssociation association, final Path path) {
        if (path.isConfirmed()) {
            byPeer.computeIfAbsent(peer(association, path), any -> new LinkedHashSet<>())
                    .add(association);
        }
    }

    void remove(final ChannelAssociation association) {
        for (int i = 0; i < association.engine().pathCount(); i++) {
            remove(association, association.engine().path(i));
        }
    }

    void remove(final ChannelAssociation association, final Path path) {
        byPeer.computeIfPresent(peer(association, path), (peer, associations) -> {
            associations.remove(association);
            return associations.isEmpty() ? null : associations;
        });
    }

    private static Peer peer(final ChannelAssociation association, final Path path) {
        return new Peer(
                path.addressHigh(), path.addressLow(), association.engine().peerPort());
    }
}
