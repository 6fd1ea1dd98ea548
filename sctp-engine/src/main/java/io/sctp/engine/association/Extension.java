package io.sctp.engine.association;

import io.sctp.engine.path.TransportPath;

/**
 * A part of the protocol beyond RFC 9260: its chunks, its timers, and what it keeps of each association. The core calls
 * it through {@link ExtensionTable} and knows no more of it; extensions do not know each other.
 *
 * @param <S> what it keeps of an association
 */
public abstract class Extension<S extends ExtensionState> {
    private static final int[] NONE = {};

    private int slot;

    /** Its place in the table, and in each association. */
    final void slot(final int newSlot) {
        slot = newSlot;
    }

    /** Returns what it keeps of an association, made when it is needed first. */
    public final S state(final Tcb association) {
        final S state = stateOrNull(association);
        if (state != null) {
            return state;
        }
        final S made = newState(association);
        association.extensionStates[slot] = made;
        return made;
    }

    /** Returns what it keeps of an association, or null if it was not needed yet. */
    @SuppressWarnings("unchecked") // the slot is this extension's alone
    public final S stateOrNull(final Tcb association) {
        return (S) association.extensionStates[slot];
    }

    /** Tells the user of something, in turn. */
    public final void tell(final Tcb association, final ExtensionState.Told what) {
        state(association).tell(what);
        association.raise(Events.EXTENSIONS);
    }

    protected abstract S newState(Tcb association);

    // -- chunks -----------------------------------------------------------------------------------------------------

    /** Returns the types of chunks that it takes. */
    protected abstract int[] chunkTypes();

    /** Says whether it was agreed on; if not, its chunks are unknown ones (RFC 9260 section 3.2). */
    protected abstract boolean isAgreed(Tcb association);

    /**
     * Takes a chunk.
     *
     * @param path where it came from, or null if that is not known to be the peer's
     * @return whether to go on with the next chunk of the packet
     */
    protected abstract boolean onChunk(
            Tcb association, TransportPath path, Arrival arrival, int type, int chunk, int length);

    /** Says whether a packet with the right tag that came from an unknown address is to be read all the same. */
    protected boolean mayComeFromElsewhere(final Tcb association, final Arrival arrival, final int firstChunk) {
        return false;
    }

    // -- what it hears ----------------------------------------------------------------------------------------------

    /** There is nothing else to send now, or data was acknowledged: it may go on with what waits. */
    protected void proceed(final Tcb association) {}

    /** Returns the timers that are its own. */
    protected int[] timers() {
        return NONE;
    }

    /** One of its timers has expired. */
    protected void onTimer(final Tcb association, final int timer) {}

    /** The peer says that it does not know one of its chunks. */
    protected void onUnrecognized(final Tcb association, final int type) {}

    /** A path answered. */
    protected void onPathUp(final Tcb association, final TransportPath path) {}

    /** The peer began anew: what was asked of the one before will not be answered. */
    protected void onPeerRestart(final Tcb association) {}

    /** Both ends have agreed on how to begin, maybe anew. */
    protected void onAgreed(final Tcb association) {}

    /** The peer shuts down, and answers nothing more. */
    protected void onPeerShutdown(final Tcb association) {}

    /** The association is over. */
    protected void onClosed(final Tcb association) {}

    /** Says whether a shutdown waits until it has done what it is about. */
    protected boolean holdsShutdown(final Tcb association) {
        return false;
    }

    /** Says whether one of this end's addresses is being given up. */
    protected boolean isLeaving(final Tcb association, final int localId) {
        return false;
    }
}
