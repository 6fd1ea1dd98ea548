package io.sctp;

import java.nio.ByteBuffer;

/**
 * Where messages to one association are offered to a {@link Dispatcher}, by any number of threads, without a lock and
 * without waiting.
 */
public interface SendQueue {
    /** What became of an offer. */
    enum Offer {
        /** The message is copied and will be sent, or reported as unsent. */
        ACCEPTED,
        /** There is no room now; {@link DispatchHandler#onWritable} tells when there is. Nothing is changed. */
        BACK_PRESSURED,
        /** The association has ended, or the dispatcher is closing. Nothing is changed. */
        CLOSED
    }

    /** The channel. */
    SctpMessageChannel channel();

    /** The association's id on a one-to-many channel; 0 for the only one of a one-to-one channel. */
    int association();

    /**
     * Offers a message. Messages that one thread offers are sent in that order.
     *
     * @param payload the message, from position to limit, at least one byte; copied, and the position moves to the
     *     limit, if it is accepted
     * @param info how to send it, copied too; null for stream 0. Its association is not read
     * @throws IllegalArgumentException if the message is empty or larger than the dispatcher's largest message, or the
     *     info has a destination
     */
    Offer offer(ByteBuffer payload, SendInfo info);

    /** How many accepted messages have not yet been handed to the system. */
    int queued();
}
