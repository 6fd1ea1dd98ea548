package io.sctp.engine;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import java.nio.ByteBuffer;

/**
 * One association, as its user sees it. Belongs to the thread of its engine; {@link SctpEngine#advanceTo} before any of
 * these methods is called.
 */
public interface Association {
    /** The longest reason of an abort in bytes. */
    int MAX_ABORT_REASON = 512;

    AssociationState state();

    /** Returns the parameters in force for this association. */
    AssociationConfig config();

    /**
     * Changes the parameters of this association. What was agreed with the peer when it was set up (streams,
     * addresses) stays as it was, and so do the engine's own limits. Its paths keep their marks
     * ({@link Path#trafficClass(int)}): another one would cost a path its congestion window, even if only for a moment.
     */
    void configure(AssociationConfig newConfig);

    /**
     * Sets what the {@code streamScheduler} is to know of a stream: its priority, the smallest first, or its weight.
     *
     * @param value 0 to 65535; 0 until it is set
     */
    void schedulerValue(int stream, int value);

    int schedulerValue(int stream);

    /** Changes how long a path may be idle before it is tried, in nanoseconds; 0 for ever. */
    void heartbeatInterval(Path path, long intervalNs);

    int localPort();

    int peerPort();

    int localTag();

    int peerTag();

    /** Returns the streams towards the peer; those asked for until the peer has answered. */
    int outboundStreams();

    /** Returns the streams from the peer; 0 until the association is up. */
    int inboundStreams();

    int pathCount();

    /** Returns one of the paths; its place among them is not its index once addresses have gone (RFC 5061). */
    Path path(int place);

    Path primaryPath();

    /** Makes a confirmed path the one for new data; returns false if it is not confirmed. */
    boolean primaryPath(Path path);

    /** Says behind which UDP port the peer is at a path's address (RFC 6951). */
    void udpPort(Path path, int port);

    /**
     * Uses a path from another local address of this end; its congestion control begins anew (RFC 9260 section 7.2.5.2).
     *
     * @param localId the driver's number for that address
     */
    void localId(Path path, int localId);

    /** Sends a heartbeat to a path now, idle or not. */
    void requestHeartbeat(Path path);

    /** Tells the engine that a path carries packets of at most this many bytes; they are not discovered any more. */
    void maxPacketSize(Path path, int bytes);

    /**
     * Has a path's MTU discovered (RFC 8899) instead of fixed.
     *
     * @param raiseNs PMTU_RAISE_TIMER in nanoseconds, as {@code pathMtuRaiseNs}; 0 leaves the path what it carries now
     */
    void discoverPathMtu(Path path, long raiseNs);

    Object attachment();

    /** Keeps an object of the user's with the association. */
    void attach(Object object);

    /**
     * Copies a message into the send buffer. While the association is being set up by this end, messages wait; the
     * first go with the COOKIE ECHO (RFC 9260 section 5.1).
     *
     * @param source direct memory that holds the message
     */
    SendResult send(ByteBuffer source, int offset, int length, SendOptions options);

    /**
     * Copies the next message out, or as much of it as {@code capacity} holds; the rest stays for the next call.
     *
     * @return the bytes copied, or -1 if no message is ready
     */
    int receive(ByteBuffer destination, int offset, int capacity, ReceiveInfo info);

    /** Returns the length of the next message that is ready, or -1. */
    int nextMessageLength();

    /** Returns the payload protocol identifier of the next message that is ready, or 0. */
    int nextMessagePpid();

    /** Returns the stream of the next message that is ready, or 0. */
    int nextMessageStream();

    /** Returns what this association has sent and received. */
    AssociationCounters counters();

    /** Returns the number of messages ready to be received. */
    int readyMessages();

    /** Returns how many messages, and parts of messages, the user has received; it wraps around. */
    int messagesReceived();

    /**
     * Returns what {@link #messagesReceived} is once everything is received that came before the peer's last restart.
     */
    int messagesBeforeRestart();

    /** Returns how many DATA chunks are missing: later ones have come already. */
    int missingChunks();

    /** Returns the bytes queued or unacknowledged; a message counts at least 64. */
    int bufferedBytes();

    /** Returns the bytes received and held; a chunk counts at least 64. */
    int heldBytes();

    /** Says whether messages already sent may be given up: both ends know FORWARD TSN (RFC 3758). */
    boolean isPartiallyReliable();

    /** Says whether messages are sent and received as I-DATA: both ends know RFC 8260. */
    boolean isInterleaved();

    /** Returns how many messages were given up. */
    AbandonedMessages abandonedMessages();

    /** Returns how many messages of a stream were given up; null for none. */
    AbandonedMessages abandonedMessages(int stream);

    /** Returns the chunks sent and not acknowledged yet, in a gap block either. */
    int unacknowledgedChunks();

    /** Returns the chunks sent and not acknowledged cumulatively; those of gap blocks and those given up count, too. */
    int outstandingChunks();

    /** Returns the TSN that the next new chunk will get. */
    int nextTsn();

    /** Returns the most bytes of a message that go in one chunk, on the paths and with the extensions there are now. */
    int fragmentationPoint();

    /** Returns the peer's window as this end reckons it, in bytes. */
    long peerWindow();

    /** Says whether streams can be changed: both ends know RFC 6525. */
    boolean isReconfigurable();

    /**
     * Begins to reset streams towards the peer: their sequence numbers start over at 0. Messages sent before go first;
     * until the peer has answered, sends on these streams would block. The outcome comes as
     * {@link EngineHandler#onStreamReset}.
     *
     * @param streams none means all
     */
    ReconfigRequest resetOutgoingStreams(int... streams);

    /** Asks the peer to reset streams towards this end; as above. */
    ReconfigRequest resetIncomingStreams(int... streams);

    /**
     * Begins to reset everything that counts: TSNs and the sequence numbers of all streams, both ways, once all data
     * was acknowledged. The outcome comes as {@link EngineHandler#onAssociationReset}; until then sends would block.
     */
    ReconfigRequest resetAssociation();

    /** Asks for more streams towards the peer; the outcome comes as {@link EngineHandler#onStreamsAdded}. */
    ReconfigRequest addOutgoingStreams(int count);

    /** Asks for more streams from the peer, {@code maxInboundStreams} at most; as above. */
    ReconfigRequest addIncomingStreams(int count);

    /** Says whether addresses can change: both ends know RFC 5061, and sign what they say of it. */
    boolean isAddressReconfigurable();

    /**
     * Begins to change the addresses of this end, which must be listed: in its {@link AssociationConfig#localAddresses}, or
     * by {@link #listAddress}. One change after the other, in the order in which they were begun; the outcome comes as
     * {@link EngineHandler#onAddressChange}.
     *
     * @param localId the driver's number for the address
     */
    AddressRequest changeAddress(AddressChange change, IpAddress address, int localId);

    /**
     * Lists the address that packets leave from, by which alone the peer knows this end that listed none, so that
     * others can join it. Changes nothing if any is listed.
     *
     * @param localId the driver's number for the address
     */
    void listAddress(IpAddress address, int localId);

    /** Says whether both ends offer authentication. */
    boolean isAuthenticated();

    /** Returns what the user may do with the shared keys of this association. */
    AuthKeys authKeys();

    /** Ends the association once everything sent was acknowledged (RFC 9260 section 9.2). */
    void shutdown();

    /** Ends the association at once, telling the peer (section 9.1). */
    void abort();

    /**
     * Ends the association at once, telling the peer why (section 3.3.10.12).
     *
     * @param reason at most {@link #MAX_ABORT_REASON} bytes
     */
    void abort(byte[] reason);

    /** Returns what the peer said with its ABORT: the reason of a user-initiated one; never null. */
    byte[] closeInformation();

    /** Returns why the association is over, or null while it is not. */
    CloseReason closeReason();

    /** Returns the error cause with which it ended, or {@link CauseCode#NONE}. */
    int closeCause();
}
