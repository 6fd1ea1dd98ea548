package io.sctp.engine.association;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.config.IpAddress;

/** The address changes that a user may request for an association. The extension for RFC 5061 implements them. */
public interface AddressRequests {
    AddressRequest begin(Tcb association, AddressChange change, IpAddress address, int localId);

    /** Lists an address first in the INIT or INIT ACK. */
    void listFirst(Tcb association, IpAddress address, int localId);
}
