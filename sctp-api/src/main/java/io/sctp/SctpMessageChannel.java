package io.sctp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * A channel that sends and receives messages.
 *
 * <p>One thread may receive while another sends. Several threads may do either; each message goes out, and comes in,
 * whole, but which thread gets which message is not defined. Blocking calls park a virtual thread without pinning its
 * carrier.
 *
 * <p>A loop that receives ends at the end of the stream, and goes on after a notification:
 *
 * <pre>{@code
 * int length;
 * while ((length = channel.receive(message, info)) != SctpMessageChannel.END_OF_STREAM) {
 *     if (length > 0) {
 *         handle(message.content(), info);
 *     } else if (length == SctpMessageChannel.NOTIFICATION) {
 *         note(info.notification());
 *     }
 * }
 * }</pre>
 */
public interface SctpMessageChannel extends SctpEndpoint {
    /** Returned by a receive when no more messages will come: the peer has shut the association down. */
    int END_OF_STREAM = -1;

    /** Returned by a receive that brought a notification; {@link ReceiveInfo#notification()} holds it. */
    int NOTIFICATION = -2;

    /** Returned by a send or receive that would have had to wait, in non-blocking mode. */
    int WOULD_BLOCK = 0;

    /**
     * Receives one message, or as much of it as fits into the buffer: then {@link ReceiveInfo#complete()} is false and
     * the next receive brings more of it. Waits for a message in blocking mode.
     *
     * @param destination where the bytes go, from its position on; a direct buffer is filled without copying
     * @param info overwritten with what came with the message
     * @return the number of bytes, at least 1; or {@link #WOULD_BLOCK}, {@link #NOTIFICATION} (the buffer is untouched)
     *     or {@link #END_OF_STREAM}
     * @throws IllegalArgumentException if the buffer is read-only or has no room
     * @throws SctpException.Ended if the association was aborted or lost
     * @throws java.nio.channels.NotYetConnectedException if a one-to-one channel has never had an association
     */
    int receive(ByteBuffer destination, ReceiveInfo info) throws IOException;

    /**
     * As {@link #receive(ByteBuffer, ReceiveInfo)}, waiting no longer than the timeout, whatever the blocking mode.
     *
     * @throws SctpException.TimedOut if nothing came in time
     */
    int receive(ByteBuffer destination, ReceiveInfo info, Duration timeout) throws IOException;

    /**
     * Receives one whole message, however many parts it comes in, into a buffer that grows up to its maximum.
     *
     * @return the number of bytes, at least 1, which {@link MessageBuffer#content()} then shows; or one of the other
     *     values of {@link #receive(ByteBuffer, ReceiveInfo)}. {@link #WOULD_BLOCK} also while a message is incomplete:
     *     the parts stay in the buffer, and a later receive into the same buffer goes on.
     * @throws SctpException.MessageTooBig if the message is larger than the buffer's maximum; it is discarded, and the
     *     next receive brings the next message
     */
    default int receive(final MessageBuffer destination, final ReceiveInfo info) throws IOException {
        return destination.receive(this, info, null);
    }

    /**
     * As {@link #receive(MessageBuffer, ReceiveInfo)}, waiting no longer than the timeout, whatever the blocking mode.
     *
     * @throws SctpException.TimedOut if no whole message came in time; the parts that came are kept
     */
    default int receive(final MessageBuffer destination, final ReceiveInfo info, final Duration timeout)
            throws IOException {
        return destination.receive(this, info, Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * Sends the buffer's remaining bytes as one message; waits for room in blocking mode. A message is never sent in
     * part.
     *
     * @param source the message, from position to limit, at least one byte; the position moves to the limit if it is
     *     sent
     * @param info how to send it; null for stream 0 or whatever {@link SctpOptions#DEFAULT_SNDINFO} says
     * @return the number of bytes sent, or {@link #WOULD_BLOCK}
     * @throws IllegalArgumentException if the message is empty, which SCTP does not allow
     * @throws SctpException.InvalidStream if the association has no such stream
     * @throws SctpException.MessageTooBig if it is larger than the send buffer can ever hold
     * @throws SctpException.Ended if the association has ended or is shutting down
     * @throws java.nio.channels.NotYetConnectedException if a one-to-one channel has never had an association
     * @throws SctpException.NotConnected if on a one-to-many channel the info names neither an association nor an
     *     address
     */
    int send(ByteBuffer source, SendInfo info) throws IOException;

    /**
     * As {@link #send(ByteBuffer, SendInfo)}, waiting no longer than the timeout, whatever the blocking mode.
     *
     * @throws SctpException.TimedOut if there was no room in time; nothing was sent
     */
    int send(ByteBuffer source, SendInfo info, Duration timeout) throws IOException;

    /**
     * Receives as many messages and notifications as there are, up to the batch's limit, in one call. What was in the
     * batch is replaced. Waits for the first in blocking mode.
     *
     * <p>A message larger than a slot comes in several entries, of which the last is {@link MessageBatch#complete};
     * they may be spread over several batches. A notification is always one entry, {@link MessageBatch#notification}.
     *
     * @return how many entries were filled, at least 1; or {@link #WOULD_BLOCK} or {@link #END_OF_STREAM}, and the
     *     batch is empty
     * @throws SctpException.Ended if the association was aborted or lost; after all that was received before
     */
    int receive(MessageBatch batch) throws IOException;

    /**
     * As {@link #receive(MessageBatch)}, waiting no longer than the timeout, whatever the blocking mode.
     *
     * @throws SctpException.TimedOut if nothing came in time
     */
    int receive(MessageBatch batch, Duration timeout) throws IOException;

    /**
     * Sends the batch's remaining messages in order, small ones sharing packets. In blocking mode waits until all have
     * gone; in non-blocking mode sends those for which there is room.
     *
     * <p>The batch's position moves on by each message that went, also if the call then fails: it is at the message
     * that was refused or had no room. A message goes once and whole, or not at all.
     *
     * @return how many went; fewer than remained, or {@link #WOULD_BLOCK}, only in non-blocking mode
     * @throws IllegalArgumentException if the batch has nothing to send
     * @throws SctpException as {@link #send(ByteBuffer, SendInfo)}, about the message at the batch's position
     */
    int send(MessageBatch batch) throws IOException;

    /**
     * As {@link #send(MessageBatch)}, waiting no longer than the timeout, whatever the blocking mode.
     *
     * @throws SctpException.TimedOut if not all went in time; the batch's position tells how many did
     */
    int send(MessageBatch batch, Duration timeout) throws IOException;

    // ---- The same with this type

    @Override
    SctpMessageChannel bind(SocketAddress local) throws IOException;

    @Override
    SctpMessageChannel bindAdd(InetAddress... addresses) throws IOException;

    @Override
    SctpMessageChannel bindRemove(InetAddress... addresses) throws IOException;

    @Override
    <T> SctpMessageChannel setOption(SocketOption<T> option, T value) throws IOException;

    @Override
    <T> SctpMessageChannel setOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    @Override
    SctpMessageChannel subscribe(NotificationType... types) throws IOException;

    @Override
    SctpMessageChannel unsubscribe(NotificationType... types) throws IOException;

    @Override
    SctpMessageChannel configureBlocking(boolean blocking) throws IOException;

    @Override
    SctpMessageChannel closeOnInterrupt(boolean close) throws IOException;
}
