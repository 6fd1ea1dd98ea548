package io.sctp.bench.transport;

import io.sctp.SctpAddress;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * TCP for comparison: each message has a header of six bytes (length and stream). TCP has one order for all streams, so
 * streams have neither cost nor benefit here.
 */
final class TcpTransport implements LoadTransport {
    private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public Acceptor listen(final SctpAddress local, final Setup setup) throws IOException {
        final ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(local.socketAddress());
        } catch (final IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new TcpAcceptor(server, setup);
    }

    @Override
    public Connection connect(final SctpAddress remote, final Setup setup, final Duration limit) throws IOException {
        final SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(remote.socketAddress(), (int) limit.toMillis());
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return peer(channel, setup);
    }

    @Override
    public Inbox openInbox() throws IOException {
        return new NioInbox();
    }

    private static Connection peer(final SocketChannel channel, final Setup setup) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, !setup.nagle());
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            return new TcpConnection(channel, setup);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private record TcpAcceptor(ServerSocketChannel server, Setup setup) implements Acceptor {
        @Override
        public SctpAddress address() throws IOException {
            return SctpAddress.of(server.getLocalAddress());
        }

        @Override
        public Connection accept() throws IOException {
            final SocketChannel channel = server.accept();
            try {
                return peer(channel, setup);
            } catch (final IOException e) {
                channel.close();
                throw new LostConnectionException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
