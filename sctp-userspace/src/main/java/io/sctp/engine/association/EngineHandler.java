package io.sctp.engine.association;

import io.sctp.engine.path.Path;
import io.sctp.engine.send.FailedMessage;

/**
 * Hears what happened to associations; called from {@code SctpEngine.pollEvents} only. Events of one association that
 * wait together arrive in the order of the methods below, each kind once (but for failed messages and paths).
 */
public interface EngineHandler {
    /** The association is up, opened by either end. */
    void onEstablished(Association association);

    /** The peer began anew (RFC 9260 section 5.2): what was not acknowledged is lost, sequence numbers start over. */
    void onRestarted(Association association);

    /**
     * A message will not be delivered and is handed back, if {@code reportFailedMessages} is set (RFC 6458 section
     * 6.1.11); called once for each, before {@link #onClosed}. It is freed when the call returns.
     */
    void onSendFailed(Association association, FailedMessage message);

    /** A path changed its state, or an association that was just set up has one more. */
    void onPathChange(Association association, Path path);

    /** Messages wait in {@link Association#receive}. */
    void onReadable(Association association);

    /** A send that was refused would now succeed. */
    void onWritable(Association association);

    /** The peer reported an error that does not end the association. */
    void onPeerError(Association association, int causeCode);

    /** The peer shuts down: it sends no more, and takes no new messages. */
    void onPeerShutdown(Association association);

    /** Every message sent was acknowledged: the sender is dry (RFC 6458 section 6.1.9). */
    void onDrained(Association association);

    /** The association is over. Messages received stay readable until it is released. */
    void onClosed(Association association, CloseReason reason, int causeCode);
}
