package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.auth.AuthVector;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.AdaptationIndication;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;

/** The steps common to both ends when an association is established or restarted. */
final class Establishment {
    private final EngineState engine;
    private final ExtensionTable extensions;
    private final Heartbeats heartbeats;
    private final MtuDiscovery mtuDiscovery;
    private final MemoryWaiters waiters;

    Establishment(
            final EngineState engine,
            final ExtensionTable extensions,
            final Heartbeats heartbeats,
            final MtuDiscovery mtuDiscovery,
            final MemoryWaiters waiters) {
        this.engine = engine;
        this.extensions = extensions;
        this.heartbeats = heartbeats;
        this.mtuDiscovery = mtuDiscovery;
        this.waiters = waiters;
    }

    /** Stores which extensions and parameters both ends agreed on. */
    void agree(
            final Tcb association,
            final int peerKnows,
            final int adaptation,
            final int initialTsnOfPeer,
            final AuthVector peerAuth) {
        if (association.auth != null) {
            association.auth.peer(peerAuth);
        }
        association.peerExtensions =
                peerKnows & (InitWriter.extensions(association.config) | EngineMark.BIT | AdaptationIndication.BIT);
        association.peerAdaptation = adaptation;
        association.peerInitialTsn = initialTsnOfPeer;
        final boolean interleaved = association.isInterleaved();
        final int forwards = interleaved ? Extensions.FORWARD_TSN | Extensions.I_FORWARD_TSN : Extensions.FORWARD_TSN;
        association.outbound.abandonment().enable((association.peerExtensions & forwards) != 0);
        if (association.outbound.isInterleaved() != interleaved) {
            if (association.outbound.nextTsn() != association.localInitialTsn) {
                // These messages were sent to a peer that has restarted since and has negotiated other parameters.
                association.failMessages(FailedMessage.Reason.RESTARTED, CauseCode.NONE);
            }
            association.outbound.interleave(interleaved);
        }
        final int firstNumbered = Extensions.countsFromSecondFragment(peerKnows) ? 1 : 0;
        association.outbound.firstNumbered(firstNumbered);
        association.inbound.interleave(interleaved, firstNumbered);
        extensions.onAgreed(association);
    }

    /** Starts the timers and counters of an established association. */
    void complete(final Tcb association) {
        final AssociationConfig config = association.config;
        association.state = AssociationState.ESTABLISHED;
        association.endHandshake();
        association.errorCount = 0;
        association.timers.cancel(Timers.HANDSHAKE);
        association.bursts.onPause(config.maxBurst(), 1);
        association.ackPath = association.paths.primary();
        startRetransmissionTimers(association);
        heartbeats.start(association);
        mtuDiscovery.start(association);
        if (config.authentication().isSupported() && !association.isAuthenticated()) {
            association.raise(Events.AUTHENTICATION);
        }
        if ((association.peerExtensions & AdaptationIndication.BIT) != 0) {
            association.raise(Events.ADAPTATION);
        }
        association.restartAutoclose();
        waiters.tell(association);
    }

    /** Data that was bundled with the COOKIE ECHO is covered by T3-rtx from now on. */
    private void startRetransmissionTimers(final Tcb association) {
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (path.flightChunks() > 0) {
                association.timers.arm(
                        Timers.retransmission(path.index()),
                        engine.nowNs + path.rto().rtoNs());
            }
        }
    }
}
