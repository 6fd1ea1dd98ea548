package io.sctp.engine.association;

import io.sctp.engine.AddressChange;
import io.sctp.engine.AddressRequest;
import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.Path;
import io.sctp.engine.Policy;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.ReconfigRequest;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.AbandonedCounts;
import java.nio.ByteBuffer;

/** The user's operations on an association; its state is in {@link Tcb}. */
final class UserAssociation extends Tcb {
    private Object attachment;

    UserAssociation(
            final EngineState engine,
            final Procedures procedures,
            final AssociationConfig config,
            final int localPort,
            final int peerPort) {
        super(engine, procedures, config, localPort, peerPort);
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
        if (before.sendBufferBytes() != newConfig.sendBufferBytes() || newConfig.maxSendBufferBytes() == 0) {
            outbound.buffer().limit(newConfig.sendBufferBytes());
        }
        outbound.scheduler(newConfig.streamScheduler());
        if (before.receiveWindowBytes() != newConfig.receiveWindowBytes() || newConfig.maxReceiveWindowBytes() == 0) {
            inbound.windowLimit(newConfig.receiveWindowBytes());
        }
        final int readyBefore = inbound.readyMessages();
        inbound.partialDelivery(newConfig.partialDeliveryBytes(), newConfig.partsInterleaved());
        if (inbound.readyMessages() > readyBefore) {
            // Other messages had waited behind one that was partially delivered.
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

    @Override
    public int sendBufferBytes() {
        return outbound.buffer().limit();
    }

    @Override
    public int receiveWindowBytes() {
        return inbound.windowLimit();
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
        procedures.bufferSizes.onRead(this, length);
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
        return DataWriter.maxPayload(this);
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
        return streams().resetOutgoing(this, streams);
    }

    @Override
    public ReconfigRequest resetIncomingStreams(final int... streams) {
        return streams().resetIncoming(this, streams);
    }

    @Override
    public ReconfigRequest resetAssociation() {
        return streams().resetAssociation(this);
    }

    @Override
    public ReconfigRequest addOutgoingStreams(final int count) {
        return streams().addOutgoing(this, count);
    }

    @Override
    public ReconfigRequest addIncomingStreams(final int count) {
        return streams().addIncoming(this, count);
    }

    private StreamRequests streams() {
        return procedures.extensions.find(StreamRequests.class);
    }

    // -- addresses (RFC 5061) ---------------------------------------------------------------------------------------

    @Override
    public boolean isAddressReconfigurable() {
        return (peerExtensions & Extensions.ASCONF) != 0 && isAuthenticated() && auth.signsAsconf();
    }

    @Override
    public AddressRequest changeAddress(final AddressChange change, final IpAddress address, final int localId) {
        return addresses().begin(this, change, address, localId);
    }

    @Override
    public void listAddress(final IpAddress address, final int localId) {
        addresses().listFirst(this, address, localId);
    }

    private AddressRequests addresses() {
        return procedures.extensions.find(AddressRequests.class);
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
}
