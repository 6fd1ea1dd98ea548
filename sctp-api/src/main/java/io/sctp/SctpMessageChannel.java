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
 * <p>Several threads may send and receive at the same time. Each message is sent and received whole, but which thread
 * receives which message is not defined. Blocking calls park a virtual thread without pinning its carrier.
 *
 * <p>A receive loop ends at the end of the stream and continues after a notification:
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
    /** A receive returned no message, and no more will come: the peer has shut the association down. */
    int END_OF_STREAM = -1;

    /** A receive delivered a notification; {@link ReceiveInfo#notification()} has it. */
    int NOTIFICATION = -2;

    /** A send or receive would have had to wait, in non-blocking mode. */
    int WOULD_BLOCK = 0;

    /**
     * Receives one message, or the part of it that fits into the buffer. In the latter case {@link
     * ReceiveInfo#complete()} is false, and the next receive continues the message. In blocking mode, waits for a
     * message.
     *
     * @param destination the buffer, filled from its position on; a direct buffer is filled without copying
     * @param info overwritten with the information about the message
     * @return the number of bytes, at least 1; or {@link #WOULD_BLOCK}, {@link #NOTIFICATION} (the buffer is unchanged)
     *     or {@link #END_OF_STREAM}
     * @throws IllegalArgumentException if the buffer is read-only or full
     * @throws SctpException.Ended if the association was aborted or lost
     * @throws java.nio.channels.NotYetConnectedException if a one-to-one channel has never had an association
     */
    int receive(ByteBuffer destination, ReceiveInfo info) throws IOException;

    /**
     * As {@link #receive(ByteBuffer, ReceiveInfo)}, with a timeout that applies in both blocking modes.
     *
     * @throws SctpException.TimedOut if nothing arrived in time
     */
    int receive(ByteBuffer destination, ReceiveInfo info, Duration timeout) throws IOException;

    /**
     * Receives one whole message, in as many parts as it comes, into a buffer that grows up to its maximum.
     *
     * @return the number of bytes, at least 1, in {@link MessageBuffer#content()}; or one of the other values of {@link
     *     #receive(ByteBuffer, ReceiveInfo)}. {@link #WOULD_BLOCK} is also returned while a message is incomplete: its
     *     parts stay in the buffer, and a later receive into the same buffer continues it
     * @throws SctpException.MessageTooBig if the message is larger than the buffer's maximum; it is discarded, and the
     *     next receive returns the next message
     */
    default int receive(final MessageBuffer destination, final ReceiveInfo info) throws IOException {
        return destination.receive(this, info, null);
    }

    /**
     * As {@link #receive(MessageBuffer, ReceiveInfo)}, with a timeout that applies in both blocking modes.
     *
     * @throws SctpException.TimedOut if no whole message arrived in time; received parts are kept
     */
    default int receive(final MessageBuffer destination, final ReceiveInfo info, final Duration timeout)
            throws IOException {
        return destination.receive(this, info, Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * Sends the buffer's remaining bytes as one message. In blocking mode, waits for send buffer space. A message is
     * never sent in part.
     *
     * @param source the message, from position to limit, at least one byte; if it is sent, the position moves to the
     *     limit
     * @param info how to send it; null for the defaults of {@link SctpOptions#DEFAULT_SNDINFO}
     * @return the number of bytes sent, or {@link #WOULD_BLOCK}
     * @throws IllegalArgumentException if the message is empty, which SCTP does not allow
     * @throws SctpException.InvalidStream if the association has no such stream
     * @throws SctpException.MessageTooBig if it is larger than the whole send buffer
     * @throws SctpException.Ended if the association has ended or is shutting down
     * @throws java.nio.channels.NotYetConnectedException if a one-to-one channel has never had an association
     * @throws SctpException.NotConnected if on a one-to-many channel the info names neither an association nor an
     *     address
     */
    int send(ByteBuffer source, SendInfo info) throws IOException;

    /**
     * As {@link #send(ByteBuffer, SendInfo)}, with a timeout that applies in both blocking modes.
     *
     * @throws SctpException.TimedOut if there was no buffer space in time; nothing was sent
     */
    int send(ByteBuffer source, SendInfo info, Duration timeout) throws IOException;

    /**
     * Receives all available messages and notifications, up to the batch's limit, in one call. The batch's previous
     * content is replaced. In blocking mode, waits for the first one.
     *
     * <p>A message larger than a slot takes several entries, possibly in several batches; the last one is {@link
     * MessageBatch#complete}. A notification always takes one entry, {@link MessageBatch#notification}.
     *
     * @return the number of entries, at least 1; or {@link #WOULD_BLOCK} or {@link #END_OF_STREAM}, and the batch is
     *     empty
     * @throws SctpException.Ended if the association was aborted or lost, after everything received before
     */
    int receive(MessageBatch batch) throws IOException;

    /**
     * As {@link #receive(MessageBatch)}, with a timeout that applies in both blocking modes.
     *
     * @throws SctpException.TimedOut if nothing arrived in time
     */
    int receive(MessageBatch batch, Duration timeout) throws IOException;

    /**
     * Sends the batch's remaining messages in order; small ones share packets. In blocking mode, waits until all are
     * sent. In non-blocking mode, sends those for which there is buffer space.
     *
     * <p>The batch's position advances past each message that was sent, also if the call fails later. It then is at the
     * message that was refused or had no space. Each message is sent whole or not at all, and never twice.
     *
     * @return the number of messages sent; fewer than remained, or {@link #WOULD_BLOCK}, only in non-blocking mode
     * @throws IllegalArgumentException if the batch has nothing to send
     * @throws SctpException as {@link #send(ByteBuffer, SendInfo)}, about the message at the batch's position
     */
    int send(MessageBatch batch) throws IOException;

    /**
     * As {@link #send(MessageBatch)}, with a timeout that applies in both blocking modes.
     *
     * @throws SctpException.TimedOut if not all were sent in time; the batch's position shows how many were
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
