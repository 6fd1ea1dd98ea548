package io.sctp.engine.reconfig;

import io.sctp.engine.ReconfigRequest;
import io.sctp.engine.association.Arrival;
import io.sctp.engine.association.Extension;
import io.sctp.engine.association.Procedures;
import io.sctp.engine.association.StreamRequests;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.ReconfigChunk;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;

/** Stream reconfiguration (RFC 6525): resets streams and adds streams, by requests of this end and of the peer. */
public final class StreamReconfiguration extends Extension<ReconfigState> implements StreamRequests {
    private static final int[] CHUNK_TYPES = {ChunkType.RE_CONFIG};
    private static final int[] TIMERS = {Timers.RECONFIG, Timers.RECONFIG_HOLD};

    private final ReconfigRequests requests;
    private final ReconfigResponses responses;

    public StreamReconfiguration(final Procedures core) {
        requests = new ReconfigRequests(core.engine(), core.data(), core.reachability(), core.shutdowns(), this);
        responses = new ReconfigResponses(core.engine(), this, requests);
    }

    @Override
    protected ReconfigState newState(final Tcb association) {
        return new ReconfigState(association.localInitialTsn(), association.peerInitialTsn());
    }

    // -- the user's requests ----------------------------------------------------------------------------------------

    @Override
    public ReconfigRequest resetOutgoing(final Tcb association, final int... streams) {
        return requests.reset(association, ReconfigChunk.OUTGOING_RESET, streams);
    }

    @Override
    public ReconfigRequest resetIncoming(final Tcb association, final int... streams) {
        return requests.reset(association, ReconfigChunk.INCOMING_RESET, streams);
    }

    @Override
    public ReconfigRequest resetAssociation(final Tcb association) {
        return requests.resetAssociation(association);
    }

    @Override
    public ReconfigRequest addOutgoing(final Tcb association, final int count) {
        return requests.add(association, ReconfigChunk.ADD_OUTGOING, count);
    }

    @Override
    public ReconfigRequest addIncoming(final Tcb association, final int count) {
        return requests.add(association, ReconfigChunk.ADD_INCOMING, count);
    }

    // -- the core's calls -------------------------------------------------------------------------------------------

    @Override
    protected int[] chunkTypes() {
        return CHUNK_TYPES;
    }

    /** RE-CONFIG chunks that were not negotiated are recognized and dropped, as Linux does. */
    @Override
    protected boolean isAgreed(final Tcb association) {
        return true;
    }

    @Override
    protected boolean onChunk(
            final Tcb association,
            final TransportPath path,
            final Arrival arrival,
            final int type,
            final int chunk,
            final int length) {
        if (path != null && association.isReconfigurable()) {
            responses.onChunk(association, path, arrival.packet(), chunk, length);
        }
        return true;
    }

    @Override
    protected void proceed(final Tcb association) {
        final ReconfigState state = stateOrNull(association);
        if (state != null) {
            requests.proceed(association, state);
        }
    }

    @Override
    protected int[] timers() {
        return TIMERS;
    }

    @Override
    protected void onTimer(final Tcb association, final int timer) {
        if (timer == Timers.RECONFIG) {
            requests.onTimeout(association);
        } else {
            responses.endHold(association);
        }
    }

    @Override
    protected void onPeerRestart(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    protected void onAgreed(final Tcb association) {
        final ReconfigState state = stateOrNull(association);
        if (state != null) {
            state.restart(association.localInitialTsn(), association.peerInitialTsn());
            association.doubtTsns(false);
        }
    }

    @Override
    protected void onPeerShutdown(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    protected void onClosed(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    protected boolean holdsShutdown(final Tcb association) {
        final ReconfigState state = stateOrNull(association);
        return state != null && state.isBusy();
    }
}
