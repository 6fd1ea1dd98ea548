package io.sctp.engine.association;

import io.sctp.engine.path.TransportPath;

/**
 * A protocol extension beyond RFC 9260: its chunks, its timers, and its state per association. The core calls it only
 * through {@link ExtensionTable}. Extensions do not know each other.
 *
 * @param <S> its state per association
 */
public abstract class Extension<S extends ExtensionState> {
    private static final int[] NONE = {};

    private int slot;

    /** Sets its index in the table and in each association. */
    final void slot(final int newSlot) {
        slot = newSlot;
    }

    /** Returns its state for an association, creating it on first use. */
    public final S state(final Tcb association) {
        final S state = stateOrNull(association);
        if (state != null) {
            return state;
        }
        final S made = newState(association);
        association.extensionStates[slot] = made;
        return made;
    }

    /** Returns its state for an association, or null if it was not used yet. */
    @SuppressWarnings("unchecked") // only this extension uses the slot
    public final S stateOrNull(final Tcb association) {
        return (S) association.extensionStates[slot];
    }

    /** Queues an event for the user. */
    public final void tell(final Tcb association, final ExtensionState.Told what) {
        state(association).tell(what);
        association.raise(Events.EXTENSIONS);
    }

    protected abstract S newState(Tcb association);

    // -- chunks -----------------------------------------------------------------------------------------------------

    /** Returns the chunk types that it handles. */
    protected abstract int[] chunkTypes();

    /** Whether the extension was negotiated. If not, its chunks are unrecognized ones (RFC 9260 section 3.2). */
    protected abstract boolean isAgreed(Tcb association);

    /**
     * Handles a chunk.
     *
     * @param path the path from the chunk's source, or null if the source is not one of the peer's addresses
     * @return whether to go on with the next chunk of the packet
     */
    protected abstract boolean onChunk(
            Tcb association, TransportPath path, Arrival arrival, int type, int chunk, int length);

    /** Whether to read a packet with the right tag that came from an unknown address. */
    protected boolean mayComeFromElsewhere(final Tcb association, final Arrival arrival, final int firstChunk) {
        return false;
    }

    // -- callbacks --------------------------------------------------------------------------------------------------

    /** Called when there is nothing else to send, or data was acknowledged. Requests that wait may continue. */
    protected void proceed(final Tcb association) {}

    /** Returns its timers. */
    protected int[] timers() {
        return NONE;
    }

    /** Called when one of its timers has expired. */
    protected void onTimer(final Tcb association, final int timer) {}

    /** Called when the peer reports one of its chunks as unrecognized. */
    protected void onUnrecognized(final Tcb association, final int type) {}

    /** Called when a path answered. */
    protected void onPathUp(final Tcb association, final TransportPath path) {}

    /** Called when the peer has restarted. Outstanding requests will not be answered. */
    protected void onPeerRestart(final Tcb association) {}

    /** Called when both ends have negotiated the parameters of an association or of its restart. */
    protected void onAgreed(final Tcb association) {}

    /** Called when the peer has begun a shutdown and will answer no more requests. */
    protected void onPeerShutdown(final Tcb association) {}

    /** Called when the association is closed. */
    protected void onClosed(final Tcb association) {}

    /** Whether a shutdown must wait for an outstanding request. */
    protected boolean holdsShutdown(final Tcb association) {
        return false;
    }

    /** Whether one of this end's addresses is being removed. */
    protected boolean isLeaving(final Tcb association, final int localId) {
        return false;
    }
}
