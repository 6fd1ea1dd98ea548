package io.sctp.engine;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import java.nio.ByteBuffer;

/**
 * One association, as its user sees it. It belongs to the thread of its engine. Call {@link SctpEngine#advanceTo}
 * before these methods.
 */
public interface Association {
    /** Maximum length of an abort reason in bytes. */
    int MAX_ABORT_REASON = 512;

    AssociationState state();

    /** Returns the parameters of this association. */
    AssociationConfig config();

    /**
     * Changes the parameters of this association. Values negotiated at set-up (streams, addresses) do not change, nor
     * do the engine's limits. The traffic class of paths ({@link Path#trafficClass(int)}) does not change either,
     * because that would reset their congestion windows.
     */
    void configure(AssociationConfig newConfig);

    /**
     * Sets a stream's value for the {@code streamScheduler}: its priority (the smallest first) or its weight.
     *
     * @param value 0 to 65535; initially 0
     */
    void schedulerValue(int stream, int value);

    int schedulerValue(int stream);

    /** Sets the heartbeat interval of a path, in nanoseconds; 0 sends none. */
    void heartbeatInterval(Path path, long intervalNs);

    int localPort();

    int peerPort();

    int localTag();

    int peerTag();

    /** Returns the number of streams to the peer; until the peer has answered, the number requested. */
    int outboundStreams();

    /** Returns the number of streams from the peer; 0 until the association is up. */
    int inboundStreams();

    int pathCount();

    /**
     * Returns one of the paths, by its position from 0. The position differs from {@link Path#index} once addresses
     * have been removed (RFC 5061).
     */
    Path path(int place);

    Path primaryPath();

    /** Makes a confirmed path the primary path; returns false if the path is not confirmed. */
    boolean primaryPath(Path path);

    /** Sets the peer's UDP port for a path (RFC 6951). */
    void udpPort(Path path, int port);

    /**
     * Sets the local address of a path. Its congestion control restarts (RFC 9260 section 7.2.5.2).
     *
     * @param localId the driver's number of the local address
     */
    void localId(Path path, int localId);

    /** Sends a heartbeat on a path now. */
    void requestHeartbeat(Path path);

    /** Fixes the maximum packet size of a path, in bytes, and stops its MTU discovery. */
    void maxPacketSize(Path path, int bytes);

    /**
     * Starts MTU discovery on a path (RFC 8899).
     *
     * @param raiseNs PMTU_RAISE_TIMER in nanoseconds, as {@code pathMtuRaiseNs}; 0 stops discovery and keeps the
     *     current size
     */
    void discoverPathMtu(Path path, long raiseNs);

    Object attachment();

    /** Attaches an object of the user to the association. */
    void attach(Object object);

    /**
     * Copies a message into the send buffer. While this end sets the association up, messages are queued; the first are
     * sent with the COOKIE ECHO (RFC 9260 section 5.1).
     *
     * @param source direct memory that holds the message
     */
    SendResult send(ByteBuffer source, int offset, int length, SendOptions options);

    /**
     * Copies the next message, or up to {@code capacity} bytes of it; the next call continues it.
     *
     * @return the number of bytes copied, or -1 if no message is ready
     */
    int receive(ByteBuffer destination, int offset, int capacity, ReceiveInfo info);

    /** Returns the length of the next ready message in bytes, or -1 if there is none. */
    int nextMessageLength();

    /** Returns the payload protocol identifier of the next ready message, or 0 if there is none. */
    int nextMessagePpid();

    /** Returns the stream of the next ready message, or 0 if there is none. */
    int nextMessageStream();

    /** Returns the counters of this association. */
    AssociationCounters counters();

    /** Returns the number of messages ready to be received. */
    int readyMessages();

    /** Returns the number of messages, and parts of messages, that the user has received; it wraps around. */
    int messagesReceived();

    /**
     * Returns the value {@link #messagesReceived} has once every message from before the peer's last restart is
     * received.
     */
    int messagesBeforeRestart();

    /** Returns the number of DATA chunks missing below the highest TSN received. */
    int missingChunks();

    /** Returns how many bytes may be queued or unacknowledged now; it grows where the configuration lets it. */
    int sendBufferBytes();

    /** Returns how large the receive window is now when nothing is unread; it grows where the configuration lets it. */
    int receiveWindowBytes();

    /** Returns the number of bytes queued or unacknowledged; each message counts at least 64. */
    int bufferedBytes();

    /** Returns the number of received bytes held; each chunk counts at least 64. */
    int heldBytes();

    /** Whether messages that were already sent can be abandoned: both ends support FORWARD TSN (RFC 3758). */
    boolean isPartiallyReliable();

    /** Whether messages are sent and received as I-DATA: both ends support RFC 8260. */
    boolean isInterleaved();

    /** Returns the numbers of abandoned messages. */
    AbandonedMessages abandonedMessages();

    /** Returns the numbers of abandoned messages of a stream; null if none. */
    AbandonedMessages abandonedMessages(int stream);

    /** Returns the number of chunks sent and not acknowledged, neither cumulatively nor in a gap block. */
    int unacknowledgedChunks();

    /**
     * Returns the number of chunks sent and not cumulatively acknowledged, including those in gap blocks and abandoned
     * ones.
     */
    int outstandingChunks();

    /** Returns the TSN of the next new chunk. */
    int nextTsn();

    /** Returns the maximum number of message bytes in one chunk, with the current paths and extensions. */
    int fragmentationPoint();

    /** Returns the peer's receive window as this end computes it, in bytes (RFC 9260 section 6.2.1). */
    long peerWindow();

    /** Whether streams can be re-configured: both ends support RFC 6525. */
    boolean isReconfigurable();

    /**
     * Starts a reset of streams to the peer: their sequence numbers restart at 0. Messages sent before are delivered
     * first. Until the peer has answered, sends on these streams return WOULD_BLOCK. {@link
     * EngineHandler#onStreamReset} reports the outcome.
     *
     * @param streams the streams; none means all
     */
    ReconfigRequest resetOutgoingStreams(int... streams);

    /**
     * Requests that the peer reset its streams to this end. {@link EngineHandler#onStreamReset} reports the outcome.
     *
     * @param streams the streams; none means all
     */
    ReconfigRequest resetIncomingStreams(int... streams);

    /**
     * Starts a reset of the TSNs and of the sequence numbers of all streams, in both directions, once all data is
     * acknowledged. Until then, sends return WOULD_BLOCK. {@link EngineHandler#onAssociationReset} reports the outcome.
     */
    ReconfigRequest resetAssociation();

    /** Requests more streams to the peer. {@link EngineHandler#onStreamsAdded} reports the outcome. */
    ReconfigRequest addOutgoingStreams(int count);

    /**
     * Requests more streams from the peer, up to {@code maxInboundStreams}. {@link EngineHandler#onStreamsAdded}
     * reports the outcome.
     */
    ReconfigRequest addIncomingStreams(int count);

    /** Whether addresses can change: both ends support RFC 5061 and authenticate ASCONF chunks. */
    boolean isAddressReconfigurable();

    /**
     * Starts a change of this end's addresses, which must be listed in {@link AssociationConfig#localAddresses} or by
     * {@link #listAddress}. Changes are done one after the other. {@link EngineHandler#onAddressChange} reports the
     * outcome.
     *
     * @param localId the driver's number of the address
     */
    AddressRequest changeAddress(AddressChange change, IpAddress address, int localId);

    /**
     * Lists the address that packets leave from, if this end has listed none. The peer knows that address only; once it
     * is listed, others can be added. Does nothing if addresses are listed.
     *
     * @param localId the driver's number of the address
     */
    void listAddress(IpAddress address, int localId);

    /** Whether both ends support authentication (RFC 4895). */
    boolean isAuthenticated();

    /** Returns the shared keys of this association. */
    AuthKeys authKeys();

    /** Shuts the association down once all data is acknowledged (RFC 9260 section 9.2). */
    void shutdown();

    /** Ends the association at once with an ABORT (RFC 9260 section 9.1). */
    void abort();

    /**
     * Ends the association at once with an ABORT that carries a reason (RFC 9260 section 3.3.10.12).
     *
     * @param reason at most {@link #MAX_ABORT_REASON} bytes
     */
    void abort(byte[] reason);

    /** Returns the reason in the peer's user-initiated ABORT; empty if there is none, never null. */
    byte[] closeInformation();

    /** Returns why the association is closed, or null if it is not. */
    CloseReason closeReason();

    /** Returns the error cause with which it was closed, or {@link CauseCode#NONE}. */
    int closeCause();
}
