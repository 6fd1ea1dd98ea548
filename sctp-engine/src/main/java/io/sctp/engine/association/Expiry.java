package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.DeadlineHeap;
import io.sctp.engine.timer.Timers;

/** Finds timers whose time has come, and says so to their procedures. */
public final class Expiry {
    private final Context context;

    public Expiry(final Context context) {
        this.context = context;
    }

    public long nextTimeoutNs() {
        return context.lists.nextTimeoutNs();
    }

    /** Expires what is due, of up to {@code limit} associations. See {@code SctpEngine.handleTimeout}. */
    public int onTime(final int limit) {
        int count = 0;
        while (count < limit && context.lists.nextTimeoutNs() <= context.nowNs) {
            final DeadlineHeap.Entry entry = context.lists.deadlines().first();
            final Tcb association = (Tcb) entry;
            context.involved = association;
            if (association.isEnding) {
                context.endings.advance(association);
            } else {
                expire(association);
            }
            if (association.state != AssociationState.CLOSED) {
                association.timers.refresh();
                context.lists.deadlines().update(association, association.timers.earliestNs());
            }
            count++;
        }
        return count;
    }

    private void expire(final Tcb association) {
        final Timers timers = association.timers;
        final long nowNs = context.nowNs;
        if (association.state.isHandshake()) {
            if (timers.expire(Timers.HANDSHAKE, nowNs)) {
                context.connecting.onTimeout(association);
            }
        }
        if (timers.expire(Timers.SHUTDOWN, nowNs)) {
            context.shutdowns.onTimeout(association);
        }
        if (timers.expire(Timers.SHUTDOWN_GUARD, nowNs)) {
            context.shutdowns.onGuardTimeout(association);
        }
        if (timers.expire(Timers.SACK, nowNs)) {
            context.data.onSackTimeout(association);
        }
        final long burstNs = timers.deadlineNs(Timers.BURST);
        if (timers.expire(Timers.BURST, nowNs)) {
            context.data.onBurstTimeout(association, nowNs - burstNs);
        }
        if (timers.expire(Timers.REASSEMBLY, nowNs)) {
            context.data.onReassemblyTimeout(association);
        }
        context.extensions.onTime(association, nowNs);
        if (timers.expire(Timers.MEMORY, nowNs)) {
            context.waiters.tell(association);
        }
        if (timers.expire(Timers.BACKLOG, nowNs)) {
            context.lists.wantsToSend(association);
        }
        if (timers.expire(Timers.AUTOCLOSE, nowNs)) {
            context.shutdowns.begin(association);
        }
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (timers.expire(Timers.retransmission(path.index()), nowNs)) {
                context.data.onTimeout(association, path);
            }
            if (timers.expire(Timers.heartbeat(path.index()), nowNs)) {
                context.heartbeats.onTimeout(association, path);
            }
            if (timers.expire(Timers.pathMtu(path.index()), nowNs)) {
                context.mtuDiscovery.onTimeout(association, path);
            }
        }
    }
}
