package io.sctp.userspace.address;

import io.sctp.engine.config.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** A driver's numbers for the local addresses of received and sent packets. */
public final class LocalAddresses {
    /** The system chooses the address. */
    public static final int ANY = 0;

    /** Far more than a machine has. Beyond it the system chooses. */
    private static final int MAX = 4096;

    private final List<IpAddress> addresses = new ArrayList<>();
    private int last;

    public LocalAddresses() {
        addresses.add(new IpAddress(0, 0));
    }

    /** Returns the number of an address, assigning one if needed. */
    public int idOf(final long high, final long low) {
        final IpAddress recent = addresses.get(last);
        if (recent.low() == low && recent.high() == high) {
            return last;
        }
        for (int id = 0; id < addresses.size(); id++) {
            final IpAddress address = addresses.get(id);
            if (address.low() == low && address.high() == high) {
                last = id;
                return id;
            }
        }
        if (addresses.size() == MAX) {
            return ANY;
        }
        addresses.add(new IpAddress(high, low));
        last = addresses.size() - 1;
        return last;
    }

    public int idOf(final IpAddress address) {
        return idOf(address.high(), address.low());
    }

    public IpAddress address(final int id) {
        return addresses.get(id);
    }
}
