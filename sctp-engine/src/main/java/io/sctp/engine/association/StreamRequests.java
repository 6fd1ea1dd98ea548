package io.sctp.engine.association;

import io.sctp.engine.ReconfigRequest;

/** The stream changes that a user may request for an association. The extension for RFC 6525 implements them. */
public interface StreamRequests {
    ReconfigRequest resetOutgoing(Tcb association, int... streams);

    ReconfigRequest resetIncoming(Tcb association, int... streams);

    ReconfigRequest resetAssociation(Tcb association);

    ReconfigRequest addOutgoing(Tcb association, int count);

    ReconfigRequest addIncoming(Tcb association, int count);
}
