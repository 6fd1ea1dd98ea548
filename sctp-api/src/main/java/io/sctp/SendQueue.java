package io.sctp;

import java.nio.ByteBuffer;

/**
 * The queue of a {@link Dispatcher} for messages to one association. Any number of threads may offer messages, without
 * a lock and without waiting.
 */
public interface SendQueue {
    /** The result of an offer. */
    enum Offer {
        /** The message is copied and will be sent, or reported as unsent. */
        ACCEPTED,
        /** There is no space now; {@link DispatchHandler#onWritable} is called when there is. Nothing changes. */
        BACK_PRESSURED,
        /** The association has ended, or the dispatcher is closing. Nothing changes. */
        CLOSED
    }

    /** The channel. */
    SctpMessageChannel channel();

    /** The association's id on a one-to-many channel; 0 on a one-to-one channel. */
    int association();

    /**
     * Offers a message. Messages offered by one thread are sent in that order.
     *
     * @param payload the message, from position to limit, at least one byte. If accepted, it is copied and the position
     *     moves to the limit
     * @param info how to send it, copied too; null for stream 0. Its association is ignored
     * @throws IllegalArgumentException if the message is empty or larger than the dispatcher's maximum, or the info has
     *     a destination
     */
    Offer offer(ByteBuffer payload, SendInfo info);

    /** The number of accepted messages not yet handed to the system. */
    int queued();
}
