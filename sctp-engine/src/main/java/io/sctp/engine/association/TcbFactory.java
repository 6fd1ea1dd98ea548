package io.sctp.engine.association;

import io.sctp.engine.config.AssociationConfig;

/** Makes associations. */
@FunctionalInterface
interface TcbFactory {
    /** Makes an association between two SCTP ports; nothing knows of it yet. */
    Tcb create(AssociationConfig config, int localPort, int peerPort);
}
