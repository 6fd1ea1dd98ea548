package io.sctp.engine.association;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.config.IpAddress;

/** What a user may ask of the addresses of an association; taken by the extension for RFC 5061. */
public interface AddressRequests {
    AddressRequest begin(Tcb association, AddressChange change, IpAddress address, int localId);

    /** Has the set-up list an address first. */
    void listFirst(Tcb association, IpAddress address, int localId);
}
