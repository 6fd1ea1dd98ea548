package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.util.List;

/** What the façade may do with associations from outside this package. */
public final class Opening {
    private final Context context;

    public Opening(final Context context) {
        this.context = context;
    }

    public void now(final long nowNs) {
        context.nowNs = nowNs;
    }

    /** A call begins, for no association yet. */
    public void begin(final long nowNs) {
        context.nowNs = nowNs;
        context.involved = null;
    }

    /** See {@code SctpEngine.takeInvolved}. */
    public Tcb takeInvolved() {
        final Tcb association = context.involved;
        context.involved = null;
        return association;
    }

    /** See {@code SctpEngine.fail}. */
    public void fail(final Tcb association) {
        if (association.state == AssociationState.CLOSED && association.closeReason() != null) {
            // It was over: what is left of it to do threw, and is not tried again.
            if (association.equals(context.lists.firstToSend())) {
                context.lists.removeFirstToSend();
            }
            context.lists.deadlines().remove(association);
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
        if (context.isFull()) {
            return null;
        }
        for (final IpAddress address : addresses) {
            if (context.associations.findByAddress(address.high(), address.low(), udpPort, localPort, peerPort)
                    != null) {
                return null;
            }
        }
        final Tcb association = new Tcb(context, config, localPort, peerPort);
        context.expectCookies(config);
        context.connecting.start(association, addresses, udpPort, localId);
        context.lists.fileDeadline(association);
        return association;
    }

    /** See {@code SctpEngine.release}. */
    public boolean release(final Tcb association) {
        return association.release();
    }
}
