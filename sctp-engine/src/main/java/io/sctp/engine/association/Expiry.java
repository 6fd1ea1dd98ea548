package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.DeadlineHeap;
import io.sctp.engine.timer.Timers;

/** Finds expired timers and calls their procedures. */
public final class Expiry {
    private final EngineState engine;
    private final Procedures procedures;

    public Expiry(final EngineState engine, final Procedures procedures) {
        this.engine = engine;
        this.procedures = procedures;
    }

    public long nextTimeoutNs() {
        return engine.lists.nextTimeoutNs();
    }

    /** Handles the expired timers of up to {@code limit} associations. See {@code SctpEngine.handleTimeout}. */
    public int onTime(final int limit) {
        int count = 0;
        while (count < limit && engine.lists.nextTimeoutNs() <= engine.nowNs) {
            final DeadlineHeap.Entry entry = engine.lists.deadlines().first();
            final Tcb association = (Tcb) entry;
            engine.involved = association;
            if (association.isEnding) {
                procedures.endings.advance(association);
            } else {
                expire(association);
            }
            if (association.state != AssociationState.CLOSED) {
                association.timers.refresh();
                engine.lists.deadlines().update(association, association.timers.earliestNs());
            }
            count++;
        }
        return count;
    }

    private void expire(final Tcb association) {
        final Timers timers = association.timers;
        final long nowNs = engine.nowNs;
        if (association.state.isHandshake()) {
            if (timers.expire(Timers.HANDSHAKE, nowNs)) {
                procedures.connecting.onTimeout(association);
            }
        }
        if (timers.expire(Timers.SHUTDOWN, nowNs)) {
            procedures.shutdowns.onTimeout(association);
        }
        if (timers.expire(Timers.SHUTDOWN_GUARD, nowNs)) {
            procedures.shutdowns.onGuardTimeout(association);
        }
        if (timers.expire(Timers.SACK, nowNs)) {
            procedures.data.onSackTimeout(association);
        }
        final long burstNs = timers.deadlineNs(Timers.BURST);
        if (timers.expire(Timers.BURST, nowNs)) {
            procedures.data.onBurstTimeout(association, nowNs - burstNs);
        }
        if (timers.expire(Timers.REASSEMBLY, nowNs)) {
            procedures.data.onReassemblyTimeout(association);
        }
        procedures.extensions.onTime(association, nowNs);
        if (timers.expire(Timers.MEMORY, nowNs)) {
            procedures.waiters.tell(association);
        }
        if (timers.expire(Timers.BACKLOG, nowNs)) {
            engine.lists.wantsToSend(association);
        }
        if (timers.expire(Timers.AUTOCLOSE, nowNs)) {
            procedures.shutdowns.begin(association);
        }
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (timers.expire(Timers.retransmission(path.index()), nowNs)) {
                procedures.data.onTimeout(association, path);
            }
            if (timers.expire(Timers.loss(path.index()), nowNs)) {
                procedures.data.onLossTimeout(association, path);
            }
            if (timers.expire(Timers.heartbeat(path.index()), nowNs)) {
                procedures.heartbeats.onTimeout(association, path);
            }
            if (timers.expire(Timers.pathMtu(path.index()), nowNs)) {
                procedures.mtuDiscovery.onTimeout(association, path);
            }
        }
    }
}
