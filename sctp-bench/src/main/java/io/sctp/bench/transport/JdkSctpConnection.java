package io.sctp.bench.transport;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One association of {@code com.sun.nio.sctp}. That API has no timeouts, so a waiting peer waits until a message
 * arrives or the channel is closed.
 */
final class JdkSctpConnection implements NioInbox.NioPeer {
    private final SctpChannel channel;
    private final MessageInfo outgoing;
    private final ByteBuffer buffer;
    private MessageInfo incoming;
    private boolean partial;

    JdkSctpConnection(final SctpChannel channel, final LoadTransport.Setup setup) throws IOException {
        this.channel = channel;
        this.buffer = ByteBuffer.allocateDirect(setup.maxMessageBytes());
        this.outgoing = MessageInfo.createOutgoing(null, 0)
                .payloadProtocolID(Integer.reverseBytes(setup.ppid())) // the JDK sends it in native byte order
                .unordered(setup.unordered());
        channel.configureBlocking(setup.waiting());
    }

    @Override
    public SelectableChannel selectable() {
        return channel;
    }

    @Override
    public boolean trySend(final ByteBuffer message, final int stream) throws IOException {
        return channel.send(message, outgoing.streamNumber(stream)) > 0;
    }

    @Override
    public void answer(final ByteBuffer message, final int stream) throws IOException {
        outgoing.payloadProtocolID(incoming.payloadProtocolID()).unordered(incoming.isUnordered());
        final long deadline = System.nanoTime() + SEND_TIMEOUT.toNanos();
        while (!trySend(message, stream)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the peer took no data for " + SEND_TIMEOUT);
            }
            LockSupport.parkNanos(BLOCKED_PAUSE_NS);
        }
    }

    @Override
    public int receive(final Duration timeout) throws IOException {
        if (!partial) {
            buffer.clear();
        }
        do {
            incoming = channel.receive(buffer, null, null);
            if (incoming == null) {
                return NOTHING;
            }
            if (incoming.bytes() < 0) {
                return END;
            }
            partial = !incoming.isComplete();
            if (partial && !buffer.hasRemaining()) {
                throw new IOException("a message is larger than the " + buffer.capacity() + " bytes expected");
            }
        } while (partial);
        buffer.flip();
        return buffer.remaining();
    }

    @Override
    public ByteBuffer message() {
        return buffer;
    }

    @Override
    public int messageStream() {
        return incoming.streamNumber();
    }

    @Override
    public String name() {
        try {
            return channel.getRemoteAddresses().toString();
        } catch (final IOException e) {
            return GONE;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
