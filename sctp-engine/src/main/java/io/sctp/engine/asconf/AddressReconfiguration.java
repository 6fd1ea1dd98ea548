package io.sctp.engine.asconf;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.association.AddressRequests;
import io.sctp.engine.association.Arrival;
import io.sctp.engine.association.Extension;
import io.sctp.engine.association.Procedures;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;

/**
 * Dynamic address reconfiguration (RFC 5061): addresses are added to and deleted from an established association, by
 * requests of this end and of the peer.
 */
public final class AddressReconfiguration extends Extension<AsconfState> implements AddressRequests {
    private static final int[] CHUNK_TYPES = {ChunkType.ASCONF, ChunkType.ASCONF_ACK};
    private static final int[] TIMERS = {Timers.ASCONF};

    private final AsconfRequests requests;
    private final AsconfResponses responses;
    private final PathChanges paths;

    public AddressReconfiguration(final Procedures core) {
        paths = new PathChanges(core.engine(), core.heartbeats(), this);
        requests = new AsconfRequests(core.engine(), core.aborts(), core.packets(), core.reachability(), this);
        responses = new AsconfResponses(core.engine(), core.aborts(), core.packets(), this, paths);
    }

    @Override
    protected AsconfState newState(final Tcb association) {
        return new AsconfState(association.localInitialTsn(), association.peerInitialTsn());
    }

    // -- the user's requests ----------------------------------------------------------------------------------------

    @Override
    public AddressRequest begin(
            final Tcb association, final AddressChange change, final IpAddress address, final int localId) {
        return requests.begin(association, change, address, localId);
    }

    @Override
    public void listFirst(final Tcb association, final IpAddress address, final int localId) {
        AsconfRequests.listFirst(association, address, localId);
    }

    // -- the core's calls -------------------------------------------------------------------------------------------

    @Override
    protected int[] chunkTypes() {
        return CHUNK_TYPES;
    }

    @Override
    protected boolean isAgreed(final Tcb association) {
        return association.isAddressReconfigurable();
    }

    @Override
    protected boolean onChunk(
            final Tcb association,
            final TransportPath path,
            final Arrival arrival,
            final int type,
            final int chunk,
            final int length) {
        if (type == ChunkType.ASCONF) {
            return responses.onChunk(association, arrival, chunk, length);
        }
        requests.onAck(association, arrival.packet(), chunk, length);
        return true;
    }

    @Override
    protected boolean mayComeFromElsewhere(final Tcb association, final Arrival arrival, final int firstChunk) {
        return responses.mayComeFromElsewhere(association, arrival, firstChunk);
    }

    @Override
    protected void proceed(final Tcb association) {
        final AsconfState state = stateOrNull(association);
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
        requests.onTimeout(association);
    }

    @Override
    protected void onUnrecognized(final Tcb association, final int type) {
        if (type == ChunkType.ASCONF) {
            requests.onUnrecognized(association);
        }
    }

    @Override
    protected void onPathUp(final Tcb association, final TransportPath path) {
        final AsconfState state = stateOrNull(association);
        if (state != null) {
            paths.onConfirmed(association, state, path);
        }
    }

    @Override
    protected void onAgreed(final Tcb association) {
        final AsconfState state = stateOrNull(association);
        if (state != null) {
            state.restart(association.localInitialTsn(), association.peerInitialTsn());
        }
    }

    @Override
    protected void onClosed(final Tcb association) {
        requests.abandon(association);
    }

    @Override
    protected boolean isLeaving(final Tcb association, final int localId) {
        final AsconfState state = stateOrNull(association);
        return state != null && state.isLeaving(localId);
    }
}
