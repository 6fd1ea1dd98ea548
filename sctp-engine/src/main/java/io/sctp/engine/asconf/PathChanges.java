package io.sctp.engine.asconf;

import io.sctp.engine.PathState;
import io.sctp.engine.association.EngineState;
import io.sctp.engine.association.Events;
import io.sctp.engine.association.Heartbeats;
import io.sctp.engine.association.SourceAddresses;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.path.TransportPath;

/** Adds and removes paths of an established association (RFC 5061 section 5.3), and chooses their source addresses. */
final class PathChanges {
    private final EngineState engine;
    private final Heartbeats heartbeats;
    private final AddressReconfiguration extension;

    PathChanges(final EngineState engine, final Heartbeats heartbeats, final AddressReconfiguration extension) {
        this.engine = engine;
        this.heartbeats = heartbeats;
        this.extension = extension;
    }

    /**
     * Adds a path to a new address of the peer. Only HEARTBEATs are sent there until one is answered (RFC 5061 section
     * 5.3, rules F1 and F14).
     */
    void add(final Tcb association, final long high, final long low, final int udpPort, final int localId) {
        final TransportPath path = association.addPath(high, low, udpPort, localId, PathState.UNCONFIRMED);
        association.timers().addPath(path.index());
        engine.associations().fileAddress(association, path);
        heartbeats.startPath(association, path);
        final TransportPath first = association.paths().path(0);
        if (association.paths().count() == 2 && first.isPotentiallyFailed()) {
            // While it was the only path, data alone tested it.
            heartbeats.probe(association, first);
        }
        extension.tell(association, (handler, which) -> handler.onPathAdded(which, path));
    }

    /**
     * Removes a path, as the peer has deleted one of its addresses (RFC 5061 section 5.3, rule F13). What was in flight
     * on it is sent to another one.
     */
    void remove(final Tcb association, final TransportPath gone) {
        final TransportPath primary = association.paths().primary();
        final int index = gone.index();
        engine.associations().unfileAddress(association, gone);
        association.paths().remove(gone);
        final TransportPath other = association.paths().forData();
        association.outbound().moveAway(gone, other);
        association.control().dropPath(index);
        association.timers().removePath(index);
        gone.heartbeat().due(false);
        association.leavePath(gone, other);
        final AsconfState state = extension.state(association);
        if (state.wantedPrimary == gone) {
            state.wantedPrimary = null;
        }
        if (association.outbound().abandonment().isPeerWaiting()) {
            // The timer that retransmits the FORWARD TSN may have been this path's.
            association.outbound().abandonment().demandForward();
        }
        if (!other.isConfirmed()) {
            // It is the only path left, even if it did not answer before.
            other.forgetErrors();
            other.heartbeat().due(true);
        }
        extension.tell(association, (handler, which) -> handler.onPathRemoved(which, gone));
        if (association.paths().primary() != primary) {
            association.raise(Events.PRIMARY_PATH);
        }
        engine.wantsToSend(association);
    }

    /** Makes a path primary at the peer's request (RFC 5061 section 5.4), once it is confirmed. */
    void prefer(final Tcb association, final TransportPath path) {
        if (path.isConfirmed()) {
            extension.state(association).wantedPrimary = null;
            if (association.paths().primary() != path) {
                association.paths().primary(path);
                association.raise(Events.PRIMARY_PATH);
            }
        } else {
            extension.state(association).wantedPrimary = path;
            heartbeats.request(association, path);
        }
    }

    /** Called when a path answered. */
    void onConfirmed(final Tcb association, final AsconfState state, final TransportPath path) {
        if (state.wantedPrimary == path) {
            prefer(association, path);
        }
    }

    // -- local addresses --------------------------------------------------------------------------------------------

    /**
     * Chooses new source addresses after this end's addresses have changed: for paths whose source address is gone, or
     * for which there is a better one now.
     */
    static void chooseSources(final Tcb association) {
        for (int i = 0; i < association.paths().count(); i++) {
            final TransportPath path = association.paths().path(i);
            path.localId(SourceAddresses.closest(
                    association.config(), path.addressHigh(), path.addressLow(), path.localId()));
        }
    }
}
