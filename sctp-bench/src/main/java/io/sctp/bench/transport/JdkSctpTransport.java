package io.sctp.bench.transport;

import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/** The JDK's own {@code com.sun.nio.sctp}, for comparison. */
final class JdkSctpTransport implements LoadTransport {
    private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

    private JdkSctpTransport() {}

    /** Checks that the JDK's SCTP works on this machine. The JDK itself checks it only when a channel is opened. */
    static LoadTransport open() throws SctpException {
        try {
            SctpChannel.open().close();
        } catch (final IOException | UnsupportedOperationException | LinkageError e) {
            final Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Transports.unsupported(
                    "jdk",
                    "com.sun.nio.sctp needs the kernel's SCTP and libsctp.so.1 (Debian: apt-get install libsctp1): "
                            + cause.getMessage());
        }
        return new JdkSctpTransport();
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Acceptor listen(final SctpAddress local, final Setup setup) throws IOException {
        final SctpServerChannel server = SctpServerChannel.open();
        try {
            server.setOption(SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS, streams(setup));
            server.bind(local.socketAddress());
        } catch (final IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new JdkAcceptor(server, setup);
    }

    @Override
    public Connection connect(final SctpAddress remote, final Setup setup, final Duration limit) throws IOException {
        final SctpChannel channel = SctpChannel.open();
        try {
            channel.setOption(SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS, streams(setup));
            connect(channel, remote, limit);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return peer(channel, setup);
    }

    /** Its blocking connect has no time limit. */
    private static void connect(final SctpChannel channel, final SctpAddress remote, final Duration limit)
            throws IOException {
        channel.configureBlocking(false);
        if (!channel.connect(remote.socketAddress())) {
            try (Selector selector = Selector.open()) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                selector.select(Math.max(1, limit.toMillis()));
                if (!channel.finishConnect()) {
                    throw new SocketTimeoutException("no answer");
                }
            }
        }
        channel.configureBlocking(true);
    }

    @Override
    public Inbox openInbox() throws IOException {
        return new NioInbox();
    }

    private static SctpStandardSocketOptions.InitMaxStreams streams(final Setup setup) {
        return SctpStandardSocketOptions.InitMaxStreams.create(setup.streams(), setup.streams());
    }

    private static Connection peer(final SctpChannel channel, final Setup setup) throws IOException {
        try {
            channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, !setup.nagle());
            channel.setOption(SctpStandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(SctpStandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            return new JdkSctpConnection(channel, setup);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private record JdkAcceptor(SctpServerChannel server, Setup setup) implements Acceptor {
        @Override
        public SctpAddress address() throws IOException {
            final SocketAddress local = server.getAllLocalAddresses().iterator().next();
            return SctpAddress.of(local);
        }

        @Override
        public Connection accept() throws IOException {
            final SctpChannel channel = server.accept();
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
