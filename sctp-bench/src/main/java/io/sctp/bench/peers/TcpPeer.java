package io.sctp.bench.peers;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * TCP for comparison: a connection that carries messages of a fixed size, a batch per write, without the Nagle
 * algorithm.
 */
final class TcpPeer implements Peer {
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final SocketChannel first;
    private final SocketChannel second;
    private final int size;
    private final int batch;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ByteBuffer answer;

    TcpPeer(final Traffic traffic) throws IOException {
        size = traffic.size();
        batch = traffic.batch();
        out = ByteBuffer.allocateDirect(size * batch);
        in = ByteBuffer.allocateDirect(size * batch);
        answer = ByteBuffer.allocateDirect(size);
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            first = prepared(SocketChannel.open(listener.getLocalAddress()));
            second = prepared(listener.accept());
        }
    }

    private static SocketChannel prepared(final SocketChannel channel) throws IOException {
        return channel.setOption(StandardSocketOptions.TCP_NODELAY, true)
                .setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
    }

    @Override
    public void send(final int messages) throws IOException {
        for (int left = messages; left > 0; left -= batch) {
            write(first, out.clear().limit(size * Math.min(left, batch)));
        }
    }

    @Override
    public void receive(final int messages) throws IOException {
        long left = (long) messages * size;
        while (left > 0) {
            left -= counted(second.read(in.clear().limit((int) Math.min(left, in.capacity()))));
        }
    }

    @Override
    public void ping(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            write(first, out.clear().limit(size));
            readWhole(first, answer.clear());
        }
    }

    @Override
    public void pong(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            readWhole(second, in.clear().limit(size));
            write(second, in.flip());
        }
    }

    private static void write(final SocketChannel channel, final ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    private static void readWhole(final SocketChannel channel, final ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            counted(channel.read(target));
        }
    }

    private static int counted(final int result) throws IOException {
        if (result < 0) {
            throw new EOFException("the connection has ended");
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
    }
}
