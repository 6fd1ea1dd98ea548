package io.sctp;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A program's handler for the messages and events of a {@link Dispatcher}. The dispatcher's workers call every method:
 * one worker for all calls about a stream, other workers at the same time for other streams. A worker may use different
 * threads, one after the other, so do not keep a stream's state in a {@link ThreadLocal}. Exceptions of a handler go to
 * the dispatcher's error handler.
 */
@FunctionalInterface
public interface DispatchHandler {
    /** A message was received. */
    void onMessage(Message message);

    /**
     * Something happened to an association. Every worker is called, in order with the messages of the association that
     * it handles.
     *
     * @param sendQueue the association's
     * @param last true in exactly one of the calls, when all workers have handled the messages received before
     */
    default void onNotification(final SendQueue sendQueue, final SctpNotification notification, final boolean last) {}

    /** An offer was refused because there was no space, and now there is. */
    default void onWritable(final SendQueue sendQueue) {}

    /**
     * An accepted message could not be sent.
     *
     * @param payload its bytes, valid until the method returns
     * @param info how it was to be sent, valid until the method returns
     * @param cause the channel's exception
     */
    default void onUnsent(
            final SendQueue sendQueue, final ByteBuffer payload, final SendInfo info, final IOException cause) {}

    /**
     * A received message was larger than the dispatcher's maximum and was discarded. The association continues.
     *
     * @param cause names the option to raise
     */
    default void onTooBig(final SendQueue sendQueue, final SctpException.MessageTooBig cause) {}

    /**
     * The channel has ended: no more messages or events will come. Every worker is called, as for notifications.
     *
     * @param cause the channel's exception; null if the peer shut the association down
     */
    default void onEnd(final SctpMessageChannel channel, final IOException cause, final boolean last) {}
}
