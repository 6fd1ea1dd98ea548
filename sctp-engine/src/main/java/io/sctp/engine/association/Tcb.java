package io.sctp.engine.association;

import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.PathState;
import io.sctp.engine.auth.AuthState;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
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
 * The transmission control block of one association (RFC 9260 section 14): its state, which the procedures of this
 * package change. What a user may ask of it is {@link UserAssociation}. Belongs to the thread of its engine.
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

    /** What a cookie knows this association by if its peer begins anew; 0 until one did (see {@link #tie}). */
    int localTieTag;

    int peerTieTag;

    int localInitialTsn;
    int peerInitialTsn;

    /** What both ends know beyond RFC 9260. */
    int peerExtensions;

    int peerAdaptation;

    /** Null unless this end offers authentication. */
    AuthState auth;

    /** What its extensions keep of it, by their slots; null where one was not needed yet. */
    final ExtensionState[] extensionStates;

    /** Whether the peer may count from other TSNs already, and this end has not heard so (RFC 6525 section 5.2.4). */
    boolean hasTsnsInDoubt;

    /** Lives from connect until the association is up. */
    Handshake handshake;

    int pendingControl;
    TransportPath controlPath;
    TransportPath ackPath;
    int errorCount;
    final BurstLimit bursts = new BurstLimit();
    boolean outboundIdle = true;

    /** Whether a probe of a path's MTU may be due. */
    boolean hasProbes;

    private int pendingEvents;
    CloseReason closeReason;
    int closeCause;
    int peerErrorCause;
    private boolean released;

    /** Whether it is over, and what it holds is being given up; unread messages, too, if it is dropped. */
    boolean isEnding;

    boolean isDropped;
    private boolean isEndTold;

    /** Whether the tables of the engine have it. */
    boolean isFiled;

    // The engine's table of tags and its two work lists run through the associations themselves.
    Tcb nextByTag;
    Tcb nextToSend;
    boolean isListedToSend;
    Tcb nextWithEvents;
    boolean isListedWithEvents;

    /** What {@link MemoryShares} says of one that holds nothing. */
    static final int UNRANKED = -1;

    // The ranks of those that hold memory run through the associations, too.
    int rank = UNRANKED;
    Tcb nextOfRank;
    Tcb previousOfRank;

    /** What {@link MemoryShares} knows of it. */
    int rankedBytes;

    // Those whose user waits for memory.
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
     * Chooses the Tie-Tags unless there are some (RFC 9260 section 5.2.2). They are not the tags themselves: a cookie
     * is sent in plain text to whoever asks from the peer's address, and must not show them (section 5.1.3).
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

    /** The association is another one now, and no cookie from before counts. */
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

    /** Returns what both ends know for authentication; null unless this end offers it. */
    public AuthState auth() {
        return auth;
    }

    /** The peer has answered: what was unanswered before counts no more. */
    public void forgetErrors() {
        errorCount = 0;
    }

    /** Says whether the peer may count from other TSNs already, and this end has not heard so. */
    public void doubtTsns(final boolean isInDoubt) {
        hasTsnsInDoubt = isInDoubt;
    }

    /** This end's addresses are these from now on, with the driver's number of each. */
    public void localAddresses(final List<IpAddress> addresses, final List<Integer> ids) {
        config = config.toBuilder().localAddresses(addresses, ids).build();
    }

    /** A path goes: what was to be sent on it goes on another. */
    public void leavePath(final TransportPath gone, final TransportPath other) {
        controlPath = controlPath == gone ? other : controlPath;
        ackPath = ackPath == gone ? other : ackPath;
    }

    // -- its end ----------------------------------------------------------------------------------------------------

    /** Leaves the engine: no timer runs, no packet finds it. What was received stays until it is released. */
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

    /** All that was not acknowledged has been given up. */
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
     * Ends an association whose state an error left in doubt: no packet, timer or poll finds it any more, even if one
     * more error is thrown on the way.
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

    /** What was not acknowledged will not be: hands it back, or frees it. */
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

    /** Takes an event back of which the user was not told. */
    void withdraw(final int event) {
        pendingEvents &= ~event;
    }

    int takeEvents() {
        final int events = pendingEvents;
        pendingEvents = 0;
        return events;
    }

    /** The peer's addresses are others from now on: what waits for the paths to those before is given up with them. */
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
        // A timer may have wanted one of these sent again.
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
