package io.sctp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings the messages of many channels to handlers in several threads, and the messages of many threads to the
 * channels, without a copy on the way in and without a lock on either.
 *
 * <p>One poller owns the channels: it receives batches into a slab of slots, and sends what is offered in batches.
 * Workers call the handlers; each handles the streams that fall to it. What is promised:
 *
 * <ol>
 *   <li><b>Order.</b> The messages of a stream are handled one after the other, by one worker, in the order in which the
 *       channel delivered them.
 *   <li><b>Isolation.</b> A handler that takes its time delays only the streams of its own worker, as long as slots are
 *       free.
 *   <li><b>Bounded memory, nothing dropped.</b> Without a free slot, or memory for large messages, the poller reads no
 *       more: the receive window closes and SCTP holds the peers back. Once there is room again every message arrives.
 *   <li><b>Retention.</b> A message is valid until its handler returns or, if retained, until it is released.
 *   <li><b>Events in order.</b> Every worker is told of a notification, and of a channel's end, in order with the messages
 *       of that association which it handles; in one call, the last, all that came before has been handled by all.
 *   <li><b>Offers.</b> Any thread may offer, a handler too. An offer never waits: if the association has as many messages
 *       queued as its window allows, or no slot is free, it is refused, and the handler is told once there is room.
 *   <li><b>One slow peer stalls nobody else.</b> Its send queue alone fills up. (On a one-to-many channel of the kernel this
 *       takes a send buffer for each association, {@code net.sctp.sndbuf_policy=1} before the channel is opened, or
 *       {@link SctpMultiChannel#peelOff}.)
 *   <li><b>Sent once or reported.</b> An accepted message is handed to the system once, or comes back as unsent.
 *   <li><b>Large messages</b> are put together up to a maximum; a larger one is discarded and reported, and the
 *       association goes on. One whose rest will not come is dropped, and the notification says so: of the end of the
 *       association, or {@link NotificationType#PARTIAL_DELIVERY}, to which channels are subscribed for that.
 *   <li><b>Errors are contained.</b> What a handler throws, an {@link Error} too, goes to the error handler; all goes
 *   on, and
 *       the message is not handled again. A shortage of memory is waited out. A channel whose receive throws again and
 *       again
 *       ends with that cause; so do all, if the dispatcher itself cannot go on ({@link #failure}).
 *   <li><b>Closing drains.</b> What was accepted is sent and what was received is handled, within a time limit; if that is
 *       not enough, the close says so. A retained message counts as received until it is released. A handler that does not
 *       return is interrupted then, and left alone if that does not help.
 * </ol>
 *
 * <p>Safe for use by several threads at once. The channels belong to the caller: they are set to non-blocking mode,
 * must not be used to receive while they are here, and are not closed with the dispatcher.
 */
public interface Dispatcher extends AutoCloseable {
    /**
     * Takes a channel on: from now on its messages go to the handler. A one-to-many channel is subscribed to {@link
     * NotificationType#ASSOCIATION_CHANGE}, every channel to {@link NotificationType#PARTIAL_DELIVERY}.
     */
    Registration add(SctpMessageChannel channel, DispatchHandler handler) throws IOException;

    /**
     * Why the dispatcher cannot go on; empty while it works, and after a close. Its channels have then ended with that
     * cause ({@link DispatchHandler#onEnd}), offers are refused, and none is taken on: close it, and make a new one.
     */
    default Optional<Throwable> failure() {
        return Optional.empty();
    }

    /**
     * Accepts no more offers, reads no more, and waits until all that was accepted or received is dealt with. Not for
     * handlers, which would wait for themselves.
     *
     * @return whether that was done within the limit
     */
    boolean close(Duration limit) throws IOException;

    /** As {@link #close(Duration)} with the limit the dispatcher was built with. */
    @Override
    void close() throws IOException;

    /** One channel of a dispatcher. */
    interface Registration {
        /** The channel. */
        SctpMessageChannel channel();

        /**
         * Where messages to an association are offered: the same object each time while the association lives.
         *
         * @param association its id; 0 on a one-to-one channel
         */
        SendQueue sendQueue(int association);
    }
}
