package io.sctp.bench.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One TCP connection, with messages framed as length (4 bytes), stream (2 bytes), payload. */
final class TcpConnection implements NioInbox.NioPeer {
    private static final int LENGTH_BYTES = 4;
    private static final int HEADER_BYTES = LENGTH_BYTES + 2;
    private static final int READ_AHEAD_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final boolean waiting;
    private final int maxMessageBytes;
    private final ByteBuffer outgoing;
    private final ByteBuffer incoming;
    private final ByteBuffer message;
    private int messageStream;
    private Selector readable;

    TcpConnection(final SocketChannel channel, final LoadTransport.Setup setup) throws IOException {
        this.channel = channel;
        this.waiting = setup.waiting();
        this.maxMessageBytes = setup.maxMessageBytes();
        this.outgoing = ByteBuffer.allocateDirect(HEADER_BYTES + maxMessageBytes);
        this.incoming = ByteBuffer.allocateDirect(HEADER_BYTES + maxMessageBytes + READ_AHEAD_BYTES)
                .limit(0);
        this.message = incoming.duplicate();
        channel.configureBlocking(false);
    }

    @Override
    public SelectableChannel selectable() {
        return channel;
    }

    @Override
    public boolean trySend(final ByteBuffer source, final int stream) throws IOException {
        outgoing.clear().putInt(source.remaining()).putShort((short) stream);
        final int start = source.position();
        outgoing.put(source).flip();
        if (channel.write(outgoing) == 0) {
            source.position(start);
            return false;
        }
        // A message that was begun must be completed, as the next bytes of the stream follow it.
        final long deadline = System.nanoTime() + SEND_TIMEOUT.toNanos();
        while (outgoing.hasRemaining()) {
            if (channel.write(outgoing) == 0) {
                pauseUnlessPast(deadline);
            }
        }
        return true;
    }

    @Override
    public void answer(final ByteBuffer source, final int stream) throws IOException {
        final long deadline = System.nanoTime() + SEND_TIMEOUT.toNanos();
        while (!trySend(source, stream)) {
            pauseUnlessPast(deadline);
        }
    }

    @Override
    public int receive(final Duration timeout) throws IOException {
        while (!takeMessage()) {
            incoming.compact();
            final int read;
            try {
                read = channel.read(incoming);
            } finally {
                incoming.flip();
            }
            if (read < 0) {
                return END;
            }
            if (read == 0 && !(waiting && awaitReadable(timeout))) {
                return NOTHING;
            }
        }
        return message.remaining();
    }

    /** A message may already have been read with the previous ones, and does not make the socket readable again. */
    @Override
    public int pending() {
        return hasMessage() ? 1 : 0;
    }

    private boolean hasMessage() {
        return incoming.remaining() >= HEADER_BYTES
                && incoming.remaining() - HEADER_BYTES >= incoming.getInt(incoming.position());
    }

    @Override
    public ByteBuffer message() {
        return message;
    }

    @Override
    public int messageStream() {
        return messageStream;
    }

    @Override
    public String name() {
        return String.valueOf(channel.socket().getRemoteSocketAddress());
    }

    /** The other end receives a reset. */
    @Override
    public void abort() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean takeMessage() throws IOException {
        if (incoming.remaining() < HEADER_BYTES) {
            return false;
        }
        final int start = incoming.position();
        final int length = incoming.getInt(start);
        if (length <= 0 || length > maxMessageBytes) {
            throw new IOException("the TCP peer announces a message of " + length + " bytes; expected 1 to "
                    + maxMessageBytes + ": is it a server of this tool with the same options?");
        }
        if (incoming.remaining() < HEADER_BYTES + length) {
            return false;
        }
        messageStream = Short.toUnsignedInt(incoming.getShort(start + LENGTH_BYTES));
        message.limit(start + HEADER_BYTES + length).position(start + HEADER_BYTES);
        incoming.position(start + HEADER_BYTES + length);
        return true;
    }

    private boolean awaitReadable(final Duration timeout) throws IOException {
        if (readable == null) {
            readable = Selector.open();
            channel.register(readable, SelectionKey.OP_READ);
        }
        final int ready = readable.select(Math.max(1, timeout.toMillis()));
        readable.selectedKeys().clear();
        return ready > 0;
    }

    private static void pauseUnlessPast(final long deadline) throws IOException {
        if (System.nanoTime() - deadline > 0) {
            throw new IOException("the TCP peer took no data for " + SEND_TIMEOUT);
        }
        LockSupport.parkNanos(BLOCKED_PAUSE_NS);
    }
}
