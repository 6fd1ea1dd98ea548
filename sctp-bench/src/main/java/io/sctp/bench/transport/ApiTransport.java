package io.sctp.bench.transport;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.bench.environment.KernelFacts;
import io.sctp.option.InitParameters;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.Duration;

/** Messages over this project's own API, whichever provider is behind it. */
final class ApiTransport implements LoadTransport {
    private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;
    private static final int EVENTS_PER_POLL = 256;

    private final SctpProvider provider;

    ApiTransport(final SctpProvider provider) {
        this.provider = provider;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Acceptor listen(final SctpAddress local, final Setup setup) throws IOException {
        final SctpServerChannel server = provider.openServerChannel(null);
        try {
            server.setOption(SctpOptions.INITMSG, InitParameters.streams(setup.streams(), setup.streams()));
            server.setOption(SctpOptions.NODELAY, !setup.nagle());
            server.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes("net.core.rmem_max"));
            server.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes("net.core.wmem_max"));
            server.bind(local);
        } catch (final IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new ApiAcceptor(server, setup);
    }

    @Override
    public Connection connect(final SctpAddress remote, final Setup setup, final Duration limit) throws IOException {
        final SctpChannel channel = provider.openChannel(null);
        try {
            channel.setOption(SctpOptions.INITMSG, InitParameters.streams(setup.streams(), setup.streams()));
            channel.setOption(SctpOptions.NODELAY, !setup.nagle());
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes("net.core.rmem_max"));
            channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes("net.core.wmem_max"));
            channel.connect(remote, limit);
            return peer(channel, setup);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Inbox openInbox() throws IOException {
        return new ApiInbox(provider.openPoller());
    }

    @Override
    public boolean knowsBatches() {
        return true;
    }

    @Override
    public Receiver openDispatcher(final Setup setup) throws IOException {
        return new DispatchReceiver(provider.openPoller(), setup);
    }

    private static Connection peer(final SctpChannel channel, final Setup setup) throws IOException {
        if (setup.dispatcherWorkers() > 0) {
            return new DispatchedConnection(channel, setup);
        }
        return setup.batch() > 0 ? new BatchConnection(channel, setup) : new ApiConnection(channel, setup);
    }

    /** As large as useful, within the system's limit, which the result's environment shows. */
    private static int bufferBytes(final String limitSetting) {
        return KernelFacts.sysctl(limitSetting)
                .map(Integer::parseInt)
                .map(limit -> Math.min(limit, SOCKET_BUFFER_BYTES))
                .orElse(SOCKET_BUFFER_BYTES);
    }

    private record ApiAcceptor(SctpServerChannel server, Setup setup) implements Acceptor {
        @Override
        public SctpAddress address() throws IOException {
            return server.getLocalAddress();
        }

        @Override
        public Connection accept() throws IOException {
            final SctpChannel channel = server.accept();
            try {
                return peer(channel, setup);
            } catch (final IOException e) {
                channel.close();
                throw new LostConnectionException(e);
            } catch (final RuntimeException | OutOfMemoryError e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private record ApiInbox(SctpPoller poller) implements Inbox {
        @Override
        public void add(final Connection connection, final Handler handler) throws IOException {
            poller.register(((ChannelConnection) connection).channel(), SctpPoller.READABLE, (registration, ready) -> {
                if (!handler.onReadable(connection)) {
                    registration.cancel();
                }
            });
        }

        @Override
        public void poll(final Duration timeout) throws IOException {
            poller.poll(timeout, EVENTS_PER_POLL);
        }

        @Override
        public void close() throws IOException {
            poller.close();
        }
    }
}
