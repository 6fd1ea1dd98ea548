package io.sctp.engine.association;

import io.sctp.engine.ReconfigRequest;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.packet.ReconfigChunk;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;

/** Resets of streams, and more of them (RFC 6525): requests of this end, and answers to the peer's. */
final class StreamReconfiguration extends Extension<ReconfigState> {
    private static final int[] CHUNK_TYPES = {ChunkType.RE_CONFIG};
    private static final int[] TIMERS = {Timers.RECONFIG, Timers.RECONFIG_HOLD};

    private final ReconfigRequests requests;
    private final ReconfigResponses responses;

    StreamReconfiguration(
            final EngineState engine,
            final DataTransfer data,
            final Reachability reachability,
            final Shutdowns shutdowns) {
        requests = new ReconfigRequests(engine, data, reachability, shutdowns, this);
        responses = new ReconfigResponses(engine, this, requests);
    }

    @Override
    ReconfigState newState(final Tcb association) {
        return new ReconfigState(association.localInitialTsn, association.peerInitialTsn);
    }

    // -- the user's wishes ------------------------------------------------------------------------------------------

    ReconfigRequest resetOutgoing(final Tcb association, final int... streams) {
        return requests.reset(association, ReconfigChunk.OUTGOING_RESET, streams);
    }

    ReconfigRequest resetIncoming(final Tcb association, final int... streams) {
        return requests.reset(association, ReconfigChunk.INCOMING_RESET, streams);
    }

    ReconfigRequest resetAssociation(final Tcb association) {
        return requests.resetAssociation(association);
    }

    ReconfigRequest addOutgoing(final Tcb association, final int count) {
        return requests.add(association, ReconfigChunk.ADD_OUTGOING, count);
    }

    ReconfigRequest addIncoming(final Tcb association, final int count) {
        return requests.add(association, ReconfigChunk.ADD_INCOMING, count);
    }

    // -- the core's calls -------------------------------------------------------------------------------------------

    @Override
    int[] chunkTypes() {
        return CHUNK_TYPES;
    }

    /** Answers to chunks that were not agreed on are none: they are known, and dropped (as Linux does). */
    @Override
    boolean isAgreed(final Tcb association) {
        return true;
    }

    @Override
    boolean onChunk(
            final Tcb association,
            final TransportPath path,
            final Arrival arrival,
            final int type,
            final int chunk,
            final int length) {
        if (path != null && (association.peerExtensions & Extensions.RECONFIG) != 0) {
            responses.onChunk(association, path, arrival.packet, chunk, length);
        }
        return true;
    }

    @Override
    void proceed(final Tcb association) {
        final ReconfigState state = stateOrNull(association);
        if (state != null) {
            requests.proceed(association, state);
        }
    }

    @Override
    int[] timers() {
        return TIMERS;
    }

    @Override
    void onTimer(final Tcb association, final int timer) {
        if (timer == Timers.RECONFIG) {
            requests.onTimeout(association);
        } else {
            responses.endHold(association);
        }
    }

    @Override
    void onPeerRestart(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    void onAgreed(final Tcb association) {
        final ReconfigState state = stateOrNull(association);
        if (state != null) {
            state.restart(association.localInitialTsn, association.peerInitialTsn);
            association.hasTsnsInDoubt = false;
        }
    }

    @Override
    void onPeerShutdown(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    void onClosed(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    boolean holdsShutdown(final Tcb association) {
        final ReconfigState state = stateOrNull(association);
        return state != null && state.isBusy();
    }
}
