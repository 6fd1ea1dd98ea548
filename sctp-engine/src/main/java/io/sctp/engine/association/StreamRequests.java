package io.sctp.engine.association;

import io.sctp.engine.ReconfigRequest;

/** What a user may ask of the streams of an association; taken by the extension for RFC 6525. */
public interface StreamRequests {
    ReconfigRequest resetOutgoing(Tcb association, int... streams);

    ReconfigRequest resetIncoming(Tcb association, int... streams);

    ReconfigRequest resetAssociation(Tcb association);

    ReconfigRequest addOutgoing(Tcb association, int count);

    ReconfigRequest addIncoming(Tcb association, int count);
}
