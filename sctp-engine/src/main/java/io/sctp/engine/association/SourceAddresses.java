package io.sctp.engine.association;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.util.List;

/** Chooses the local address from which packets to an address of the peer are sent. */
public final class SourceAddresses {
    private SourceAddresses() {}

    /**
     * Returns the local address for a peer's address: the one of the same family at the same position in the list.
     *
     * @param known the number of local addresses that the peer knows
     */
    static int inSamePlace(
            final AssociationConfig associationConfig,
            final int known,
            final int place,
            final long high,
            final long low,
            final int arrivalLocalId) {
        final List<IpAddress> locals = associationConfig.localAddresses();
        if (locals.size() < 2) {
            return arrivalLocalId;
        }
        final boolean ipv4 = new IpAddress(high, low).isIpv4();
        int wanted = place;
        int found = arrivalLocalId;
        for (int i = 0; i < Math.min(known, locals.size()); i++) {
            if (locals.get(i).isIpv4() == ipv4) {
                found = associationConfig.localId(i);
                if (wanted-- == 0) {
                    break;
                }
            }
        }
        return found;
    }

    /**
     * Returns the driver's number for the local address to use towards an address of the peer. Among the addresses of
     * the same family, it is the one with the longest common prefix, as both are likely to be in the same network.
     *
     * @param preferred used if none has a longer prefix
     */
    public static int closest(final AssociationConfig config, final long high, final long low, final int preferred) {
        final List<IpAddress> locals = config.localAddresses();
        final boolean ipv4 = new IpAddress(high, low).isIpv4();
        int best = preferred;
        int bestBits = -1;
        for (int i = 0; i < locals.size(); i++) {
            final IpAddress local = locals.get(i);
            final int id = config.localId(i);
            final int bits = local.isIpv4() == ipv4 ? commonBits(local, high, low) : -1;
            if (bits > bestBits || (bits == bestBits && id == preferred)) {
                best = id;
                bestBits = bits;
            }
        }
        return bestBits < 0 && !locals.isEmpty() && !config.hasLocalId(preferred) ? config.localId(0) : best;
    }

    private static int commonBits(final IpAddress address, final long high, final long low) {
        final int first = Long.numberOfLeadingZeros(address.high() ^ high);
        return first < Long.SIZE ? first : first + Long.numberOfLeadingZeros(address.low() ^ low);
    }
}
