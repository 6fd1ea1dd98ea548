package io.sctp.engine;

import io.sctp.engine.config.IpAddress;

/**
 * Receives the events of associations, from {@code SctpEngine.pollEvents} only. Events of one association that are
 * pending together are delivered in the order of the methods below, each kind once, except failed messages and paths.
 * Events without an implemented method are discarded.
 */
public interface EngineHandler {
    /** The association is up; either end may have set it up. */
    default void onEstablished(final Association association) {}

    /** The peer restarted (RFC 9260 section 5.2): unacknowledged data is lost, and sequence numbers restart. */
    default void onRestarted(final Association association) {}

    /**
     * A message will not be delivered and is handed back, if {@code reportFailedMessages} is set (RFC 6458 section
     * 6.1.11). Called once per message, before {@link #onClosed}. The message is freed when the call returns.
     */
    default void onSendFailed(final Association association, final FailedMessage message) {}

    /** The peer added an address (RFC 5061); its path is not confirmed yet. */
    default void onPathAdded(final Association association, final Path path) {}

    /** The peer removed an address (RFC 5061); its path is gone. */
    default void onPathRemoved(final Association association, final Path path) {}

    /**
     * A change started by {@link Association#changeAddress} is finished.
     *
     * @param done whether the peer accepted it
     */
    default void onAddressChange(
            final Association association, final AddressChange change, final IpAddress address, final boolean done) {}

    /** A path changed its state, or a new association has one more path. */
    default void onPathChange(final Association association, final Path path) {}

    /**
     * Another path is the primary path: the previous one failed (RFC 7829 section 5) or was removed, or the peer
     * requested it (RFC 5061 section 5.4).
     */
    default void onPrimaryPathChange(final Association association, final Path primary) {}

    /**
     * An authentication event (RFC 4895, RFC 6458 section 6.1.8).
     *
     * @param key the number of the key, 0 for {@link AuthEvent#NO_AUTH}
     */
    default void onAuthentication(final Association association, final AuthEvent event, final int key) {}

    /** The peer's adaptation layer indication, at set-up or restart (RFC 5061 section 4.2.6). */
    default void onAdaptationIndication(final Association association, final int indication) {}

    /**
     * A reset of streams of one direction has finished (RFC 6525 section 6.1.1). If it was done, their sequence numbers
     * restart at 0. Messages that wait to be received may be older than the reset.
     *
     * @param incoming whether they are streams from the peer
     * @param streams the streams; none means all of the direction
     */
    default void onStreamReset(
            final Association association,
            final boolean incoming,
            final ReconfigOutcome outcome,
            final int[] streams) {}

    /**
     * A reset of all TSNs and stream sequence numbers has finished (RFC 6525 section 6.1.2).
     *
     * @param localTsn the next TSN of this end
     * @param peerTsn the next TSN of the peer
     */
    default void onAssociationReset(
            final Association association, final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {}

    /**
     * A request for more streams has finished (RFC 6525 section 6.1.3).
     *
     * @param inbound number of streams from the peer, added or refused
     * @param outbound number of streams to the peer, added or refused
     */
    default void onStreamsAdded(
            final Association association, final ReconfigOutcome outcome, final int inbound, final int outbound) {}

    /** Messages can be received with {@link Association#receive}. */
    default void onReadable(final Association association) {}

    /** A send that returned WOULD_BLOCK would now succeed. */
    default void onWritable(final Association association) {}

    /** The peer reported an error that does not end the association. */
    default void onPeerError(final Association association, final int causeCode) {}

    /** The peer is shutting down: it sends no more and accepts no new messages. */
    default void onPeerShutdown(final Association association) {}

    /** All sent data is acknowledged: the sender is dry (RFC 6458 section 6.1.9). */
    default void onDrained(final Association association) {}

    /** The association is closed. Received messages stay readable until it is released. */
    default void onClosed(final Association association, final CloseReason reason, final int causeCode) {}
}
