package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.util.List;

/** The operations of {@link io.sctp.engine.SctpEngine} on associations. */
public final class Opening {
    private final EngineState engine;
    private final Procedures procedures;

    public Opening(final EngineState engine, final Procedures procedures) {
        this.engine = engine;
        this.procedures = procedures;
    }

    public void now(final long nowNs) {
        engine.nowNs = nowNs;
    }

    /** Begins a call that is for no association yet. */
    public void begin(final long nowNs) {
        engine.nowNs = nowNs;
        engine.involved = null;
    }

    /** See {@code SctpEngine.takeInvolved}. */
    public Tcb takeInvolved() {
        final Tcb association = engine.involved;
        engine.involved = null;
        return association;
    }

    /** See {@code SctpEngine.fail}. */
    public void fail(final Tcb association) {
        if (association.state == AssociationState.CLOSED && association.closeReason() != null) {
            // Its remaining work threw an error, so it is not tried again.
            if (association.equals(engine.lists.firstToSend())) {
                engine.lists.removeFirstToSend();
            }
            engine.lists.deadlines().remove(association);
            return;
        }
        association.fail();
    }

    /** See {@code SctpEngine.connect}. */
    public Tcb connect(
            final AssociationConfig config,
            final int localPort,
            final int peerPort,
            final List<IpAddress> addresses,
            final int udpPort,
            final int localId) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address to connect to");
        }
        if (engine.isFull()) {
            return null;
        }
        for (final IpAddress address : addresses) {
            if (engine.associations.findByAddress(address.high(), address.low(), udpPort, localPort, peerPort)
                    != null) {
                return null;
            }
        }
        final Tcb association = procedures.newAssociation(config, localPort, peerPort);
        engine.expectCookies(config);
        procedures.connecting.start(association, addresses, udpPort, localId);
        engine.lists.fileDeadline(association);
        return association;
    }

    /** See {@code SctpEngine.release}. */
    public boolean release(final Tcb association) {
        return association.release();
    }
}
