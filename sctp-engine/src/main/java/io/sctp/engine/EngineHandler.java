package io.sctp.engine;

import io.sctp.engine.config.IpAddress;

/**
 * Hears what happened to associations; called from {@code SctpEngine.pollEvents} only. Events of one association that
 * wait together arrive in the order of the methods below, each kind once (but for failed messages and paths). What a
 * user has no method for is not told.
 */
public interface EngineHandler {
    /** The association is up, opened by either end. */
    default void onEstablished(final Association association) {}

    /** The peer began anew (RFC 9260 section 5.2): what was not acknowledged is lost, sequence numbers start over. */
    default void onRestarted(final Association association) {}

    /**
     * A message will not be delivered and is handed back, if {@code reportFailedMessages} is set (RFC 6458 section
     * 6.1.11); called once for each, before {@link #onClosed}. It is freed when the call returns.
     */
    default void onSendFailed(final Association association, final FailedMessage message) {}

    /** The peer has one more address (RFC 5061); its path is not confirmed yet. */
    default void onPathAdded(final Association association, final Path path) {}

    /** The peer gave an address up (RFC 5061); the association has the path no more. */
    default void onPathRemoved(final Association association, final Path path) {}

    /**
     * What {@link Association#changeAddress} began is done, or will not be.
     *
     * @param done whether the peer has agreed
     */
    default void onAddressChange(
            final Association association, final AddressChange change, final IpAddress address, final boolean done) {}

    /** A path changed its state, or an association that was just set up has one more. */
    default void onPathChange(final Association association, final Path path) {}

    /**
     * Another path is the primary one: the one that was has failed (RFC 7829 section 5) or is gone, or the peer wished
     * it (RFC 5061 section 5.4).
     */
    default void onPrimaryPathChange(final Association association, final Path primary) {}

    /**
     * Something about authentication (RFC 4895; RFC 6458 section 6.1.8).
     *
     * @param key the number of the key in question, 0 for {@link AuthEvent#NO_AUTH}
     */
    default void onAuthentication(final Association association, final AuthEvent event, final int key) {}

    /** The peer named its adaptation layer when the association was set up or restarted (RFC 5061 section 4.2.6). */
    default void onAdaptationIndication(final Association association, final int indication) {}

    /**
     * Streams of one direction begin again with sequence number 0, or were to and do not (RFC 6525; RFC 6458 section
     * 6.1.11). Messages that wait to be received may be older than the reset.
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
     * All TSNs and stream sequence numbers begin anew, or were to and do not (RFC 6458 section 6.1.12).
     *
     * @param localTsn the TSN that this end uses next
     * @param peerTsn the TSN that the peer uses next
     */
    default void onAssociationReset(
            final Association association, final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {}

    /**
     * There are more streams, or were to be and are not (RFC 6458 section 6.1.13).
     *
     * @param inbound streams from the peer that were added, or refused
     * @param outbound streams towards the peer that were added, or refused
     */
    default void onStreamsAdded(
            final Association association, final ReconfigOutcome outcome, final int inbound, final int outbound) {}

    /** Messages wait in {@link Association#receive}. */
    default void onReadable(final Association association) {}

    /** A send that was refused would now succeed. */
    default void onWritable(final Association association) {}

    /** The peer reported an error that does not end the association. */
    default void onPeerError(final Association association, final int causeCode) {}

    /** The peer shuts down: it sends no more, and takes no new messages. */
    default void onPeerShutdown(final Association association) {}

    /** Every message sent was acknowledged: the sender is dry (RFC 6458 section 6.1.9). */
    default void onDrained(final Association association) {}

    /** The association is over. Messages received stay readable until it is released. */
    default void onClosed(final Association association, final CloseReason reason, final int causeCode) {}
}
