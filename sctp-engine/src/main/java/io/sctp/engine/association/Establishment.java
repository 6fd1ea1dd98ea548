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

/** What is the same for both ends when an association begins, maybe anew. */
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

    /** Both ends know of each other what they know beyond RFC 9260. */
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
                // Sent to a peer that has begun anew since, and now wants it otherwise.
                association.failMessages(FailedMessage.Reason.RESTARTED, CauseCode.NONE);
            }
            association.outbound.interleave(interleaved);
        }
        final int firstNumbered = Extensions.countsFromSecondFragment(peerKnows) ? 1 : 0;
        association.outbound.firstNumbered(firstNumbered);
        association.inbound.interleave(interleaved, firstNumbered);
        extensions.onAgreed(association);
    }

    /** The association is up: begins its timers and counters. */
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

    /** What went with the COOKIE ECHO is watched from now on as all data is. */
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
