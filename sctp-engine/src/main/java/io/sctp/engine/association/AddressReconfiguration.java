package io.sctp.engine.association;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;

/** Addresses that come and go while an association is up (RFC 5061): requests of this end, and the peer's. */
final class AddressReconfiguration extends Extension<AsconfState> {
    private static final int[] CHUNK_TYPES = {ChunkType.ASCONF, ChunkType.ASCONF_ACK};
    private static final int[] TIMERS = {Timers.ASCONF};

    private final AsconfRequests requests;
    private final AsconfResponses responses;
    private final PathChanges paths;

    AddressReconfiguration(
            final EngineState engine,
            final Aborts aborts,
            final Authentication authentication,
            final Heartbeats heartbeats,
            final Reachability reachability,
            final Verification verification) {
        paths = new PathChanges(engine, heartbeats, this);
        requests = new AsconfRequests(engine, aborts, authentication, reachability, this);
        responses = new AsconfResponses(engine, aborts, authentication, verification, this, paths);
    }

    @Override
    AsconfState newState(final Tcb association) {
        return new AsconfState(association.localInitialTsn, association.peerInitialTsn);
    }

    // -- the user's wishes ------------------------------------------------------------------------------------------

    AddressRequest begin(
            final Tcb association, final AddressChange change, final IpAddress address, final int localId) {
        return requests.begin(association, change, address, localId);
    }

    void listFirst(final Tcb association, final IpAddress address, final int localId) {
        AsconfRequests.listFirst(association, address, localId);
    }

    // -- the core's calls -------------------------------------------------------------------------------------------

    @Override
    int[] chunkTypes() {
        return CHUNK_TYPES;
    }

    @Override
    boolean isAgreed(final Tcb association) {
        return association.isAddressReconfigurable();
    }

    @Override
    boolean onChunk(
            final Tcb association,
            final TransportPath path,
            final Arrival arrival,
            final int type,
            final int chunk,
            final int length) {
        if (type == ChunkType.ASCONF) {
            return responses.onChunk(association, arrival, chunk, length);
        }
        requests.onAck(association, arrival.packet, chunk, length);
        return true;
    }

    @Override
    boolean mayComeFromElsewhere(final Tcb association, final Arrival arrival, final int firstChunk) {
        return responses.mayComeFromElsewhere(association, arrival, firstChunk);
    }

    @Override
    void proceed(final Tcb association) {
        final AsconfState state = stateOrNull(association);
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
        requests.onTimeout(association);
    }

    @Override
    void onUnrecognized(final Tcb association, final int type) {
        if (type == ChunkType.ASCONF) {
            requests.onUnrecognized(association);
        }
    }

    @Override
    void onPathUp(final Tcb association, final TransportPath path) {
        final AsconfState state = stateOrNull(association);
        if (state != null) {
            paths.onConfirmed(association, state, path);
        }
    }

    @Override
    void onAgreed(final Tcb association) {
        final AsconfState state = stateOrNull(association);
        if (state != null) {
            state.restart(association.localInitialTsn, association.peerInitialTsn);
        }
    }

    @Override
    void onClosed(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    boolean isLeaving(final Tcb association, final int localId) {
        final AsconfState state = stateOrNull(association);
        return state != null && state.isLeaving(localId);
    }
}
