package io.sctp.engine.association;

import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.packet.ReconfigChunk;
import io.sctp.engine.path.Path;
import io.sctp.engine.path.PathDefaults;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.PathState;
import io.sctp.engine.receive.AckSchedule;
import io.sctp.engine.receive.Inbound;
import io.sctp.engine.receive.ReceiveInfo;
import io.sctp.engine.send.AbandonedMessages;
import io.sctp.engine.send.Acknowledgement;
import io.sctp.engine.send.BurstLimit;
import io.sctp.engine.send.FailedMessage;
import io.sctp.engine.send.Outbound;
import io.sctp.engine.send.PacketKey;
import io.sctp.engine.send.Policy;
import io.sctp.engine.send.SendResult;
import io.sctp.engine.timer.DeadlineHeap;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/**
 * One association, as its user sees it; the procedures of this package move its state. Belongs to the thread of its
 * engine.
 */
public final class Association extends DeadlineHeap.Entry {
    /** For {@link #send}: deliver without regard to other messages of the stream. */
    public static final int UNORDERED = DataChunk.FLAG_UNORDERED;

    /** For {@link #send}: ask the peer to acknowledge at once (RFC 7053). */
    public static final int SACK_IMMEDIATELY = DataChunk.FLAG_IMMEDIATE;

    /** In the flags for {@link #send}: one more than a key's number, above what DATA itself has. */
    private static final int KEY_SHIFT = 8;

    /** The longest reason of an abort in bytes. */
    public static final int MAX_ABORT_REASON = 512;

    private static final byte[] NO_REASON = {};

    final Context context;
    EngineConfig config;
    final int localPort;
    final int peerPort;
    final PathSet paths = new PathSet();
    final Timers timers = new Timers();
    final Outbound outbound;
    final Acknowledgement acknowledgement;
    final Inbound inbound;
    final AckSchedule acks = new AckSchedule();
    final ControlQueue control;
    final AssociationCounters counters = new AssociationCounters();

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

    /** Null until the first request to change streams. */
    ReconfigState reconfig;

    int reconfigPath;

    /** Null until the first request to change addresses. */
    AsconfState asconf;

    /** Lives from connect until the association is up. */
    Handshake handshake;

    int pendingControl;
    Path controlPath;
    Path ackPath;
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
    Association nextByTag;
    Association nextToSend;
    boolean isListedToSend;
    Association nextWithEvents;
    boolean isListedWithEvents;

    /** What {@link MemoryShares} says of one that holds nothing. */
    static final int UNRANKED = -1;

    // The ranks of those that hold memory run through the associations, too.
    int rank = UNRANKED;
    Association nextOfRank;
    Association previousOfRank;

    /** What {@link MemoryShares} knows of it. */
    int rankedBytes;

    // Those whose user waits for memory.
    Association nextWaiter;
    Association previousWaiter;
    boolean isWaiter;

    byte[] closeInformation = NO_REASON;

    private Object attachment;

    Association(final Context context, final EngineConfig config, final int localPort, final int peerPort) {
        this.context = context;
        this.config = config;
        this.localPort = localPort;
        this.peerPort = peerPort;
        outbound = new Outbound(context.pool, config.sendBufferBytes());
        outbound.scheduler(config.streamScheduler());
        acknowledgement = new Acknowledgement(outbound);
        inbound = new Inbound(
                context.pool, config.receiveWindowBytes(), config.maxMessageBytes(), config.partialDeliveryBytes());
        inbound.partialDelivery(config.partialDeliveryBytes(), config.partsInterleaved());
        control = new ControlQueue(
                context.pool,
                length -> context.shares.allocate(this, length),
                context.config.limits().maxControlChunks());
    }

    /**
     * Chooses the Tie-Tags unless there are some (RFC 9260 section 5.2.2). They are not the tags themselves: a cookie
     * is sent in plain text to whoever asks from the peer's address, and must not show them (section 5.1.3).
     */
    void tie() {
        while (!isTied()) {
            localTieTag = context.random.nextInt();
            peerTieTag = context.random.nextInt();
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

    public AssociationState state() {
        return state;
    }

    /** Returns the parameters in force for this association. */
    public EngineConfig config() {
        return config;
    }

    /**
     * Changes the parameters of this association. What was agreed with the peer when it was set up (streams,
     * addresses) stays as it was, and so do the engine's own limits. Its paths keep their marks
     * ({@link Path#trafficClass(int)}): another one would cost a path its congestion window, even if only for a moment.
     */
    public void configure(final EngineConfig newConfig) {
        final EngineConfig before = config;
        config = newConfig;
        context.expectCookies(newConfig);
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

    /**
     * Sets what the {@code streamScheduler} is to know of a stream: its priority, the smallest first, or its weight.
     *
     * @param value 0 to 65535; 0 until it is set
     */
    public void schedulerValue(final int stream, final int value) {
        outbound.schedulerValue(stream, value);
    }

    public int schedulerValue(final int stream) {
        return outbound.schedulerValue(stream);
    }

    /** Changes how long a path may be idle before it is tried, in nanoseconds; 0 for ever. */
    public void heartbeatInterval(final Path path, final long intervalNs) {
        path.heartbeatIntervalNs(intervalNs);
        context.heartbeats.restart(this, path);
    }

    public int localPort() {
        return localPort;
    }

    public int peerPort() {
        return peerPort;
    }

    public int localTag() {
        return localTag;
    }

    public int peerTag() {
        return peerTag;
    }

    /** Returns the streams towards the peer; those asked for until the peer has answered. */
    public int outboundStreams() {
        return outbound.streamCount();
    }

    /** Returns the streams from the peer; 0 until the association is up. */
    public int inboundStreams() {
        return inbound.streams();
    }

    public int pathCount() {
        return paths.count();
    }

    /** Returns one of the paths; its place among them is not its index once addresses have gone (RFC 5061). */
    public Path path(final int place) {
        return paths.path(place);
    }

    public Path primaryPath() {
        return paths.primary();
    }

    /** Makes a confirmed path the one for new data; returns false if it is not confirmed. */
    public boolean primaryPath(final Path path) {
        if (!path.isConfirmed() || !paths.has(path)) {
            return false;
        }
        paths.primary(path);
        return true;
    }

    /** Says behind which UDP port the peer is at a path's address (RFC 6951). */
    public void udpPort(final Path path, final int port) {
        if (path.udpPort() != port) {
            context.changeUdpPort(this, path, port);
        }
    }

    /** Sends a heartbeat to a path now, idle or not. */
    public void requestHeartbeat(final Path path) {
        context.heartbeats.request(this, path);
    }

    /** Tells the engine that a path carries packets of at most this many bytes; they are not discovered any more. */
    public void maxPacketSize(final Path path, final int bytes) {
        context.mtuDiscovery.discover(this, path, 0);
        path.maxPacketSize(Math.max(EngineConfig.MIN_PACKET_SIZE, bytes));
    }

    /**
     * Has a path's MTU discovered (RFC 8899) instead of fixed.
     *
     * @param raiseNs PMTU_RAISE_TIMER in nanoseconds, as {@code pathMtuRaiseNs}; 0 leaves the path what it carries now
     */
    public void discoverPathMtu(final Path path, final long raiseNs) {
        context.mtuDiscovery.discover(this, path, raiseNs);
    }

    public Object attachment() {
        return attachment;
    }

    /** Keeps an object of the user's with the association. */
    public void attach(final Object object) {
        attachment = object;
    }

    // -- messages ---------------------------------------------------------------------------------------------------

    /**
     * Returns what to add to the flags of {@link #send} for a message that is signed with a key of its own, whichever
     * is active (RFC 6458 section 5.3.8). It shares packets only with messages of the same key.
     *
     * @param key its number, 0 to 65535
     */
    public static int signedWith(final int key) {
        return (key + 1) << KEY_SHIFT;
    }

    /**
     * Copies a message into the send buffer. While the association is being set up by this end, messages wait; the
     * first go with the COOKIE ECHO (RFC 9260 section 5.1).
     *
     * @param source direct memory that holds the message
     * @param flags {@link #UNORDERED}, {@link #SACK_IMMEDIATELY}, {@link #signedWith}, or 0
     * @param ppid payload protocol identifier, in host order; the engine writes it in network order
     * @param messageContext a number of the user's, not sent; it comes back with a message that fails
     */
    public SendResult send(
            final ByteBuffer source,
            final int offset,
            final int length,
            final int stream,
            final int flags,
            final int ppid,
            final int messageContext) {
        return send(source, offset, length, stream, flags, ppid, messageContext, Policy.RELIABLE, 0, null);
    }

    /**
     * Copies a message into the send buffer that is worth sending only for so long, or goes to a path of its own.
     *
     * <p>A message that is given up (RFC 3758, RFC 7496) comes back as a failed one. A peer without FORWARD TSN
     * ({@link #isPartiallyReliable}) gets whatever was sent once; only messages not sent yet are given up then.
     *
     * <p>A message with a destination is first sent there (SCTP_ADDR_OVER of RFC 6458 section 5.3.4) if that path is
     * active then, and else where all are. Sent again it goes wherever lost data goes. It keeps its place in the queue:
     * those behind it wait until its path has room. While the association is being set up there is no choice, and the
     * destination is not followed.
     *
     * @param policyValue its lifetime in nanoseconds, the number of retransmissions (up to 254), or its priority (a
     *     lower number matters more)
     * @param destination one of this association's paths, or null for the usual one
     */
    public SendResult send(
            final ByteBuffer source,
            final int offset,
            final int length,
            final int stream,
            final int flags,
            final int ppid,
            final int messageContext,
            final Policy policy,
            final long policyValue,
            final Path destination) {
        if (state != AssociationState.ESTABLISHED && !state.isHandshake()) {
            return SendResult.NOT_ESTABLISHED;
        }
        final int key = (flags >>> KEY_SHIFT) - 1;
        if (key != PacketKey.ACTIVE && (!isAuthenticated() || !auth.signsWith(key))) {
            return SendResult.NO_SUCH_KEY;
        }
        final Path path = state == AssociationState.ESTABLISHED && destination != null && paths.has(destination)
                ? destination
                : null;
        final long value = policy == Policy.LIFETIME ? Policy.expiryNs(context.nowNs, policyValue) : policyValue;
        final int order = flags & (UNORDERED | SACK_IMMEDIATELY);
        SendResult result = outbound.enqueue(
                source, offset, length, stream, order, ppid, messageContext, policy, value, paths, path, key);
        boolean isStarved = outbound.takeStarved();
        if (isStarved && context.shares.makeRoomToSend(this)) {
            if (state == AssociationState.CLOSED) {
                return SendResult.NOT_ESTABLISHED;
            }
            result = outbound.enqueue(
                    source, offset, length, stream, order, ppid, messageContext, policy, value, paths, path, key);
            isStarved = outbound.takeStarved();
        }
        if (isStarved) {
            context.waiters.add(this);
        }
        if (policy != Policy.RELIABLE) {
            reportFailed();
        }
        if (result == SendResult.QUEUED) {
            outboundIdle = false;
            bursts.onMessage(config.maxBurst());
            context.wantsToSend(this);
        }
        return result;
    }

    /**
     * Copies the next message out, or as much of it as {@code capacity} holds; the rest stays for the next call.
     *
     * @return the bytes copied, or -1 if no message is ready
     */
    public int receive(final ByteBuffer destination, final int offset, final int capacity, final ReceiveInfo info) {
        final int length = inbound.receive(destination, offset, capacity, info);
        context.shares.update(this);
        if (length >= 0
                && state.acceptsData()
                && inbound.isWindowUpdateDue(paths.primary().maxPacketSize())) {
            acks.demand();
            context.wantsToSend(this);
        }
        return length;
    }

    /** Returns the length of the next message that is ready, or -1. */
    public int nextMessageLength() {
        return inbound.nextMessageLength();
    }

    /** Returns the payload protocol identifier of the next message that is ready, or 0. */
    public int nextMessagePpid() {
        return inbound.nextMessagePpid();
    }

    /** Returns the stream of the next message that is ready, or 0. */
    public int nextMessageStream() {
        return inbound.nextMessageStream();
    }

    /** Returns what this association has sent and received. */
    public AssociationCounters counters() {
        counters.orderedChunksSent = outbound.orderedChunksSent();
        counters.unorderedChunksSent = outbound.unorderedChunksSent();
        counters.retransmittedChunks = outbound.retransmission().retransmittedChunks();
        counters.missingReports = outbound.retransmission().missingReports();
        return counters;
    }

    /** Returns the number of messages ready to be received. */
    public int readyMessages() {
        return inbound.readyMessages();
    }

    /** Returns how many messages, and parts of messages, the user has received; it wraps around. */
    public int messagesReceived() {
        return inbound.messagesReceived();
    }

    /**
     * Returns what {@link #messagesReceived} is once everything is received that came before the peer's last restart.
     */
    public int messagesBeforeRestart() {
        return inbound.messagesBeforeStart();
    }

    /** Returns how many DATA chunks are missing: later ones have come already. */
    public int missingChunks() {
        return inbound.tracker().missing();
    }

    /** Returns the bytes queued or unacknowledged; a message counts at least 64. */
    public int bufferedBytes() {
        return outbound.bufferedBytes();
    }

    /** Returns the bytes received and held; a chunk counts at least 64. */
    public int heldBytes() {
        return inbound.heldBytes();
    }

    /** Says whether messages already sent may be given up: both ends know FORWARD TSN (RFC 3758). */
    public boolean isPartiallyReliable() {
        return outbound.abandonment().isEnabled();
    }

    /** Says whether messages are sent and received as I-DATA: both ends know RFC 8260. */
    public boolean isInterleaved() {
        return (peerExtensions & Extensions.I_DATA) != 0;
    }

    /** Returns how many messages were given up. */
    public AbandonedMessages abandonedMessages() {
        return outbound.abandonment().total();
    }

    /** Returns how many messages of a stream were given up; null for none. */
    public AbandonedMessages abandonedMessages(final int stream) {
        return outbound.abandonment().ofStream(stream);
    }

    /** Returns the chunks sent and not acknowledged yet, in a gap block either. */
    public int unacknowledgedChunks() {
        return outbound.unacknowledgedChunks();
    }

    /** Returns the chunks sent and not acknowledged cumulatively; those of gap blocks and those given up count, too. */
    public int outstandingChunks() {
        return outbound.outstandingChunks();
    }

    /** Returns the TSN that the next new chunk will get. */
    public int nextTsn() {
        return outbound.nextTsn();
    }

    /** Returns the most bytes of a message that go in one chunk, on the paths and with the extensions there are now. */
    public int fragmentationPoint() {
        return Transmission.maxPayload(this);
    }

    /** Returns the peer's window as this end reckons it, in bytes. */
    public long peerWindow() {
        return outbound.peerWindow();
    }

    // -- streams ----------------------------------------------------------------------------------------------------

    /** Says whether streams can be changed: both ends know RFC 6525. */
    public boolean isReconfigurable() {
        return (peerExtensions & Extensions.RECONFIG) != 0;
    }

    /**
     * Begins to reset streams towards the peer: their sequence numbers start over at 0. Messages sent before go first;
     * until the peer has answered, sends on these streams would block. The outcome comes as
     * {@link EngineHandler#onStreamReset}.
     *
     * @param streams none means all
     */
    public ReconfigRequest resetOutgoingStreams(final int... streams) {
        return context.reconfigRequests.reset(this, ReconfigChunk.OUTGOING_RESET, streams);
    }

    /** Asks the peer to reset streams towards this end; as above. */
    public ReconfigRequest resetIncomingStreams(final int... streams) {
        return context.reconfigRequests.reset(this, ReconfigChunk.INCOMING_RESET, streams);
    }

    /**
     * Begins to reset everything that counts: TSNs and the sequence numbers of all streams, both ways, once all data
     * was acknowledged. The outcome comes as {@link EngineHandler#onAssociationReset}; until then sends would block.
     */
    public ReconfigRequest resetAssociation() {
        return context.reconfigRequests.resetAssociation(this);
    }

    /** Asks for more streams towards the peer; the outcome comes as {@link EngineHandler#onStreamsAdded}. */
    public ReconfigRequest addOutgoingStreams(final int count) {
        return context.reconfigRequests.add(this, ReconfigChunk.ADD_OUTGOING, count);
    }

    /** Asks for more streams from the peer, {@code maxInboundStreams} at most; as above. */
    public ReconfigRequest addIncomingStreams(final int count) {
        return context.reconfigRequests.add(this, ReconfigChunk.ADD_INCOMING, count);
    }

    // -- addresses (RFC 5061) ---------------------------------------------------------------------------------------

    /** Says whether addresses can change: both ends know RFC 5061, and sign what they say of it. */
    public boolean isAddressReconfigurable() {
        return (peerExtensions & Extensions.ASCONF) != 0 && isAuthenticated() && auth.signsAsconf();
    }

    /**
     * Begins to change the addresses of this end, which must be listed: in its {@link EngineConfig#localAddresses}, or
     * by {@link #listAddress}. One change after the other, in the order in which they were begun; the outcome comes as
     * {@link EngineHandler#onAddressChange}.
     *
     * @param localId the driver's number for the address
     */
    public AddressRequest changeAddress(final AddressChange change, final IpAddress address, final int localId) {
        return context.asconfRequests.begin(this, change, address, localId);
    }

    /**
     * Lists the address that packets leave from, by which alone the peer knows this end that listed none, so that
     * others can join it. Changes nothing if any is listed.
     *
     * @param localId the driver's number for the address
     */
    public void listAddress(final IpAddress address, final int localId) {
        AsconfRequests.listFirst(this, address, localId);
    }

    AsconfState asconf() {
        if (asconf == null) {
            asconf = new AsconfState(localInitialTsn, peerInitialTsn);
        }
        return asconf;
    }

    // -- keys (RFC 4895) --------------------------------------------------------------------------------------------

    /** Says whether both ends offer authentication. */
    public boolean isAuthenticated() {
        return auth != null && auth.isNegotiated();
    }

    /** Returns what the user may do with the shared keys of this association. */
    public AuthKeys authKeys() {
        return new AuthKeys(this);
    }

    // -- the end ----------------------------------------------------------------------------------------------------

    /** Ends the association once everything sent was acknowledged (RFC 9260 section 9.2). */
    public void shutdown() {
        context.shutdowns.begin(this);
    }

    /** Ends the association at once, telling the peer (section 9.1). */
    public void abort() {
        abort(NO_REASON);
    }

    /**
     * Ends the association at once, telling the peer why (section 3.3.10.12).
     *
     * @param reason at most {@link #MAX_ABORT_REASON} bytes
     */
    public void abort(final byte[] reason) {
        if (reason.length > MAX_ABORT_REASON) {
            throw new IllegalArgumentException(
                    "a reason of " + reason.length + " bytes is longer than " + MAX_ABORT_REASON);
        }
        context.aborts.abortByUser(this, reason);
    }

    /** Returns what the peer said with its ABORT: the reason of a user-initiated one; never null. */
    public byte[] closeInformation() {
        return closeInformation;
    }

    /** Returns why the association is over, or null while it is not. */
    public CloseReason closeReason() {
        return closeReason;
    }

    /** Returns the error cause with which it ended, or {@link CauseCode#NONE}. */
    public int closeCause() {
        return closeCause;
    }

    /** Leaves the engine: no timer runs, no packet finds it. What was received stays until it is released. */
    void close(final CloseReason reason, final int causeCode) {
        if (state == AssociationState.CLOSED && closeReason != null) {
            return;
        }
        state = AssociationState.CLOSED;
        context.reconfigRequests.abandon(this);
        context.asconfRequests.abandon(this);
        closeReason = reason;
        closeCause = causeCode;
        endHandshake();
        pendingControl = 0;
        timers.cancelAll();
        context.waiters.remove(this);
        control.clear();
        context.remove(this);
        context.endings.begin(this);
    }

    /** All that was not acknowledged has been given up. */
    void onEnded() {
        if (isEndTold) {
            return;
        }
        isEndTold = true;
        reportFailed();
        context.shares.update(this);
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
            context.aborts.abort(this, CloseReason.INTERNAL_ERROR, CauseCode.OUT_OF_RESOURCE, NO_REASON);
        } finally {
            state = AssociationState.CLOSED;
            if (closeReason == null) {
                closeReason = CloseReason.INTERNAL_ERROR;
                closeCause = CauseCode.OUT_OF_RESOURCE;
            }
            pendingControl = 0;
            context.waiters.remove(this);
            context.remove(this);
            raise(Events.CLOSED);
        }
    }

    /** Frees what a closed association still holds. Returns false if it is not closed. */
    boolean release() {
        if (state != AssociationState.CLOSED || released) {
            return false;
        }
        released = true;
        context.shares.remove(this);
        context.endings.drop(this);
        return true;
    }

    boolean isReleased() {
        return released;
    }

    // -- for the procedures -----------------------------------------------------------------------------------------

    /** See {@link ReconfigState#isAssociationResetSent}. */
    boolean isAssociationResetSent() {
        return reconfig != null && reconfig.isAssociationResetSent();
    }

    ReconfigState reconfig() {
        if (reconfig == null) {
            reconfig = new ReconfigState(localInitialTsn, peerInitialTsn);
        }
        return reconfig;
    }

    void raise(final int event) {
        pendingEvents |= event;
        context.hasEvents(this);
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
    Path addPath(final long high, final long low, final int udpPort, final int localId, final PathState pathState) {
        final PathDefaults defaults = PathSettings.of(config);
        final Path path = new Path(paths.freeIndex(), high, low, udpPort, localId, defaults, pathState);
        context.mtuDiscovery.prepare(this, path);
        paths.add(path);
        return path;
    }

    void endHandshake() {
        // A timer may have wanted one of these sent again.
        pendingControl &= ~(Control.INIT | Control.COOKIE_ECHO);
        if (handshake != null) {
            handshake.clear(context.pool);
            handshake = null;
        }
    }

    void restartAutoclose() {
        if (config.autocloseNs() > 0) {
            timers.arm(Timers.AUTOCLOSE, context.nowNs + config.autocloseNs());
        }
    }

    @Override
    public String toString() {
        return "Association[" + localPort + "-" + peerPort + " " + state + "]";
    }
}
