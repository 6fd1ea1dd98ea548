package io.sctp;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a program does with what a {@link Dispatcher} brings. Every method is called by the dispatcher's workers: calls
 * for one stream by one and the same worker, calls for others at the same time by others. What a method throws goes to
 * the dispatcher's error handler.
 */
@FunctionalInterface
public interface DispatchHandler {
    /** A message has come. */
    void onMessage(Message message);

    /**
     * Something has happened to an association. Every worker is told, in order with the messages of the association
     * that it handles.
     *
     * @param send queue the association's
     * @param last true in one of the calls, when the messages received before have been handled by all workers
     */
    default void onNotification(final SendQueue sendQueue, final SctpNotification notification, final boolean last) {}

    /** An offer was refused for want of room, and there is room now. */
    default void onWritable(final SendQueue sendQueue) {}

    /**
     * A message that had been accepted could not be sent.
     *
     * @param payload its bytes, valid until the method returns
     * @param info how it was to be sent, valid until the method returns
     * @param cause what the channel said
     */
    default void onUnsent(
            final SendQueue sendQueue, final ByteBuffer payload, final SendInfo info, final IOException cause) {}

    /**
     * A received message was larger than the dispatcher's largest message and has been discarded; the association goes
     * on.
     *
     * @param cause names the option to raise
     */
    default void onTooBig(final SendQueue sendQueue, final SctpException.MessageTooBig cause) {}

    /**
     * Nothing more will come from the channel. Every worker is told, as for notifications.
     *
     * @param cause what the channel said; null if the peer shut the association down
     */
    default void onEnd(final SctpMessageChannel channel, final IOException cause, final boolean last) {}
}
