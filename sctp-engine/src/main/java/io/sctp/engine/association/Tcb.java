package io.sctp.engine.association;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.Path;
import io.sctp.engine.PathState;
import io.sctp.engine.Policy;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.ReconfigRequest;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.path.PathDefaults;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.receive.AckSchedule;
import io.sctp.engine.receive.Inbound;
import io.sctp.engine.send.AbandonedCounts;
import io.sctp.engine.send.Acknowledgement;
import io.sctp.engine.send.BurstLimit;
import io.sctp.engine.send.Outbound;
import io.sctp.engine.timer.DeadlineHeap;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/**
 * The transmission control block of one association (RFC 9260 section 14); the procedures of this package move its
 * state. Belongs to the thread of its engine.
 */
public final class Tcb extends DeadlineHeap.Entry implements Association {
    private static final byte[] NO_REASON = {};

    private final EngineState engine;
    private final Procedures procedures;
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

    int reconfigPath;

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
    private CloseReason closeReason;
    private int closeCause;
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

    private Object attachment;

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

    @Override
    public AssociationState state() {
        return state;
    }

    @Override
    public AssociationConfig config() {
        return config;
    }

    @Override
    public void configure(final AssociationConfig newConfig) {
        final AssociationConfig before = config;
        config = newConfig;
        engine.expectCookies(newConfig);
        outbound.bufferLimit(newConfig.sendBufferBytes());
        outbound.scheduler(newConfig.streamScheduler());
        inbound.windowLimit(newConfig.receiveWindowBytes());
        final int readyBefore = inbound.readyMessages();
        inbound.partialDelivery(newConfig.partialDeliveryBytes(), newConfig.partsInterleaved());
        if (inbound.readyMessages() > readyBefore) {
            // Some had waited behind one that is read in parts.
            raise(Events.READABLE);
        }
        for (int i = 0; i < paths.count(); i++) {
            PathSettings.change(this, paths.path(i), before);
        }
    }

    @Override
    public void schedulerValue(final int stream, final int value) {
        outbound.schedulerValue(stream, value);
    }

    @Override
    public int schedulerValue(final int stream) {
        return outbound.schedulerValue(stream);
    }

    @Override
    public void heartbeatInterval(final Path destination, final long intervalNs) {
        final TransportPath path = (TransportPath) destination;
        path.heartbeatIntervalNs(intervalNs);
        procedures.heartbeats.restart(this, path);
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public int peerPort() {
        return peerPort;
    }

    @Override
    public int localTag() {
        return localTag;
    }

    @Override
    public int peerTag() {
        return peerTag;
    }

    @Override
    public int outboundStreams() {
        return outbound.streamCount();
    }

    @Override
    public int inboundStreams() {
        return inbound.streams();
    }

    @Override
    public int pathCount() {
        return paths.count();
    }

    @Override
    public TransportPath path(final int place) {
        return paths.path(place);
    }

    @Override
    public TransportPath primaryPath() {
        return paths.primary();
    }

    @Override
    public boolean primaryPath(final Path destination) {
        final TransportPath path = (TransportPath) destination;
        if (!path.isConfirmed() || !paths.has(path)) {
            return false;
        }
        paths.primary(path);
        return true;
    }

    @Override
    public void udpPort(final Path destination, final int port) {
        final TransportPath path = (TransportPath) destination;
        if (path.udpPort() != port) {
            engine.associations.changeUdpPort(this, path, port);
        }
    }

    @Override
    public void localId(final Path path, final int localId) {
        ((TransportPath) path).localId(localId);
    }

    @Override
    public void requestHeartbeat(final Path destination) {
        final TransportPath path = (TransportPath) destination;
        procedures.heartbeats.request(this, path);
    }

    @Override
    public void maxPacketSize(final Path destination, final int bytes) {
        final TransportPath path = (TransportPath) destination;
        procedures.mtuDiscovery.discover(this, path, 0);
        path.maxPacketSize(Math.max(AssociationConfig.MIN_PACKET_SIZE, bytes));
    }

    @Override
    public void discoverPathMtu(final Path destination, final long raiseNs) {
        final TransportPath path = (TransportPath) destination;
        procedures.mtuDiscovery.discover(this, path, raiseNs);
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public void attach(final Object object) {
        attachment = object;
    }

    // -- messages ---------------------------------------------------------------------------------------------------

    @Override
    public SendResult send(final ByteBuffer source, final int offset, final int length, final SendOptions options) {
        if (state != AssociationState.ESTABLISHED && !state.isHandshake()) {
            return SendResult.NOT_ESTABLISHED;
        }
        if (options.key() != SendOptions.ACTIVE_KEY && (!isAuthenticated() || !auth.signsWith(options.key()))) {
            return SendResult.NO_SUCH_KEY;
        }
        SendResult result = enqueue(source, offset, length, options);
        boolean isStarved = outbound.takeStarved();
        if (isStarved && procedures.shares.makeRoomToSend(this)) {
            if (state == AssociationState.CLOSED) {
                return SendResult.NOT_ESTABLISHED;
            }
            result = enqueue(source, offset, length, options);
            isStarved = outbound.takeStarved();
        }
        if (isStarved) {
            procedures.waiters.add(this);
        }
        if (options.policy() != Policy.RELIABLE) {
            reportFailed();
        }
        if (result == SendResult.QUEUED) {
            outboundIdle = false;
            bursts.onMessage(config.maxBurst());
            engine.lists.wantsToSend(this);
        }
        return result;
    }

    private SendResult enqueue(final ByteBuffer source, final int offset, final int length, final SendOptions options) {
        final TransportPath wanted = (TransportPath) options.destination();
        final boolean isChosen = wanted != null && state == AssociationState.ESTABLISHED && paths.has(wanted);
        return outbound.enqueue(source, offset, length, options, paths, isChosen ? wanted : null, engine.nowNs);
    }

    @Override
    public int receive(final ByteBuffer destination, final int offset, final int capacity, final ReceiveInfo info) {
        final int length = inbound.receive(destination, offset, capacity, info);
        procedures.shares.update(this);
        if (length >= 0
                && state.acceptsData()
                && inbound.isWindowUpdateDue(paths.primary().maxPacketSize())) {
            acks.demand();
            engine.lists.wantsToSend(this);
        }
        return length;
    }

    @Override
    public int nextMessageLength() {
        return inbound.nextMessageLength();
    }

    @Override
    public int nextMessagePpid() {
        return inbound.nextMessagePpid();
    }

    @Override
    public int nextMessageStream() {
        return inbound.nextMessageStream();
    }

    @Override
    public AssociationCounts counters() {
        return counters;
    }

    @Override
    public int readyMessages() {
        return inbound.readyMessages();
    }

    @Override
    public int messagesReceived() {
        return inbound.messagesReceived();
    }

    @Override
    public int messagesBeforeRestart() {
        return inbound.messagesBeforeStart();
    }

    @Override
    public int missingChunks() {
        return inbound.tracker().missing();
    }

    @Override
    public int bufferedBytes() {
        return outbound.bufferedBytes();
    }

    @Override
    public int heldBytes() {
        return inbound.heldBytes();
    }

    @Override
    public boolean isPartiallyReliable() {
        return outbound.abandonment().isEnabled();
    }

    @Override
    public boolean isInterleaved() {
        return (peerExtensions & Extensions.I_DATA) != 0;
    }

    @Override
    public AbandonedCounts abandonedMessages() {
        return outbound.abandonment().total();
    }

    @Override
    public AbandonedCounts abandonedMessages(final int stream) {
        return outbound.abandonment().ofStream(stream);
    }

    @Override
    public int unacknowledgedChunks() {
        return outbound.unacknowledgedChunks();
    }

    @Override
    public int outstandingChunks() {
        return outbound.outstandingChunks();
    }

    @Override
    public int nextTsn() {
        return outbound.nextTsn();
    }

    @Override
    public int fragmentationPoint() {
        return Transmission.maxPayload(this);
    }

    @Override
    public long peerWindow() {
        return outbound.peerWindow();
    }

    // -- streams ----------------------------------------------------------------------------------------------------

    @Override
    public boolean isReconfigurable() {
        return (peerExtensions & Extensions.RECONFIG) != 0;
    }

    @Override
    public ReconfigRequest resetOutgoingStreams(final int... streams) {
        return procedures.streams.resetOutgoing(this, streams);
    }

    @Override
    public ReconfigRequest resetIncomingStreams(final int... streams) {
        return procedures.streams.resetIncoming(this, streams);
    }

    @Override
    public ReconfigRequest resetAssociation() {
        return procedures.streams.resetAssociation(this);
    }

    @Override
    public ReconfigRequest addOutgoingStreams(final int count) {
        return procedures.streams.addOutgoing(this, count);
    }

    @Override
    public ReconfigRequest addIncomingStreams(final int count) {
        return procedures.streams.addIncoming(this, count);
    }

    // -- addresses (RFC 5061) ---------------------------------------------------------------------------------------

    @Override
    public boolean isAddressReconfigurable() {
        return (peerExtensions & Extensions.ASCONF) != 0 && isAuthenticated() && auth.signsAsconf();
    }

    @Override
    public AddressRequest changeAddress(final AddressChange change, final IpAddress address, final int localId) {
        return procedures.addresses.begin(this, change, address, localId);
    }

    @Override
    public void listAddress(final IpAddress address, final int localId) {
        procedures.addresses.listFirst(this, address, localId);
    }

    // -- keys (RFC 4895) --------------------------------------------------------------------------------------------

    @Override
    public boolean isAuthenticated() {
        return auth != null && auth.isNegotiated();
    }

    @Override
    public AssociationKeys authKeys() {
        return new AssociationKeys(this);
    }

    // -- the end ----------------------------------------------------------------------------------------------------

    @Override
    public void shutdown() {
        procedures.shutdowns.begin(this);
    }

    @Override
    public void abort() {
        abort(NO_REASON);
    }

    @Override
    public void abort(final byte[] reason) {
        if (reason.length > MAX_ABORT_REASON) {
            throw new IllegalArgumentException(
                    "a reason of " + reason.length + " bytes is longer than " + MAX_ABORT_REASON);
        }
        procedures.aborts.abortByUser(this, reason);
    }

    @Override
    public byte[] closeInformation() {
        return closeInformation;
    }

    @Override
    public CloseReason closeReason() {
        return closeReason;
    }

    @Override
    public int closeCause() {
        return closeCause;
    }

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

    // -- for the procedures -----------------------------------------------------------------------------------------

    void raise(final int event) {
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
    TransportPath addPath(
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
