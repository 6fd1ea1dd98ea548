package io.sctp.engine.association;

import io.sctp.engine.config.AssociationConfig;

/** Creates associations. */
@FunctionalInterface
interface TcbFactory {
    /** Creates an association between two SCTP ports. It is in no table yet. */
    Tcb create(AssociationConfig config, int localPort, int peerPort);
}
