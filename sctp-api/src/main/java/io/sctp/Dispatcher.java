package io.sctp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Distributes the messages of many channels to handlers in several threads, and sends the messages of many threads on
 * the channels. Received messages are not copied, and neither direction takes a lock.
 *
 * <p>One poller owns the channels: it receives batches into a slab of slots, and sends offered messages in batches.
 * Workers call the handlers; each worker handles its own streams. A worker is no particular thread: calls about a
 * stream come one after the other, each sees what the one before has written, but they may come in different threads. A
 * dispatcher guarantees:
 *
 * <ol>
 *   <li><b>Order.</b> The messages of a stream are handled one after the other, by one worker, in the order in which
 *       the channel delivered them.
 *   <li><b>Isolation.</b> A slow handler delays only the streams of its own worker, as long as slots are free. The
 *       first slow call after quick ones may delay the others too, by two milliseconds if processors are free.
 *   <li><b>Bounded memory, no loss.</b> Without a free slot, or memory for large messages, the poller stops reading:
 *       the receive window closes, and SCTP stops the peers. Once there is space again, every message arrives.
 *   <li><b>Retention.</b> A message is valid until its handler returns or, if retained, until it is released.
 *   <li><b>Events in order.</b> Every worker is called for a notification, and for the end of a channel, in order with
 *       those messages of the association which it handles. In the last of these calls, all workers have handled all
 *       earlier messages.
 *   <li><b>Offers.</b> Any thread may offer, also a handler. An offer never waits. It is refused if the association's
 *       window is full or no slot is free; the handler is called once there is space.
 *   <li><b>One slow peer stalls nobody else.</b> Only its send queue fills up. (On a one-to-many channel of the kernel
 *       this needs a send buffer for each association: {@code net.sctp.sndbuf_policy=1} before the channel is opened,
 *       or {@link SctpMultiChannel#peelOff}.)
 *   <li><b>Sent once or reported.</b> An accepted message is handed to the system once, or reported as unsent.
 *   <li><b>Large messages</b> are assembled up to a maximum. A larger one is discarded and reported, and the
 *       association continues. An incomplete message whose rest will not come is dropped; the notification of the end
 *       of the association, or {@link NotificationType#PARTIAL_DELIVERY}, reports it. Channels are subscribed to the
 *       latter for this.
 *   <li><b>Errors are contained.</b> An exception of a handler, also an {@link Error}, goes to the error handler; the
 *       dispatcher continues, and the message is not handled again. The dispatcher waits until a shortage of memory is
 *       over. A channel whose receive fails repeatedly ends with that cause. If the dispatcher itself cannot continue
 *       ({@link #failure}), all channels end.
 *   <li><b>Closing drains.</b> Accepted messages are sent and received messages are handled, within a time limit; the
 *       result of the close says whether that succeeded. A retained message counts as received until it is released.
 *       After the limit, a handler that does not return is interrupted, and then abandoned.
 * </ol>
 *
 * <p>Safe for use by several threads at once. The channels belong to the caller. They are set to non-blocking mode,
 * must not be used to receive while they are registered, and are not closed with the dispatcher.
 */
public interface Dispatcher extends AutoCloseable {
    /**
     * Registers a channel: its messages go to the handler from now on. A one-to-many channel is subscribed to {@link
     * NotificationType#ASSOCIATION_CHANGE}, every channel to {@link NotificationType#PARTIAL_DELIVERY}.
     */
    Registration add(SctpMessageChannel channel, DispatchHandler handler) throws IOException;

    /**
     * Why the dispatcher cannot continue; empty while it works, and after a close. After a failure its channels have
     * ended with that cause ({@link DispatchHandler#onEnd}), offers are refused, and no channel can be registered:
     * close the dispatcher and make a new one.
     */
    default Optional<Throwable> failure() {
        return Optional.empty();
    }

    /**
     * Stops accepting offers and reading, and waits until all accepted messages are sent and all received ones handled.
     * Must not be called by handlers, which would wait for themselves.
     *
     * @return whether everything was done within the limit
     */
    boolean close(Duration limit) throws IOException;

    /** As {@link #close(Duration)}, with the limit set when the dispatcher was built. */
    @Override
    void close() throws IOException;

    /** One channel of a dispatcher. */
    interface Registration {
        /** The channel. */
        SctpMessageChannel channel();

        /**
         * The queue for messages to an association; the same object each time while the association exists.
         *
         * @param association its id; 0 on a one-to-one channel
         */
        SendQueue sendQueue(int association);
    }
}
