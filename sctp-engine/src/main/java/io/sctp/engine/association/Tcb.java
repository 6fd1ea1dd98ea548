package io.sctp.engine.association;

import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.PathState;
import io.sctp.engine.auth.AuthState;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.memory.BufferGrowth;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.path.PathDefaults;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.receive.AckSchedule;
import io.sctp.engine.receive.Inbound;
import io.sctp.engine.send.Acknowledgement;
import io.sctp.engine.send.BurstLimit;
import io.sctp.engine.send.Outbound;
import io.sctp.engine.timer.DeadlineHeap;
import io.sctp.engine.timer.Timers;
import java.util.List;

/**
 * The transmission control block of one association (RFC 9260 section 14): the state that the procedures of this
 * package change. {@link UserAssociation} has the user's operations. Belongs to the engine's thread.
 */
public abstract class Tcb extends DeadlineHeap.Entry implements Association {
    static final byte[] NO_REASON = {};

    final EngineState engine;
    final Procedures procedures;
    AssociationConfig config;
    final int localPort;
    final int peerPort;
    final PathSet paths = new PathSet();
    final Timers timers = new Timers();
    final Outbound outbound;
    final Acknowledgement acknowledgement;
    final Inbound inbound;
    final AckSchedule acks = new AckSchedule();
    final ControlQueue control;
    final AssociationCounts counters;

    AssociationState state = AssociationState.CLOSED;
    int localTag;
    int peerTag;

    /**
     * The Tie-Tag that identifies this association in a cookie if its peer restarts; 0 until needed (see {@link #tie}).
     */
    int localTieTag;

    int peerTieTag;

    int localInitialTsn;
    int peerInitialTsn;

    /** The extensions that both ends support. */
    int peerExtensions;

    int peerAdaptation;

    /** Null unless this end offers authentication. */
    AuthState auth;

    /** The states of the extensions, by slot; null if not used yet. */
    final ExtensionState[] extensionStates;

    /** Whether the peer may already have changed its TSNs by a reset that is not confirmed (RFC 6525 section 5.2.4). */
    boolean hasTsnsInDoubt;

    /** The state of the set-up; null once the association is established. */
    Handshake handshake;

    int pendingControl;
    TransportPath controlPath;
    TransportPath ackPath;
    int errorCount;
    final BurstLimit bursts = new BurstLimit();
    boolean outboundIdle = true;

    /** Whether a path MTU probe may be due. */
    boolean hasProbes;

    private int pendingEvents;
    CloseReason closeReason;
    int closeCause;
    int peerErrorCause;
    private boolean released;

    /** Whether it is closed and its memory is being freed; after Endings.drop, unread messages too. */
    boolean isEnding;

    boolean isDropped;
    private boolean isEndTold;

    /** Whether it is in the tables of the engine. */
    boolean isFiled;

    // The links of the engine's tag table and of its two work lists.
    Tcb nextByTag;
    Tcb nextToSend;
    boolean isListedToSend;
    Tcb nextWithEvents;
    boolean isListedWithEvents;

    /** The rank in {@link MemoryShares} of an association that holds nothing. */
    static final int UNRANKED = -1;

    // The rank in MemoryShares, and the links of that list.
    int rank = UNRANKED;
    Tcb nextOfRank;
    Tcb previousOfRank;

    /** What {@link BufferSizes} knows: what the peer has acknowledged, what the program has read. */
    final BufferGrowth sent = new BufferGrowth();

    final BufferGrowth read = new BufferGrowth();

    /** The time that the first exchange of the set-up took; 0 if it is not known. */
    long setUpNs;

    /** The bytes that {@link MemoryShares} has recorded for it. */
    int rankedBytes;

    // The link of the list of associations whose user waits for memory.
    Tcb nextWaiter;
    Tcb previousWaiter;
    boolean isWaiter;

    byte[] closeInformation = NO_REASON;

    Tcb(
            final EngineState engine,
            final Procedures procedures,
            final AssociationConfig config,
            final int localPort,
            final int peerPort) {
        this.engine = engine;
        this.procedures = procedures;
        this.config = config;
        this.localPort = localPort;
        this.peerPort = peerPort;
        extensionStates = procedures.extensions.newStates();
        outbound = new Outbound(engine.pool, config.sendBufferBytes());
        outbound.scheduler(config.streamScheduler());
        acknowledgement = new Acknowledgement(outbound);
        counters = new AssociationCounts(outbound);
        inbound = new Inbound(
                engine.pool, config.receiveWindowBytes(), config.maxMessageBytes(), config.partialDeliveryBytes());
        inbound.partialDelivery(config.partialDeliveryBytes(), config.partsInterleaved());
        control = new ControlQueue(
                engine.pool, length -> procedures.shares.allocate(this, length), engine.config.maxControlChunks());
    }

    /**
     * Chooses the Tie-Tags unless it has some (RFC 9260 section 5.2.2). They are not the tags themselves: a cookie is
     * sent in plain text to anybody who sends an INIT from the peer's address, and must not reveal the tags (section
     * 5.1.3).
     */
    void tie() {
        while (!isTied()) {
            localTieTag = engine.random.nextInt();
            peerTieTag = engine.random.nextInt();
        }
    }

    boolean isTied() {
        return localTieTag != 0 && peerTieTag != 0;
    }

    /** Clears the Tie-Tags, because the association has restarted and earlier cookies do not count. */
    void untie() {
        localTieTag = 0;
        peerTieTag = 0;
    }

    // -- for extensions ---------------------------------------------------------------------------------------------

    public PathSet paths() {
        return paths;
    }

    public Timers timers() {
        return timers;
    }

    public Outbound outbound() {
        return outbound;
    }

    public Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    public Inbound inbound() {
        return inbound;
    }

    public AckSchedule acks() {
        return acks;
    }

    public ControlQueue control() {
        return control;
    }

    public int localInitialTsn() {
        return localInitialTsn;
    }

    public int peerInitialTsn() {
        return peerInitialTsn;
    }

    /** Whether both ends support an extension: a bit of {@link Extensions}. */
    public boolean knows(final int extension) {
        return (peerExtensions & extension) != 0;
    }

    /** Returns the authentication state of both ends; null unless this end offers authentication. */
    public AuthState auth() {
        return auth;
    }

    /** Resets the error counter, because the peer has answered. */
    public void forgetErrors() {
        errorCount = 0;
    }

    /** Sets whether the peer may already have changed its TSNs by a reset that is not confirmed. */
    public void doubtTsns(final boolean isInDoubt) {
        hasTsnsInDoubt = isInDoubt;
    }

    /** Replaces this end's addresses. Each has a number chosen by the driver. */
    public void localAddresses(final List<IpAddress> addresses, final List<Integer> ids) {
        config = config.toBuilder().localAddresses(addresses, ids).build();
    }

    /** Moves what was to be sent on a removed path to another one. */
    public void leavePath(final TransportPath gone, final TransportPath other) {
        controlPath = controlPath == gone ? other : controlPath;
        ackPath = ackPath == gone ? other : ackPath;
    }

    // -- its end ----------------------------------------------------------------------------------------------------

    /**
     * Removes the association from the engine: no timer runs, no packet finds it. Received messages stay until it is
     * released.
     */
    void close(final CloseReason reason, final int causeCode) {
        if (state == AssociationState.CLOSED && closeReason != null) {
            return;
        }
        state = AssociationState.CLOSED;
        procedures.extensions.onClosed(this);
        closeReason = reason;
        closeCause = causeCode;
        endHandshake();
        pendingControl = 0;
        timers.cancelAll();
        procedures.waiters.remove(this);
        control.clear();
        engine.remove(this);
        procedures.endings.begin(this);
    }

    /** Called when all unacknowledged messages have been handed back or freed. */
    void onEnded() {
        if (isEndTold) {
            return;
        }
        isEndTold = true;
        reportFailed();
        procedures.shares.update(this);
        if (inbound.readyMessages() > 0) {
            raise(Events.READABLE);
        }
        raise(Events.CLOSED);
    }

    /**
     * Ends an association whose state is in doubt after an error. No packet, timer or poll finds it any more, even if
     * another error is thrown meanwhile.
     */
    void fail() {
        try {
            procedures.aborts.abort(this, CloseReason.INTERNAL_ERROR, CauseCode.OUT_OF_RESOURCE, NO_REASON);
        } finally {
            state = AssociationState.CLOSED;
            if (closeReason == null) {
                closeReason = CloseReason.INTERNAL_ERROR;
                closeCause = CauseCode.OUT_OF_RESOURCE;
            }
            pendingControl = 0;
            procedures.waiters.remove(this);
            engine.remove(this);
            raise(Events.CLOSED);
        }
    }

    /** Frees what a closed association still holds. Returns false if it is not closed. */
    boolean release() {
        if (state != AssociationState.CLOSED || released) {
            return false;
        }
        released = true;
        procedures.shares.remove(this);
        procedures.endings.drop(this);
        return true;
    }

    boolean isReleased() {
        return released;
    }

    public void raise(final int event) {
        pendingEvents |= event;
        engine.lists.hasEvents(this);
    }

    /** Hands back or frees the messages that were not acknowledged. */
    void failMessages(final FailedMessage.Reason reason, final int causeCode) {
        outbound.fail(paths, reason, causeCode);
        reportFailed();
    }

    void reportFailed() {
        if (outbound.failed().isEmpty()) {
            return;
        }
        if (config.reportFailedMessages()) {
            raise(Events.SEND_FAILED);
        } else {
            outbound.failed().clear();
        }
    }

    /** Removes an event that was not delivered yet. */
    void withdraw(final int event) {
        pendingEvents &= ~event;
    }

    int takeEvents() {
        final int events = pendingEvents;
        pendingEvents = 0;
        return events;
    }

    /** Removes all paths, as the peer's addresses are replaced. What waits for them is dropped. */
    void clearPaths() {
        paths.clear();
        control.clear();
    }

    /** Adds a path to an address of the peer. */
    public TransportPath addPath(
            final long high, final long low, final int udpPort, final int localId, final PathState pathState) {
        final PathDefaults defaults = PathSettings.of(config);
        final TransportPath path =
                new TransportPath(paths.freeIndex(), high, low, udpPort, localId, defaults, pathState);
        procedures.mtuDiscovery.prepare(this, path);
        paths.add(path);
        return path;
    }

    void endHandshake() {
        // A timer may have requested a retransmission of one of these.
        pendingControl &= ~(Control.INIT | Control.COOKIE_ECHO);
        if (handshake != null) {
            handshake.clear(engine.pool);
            handshake = null;
        }
    }

    void restartAutoclose() {
        if (config.autocloseNs() > 0) {
            timers.arm(Timers.AUTOCLOSE, engine.nowNs + config.autocloseNs());
        }
    }

    @Override
    public String toString() {
        return "Association[" + localPort + "-" + peerPort + " " + state + "]";
    }
}
