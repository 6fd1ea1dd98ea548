package io.sctp.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Forwards UDP datagrams between a client and a server as a path with delay, loss and a rate would. For tests and
 * measurements: the providers do not use it.
 *
 * <p>It has two UDP ports: the client sends to the first one, and the server sees the second one as its client. It
 * takes datagrams only from these two, and sends to them alone. The client is the sender of the first datagram, unless
 * its address was given. Datagrams that are lost by chance depend on the seed and on how many came before in that
 * direction. None is delivered early; they come up to some 0.2 ms late, and later if the machine is busy. The memory is
 * fixed when the relay is opened; what finds no room in it is dropped.
 *
 * <p>One thread forwards, until {@link #close}. Thread-safe.
 */
public final class UdpRelay implements AutoCloseable {
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final long LONG_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long SHORT_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long CLOSE_LIMIT_MS = 10_000;

    private final DatagramChannel front;
    private final DatagramChannel back;
    private final Selector selector;
    private final InetSocketAddress frontAddress;
    private final InetSocketAddress backAddress;
    private final InetSocketAddress server;
    private final RelayDirection toServer;
    private final RelayDirection toClient;
    private final long originNs = System.nanoTime();
    private final Thread thread = new Thread(this::run, "udp-relay");
    private volatile boolean isClosed;
    private volatile Throwable failure;

    /** Sees every datagram that arrives, before it is lost or delayed; called by the relay's thread. */
    @FunctionalInterface
    public interface Observer {
        /** Sees nothing. */
        Observer NONE = (isFromClient, payload) -> {};

        /**
         * Sees a datagram.
         *
         * @param payload valid until the method returns
         */
        void onDatagram(boolean isFromClient, ByteBuffer payload);
    }

    /**
     * What has become of the datagrams in one direction.
     *
     * @param received taken from its sender
     * @param forwarded sent to the other end
     * @param lost by chance
     * @param dropped as the queue or the memory was full
     * @param refused by the system: they are too long, or nobody listens at the other end, which it reports later, so
     *     that these are among the forwarded
     * @param strange from somebody else, and ignored; not among those received
     */
    public record Counts(long received, long forwarded, long lost, long dropped, long refused, long strange) {}

    /**
     * How a relay is set up.
     *
     * @param bind the address and port for the client; port 0 for any free one
     * @param server the address and port of the server
     * @param client the address and port of the client; null for whoever sends first
     * @param seed decides which datagrams are lost
     */
    public record Setup(
            InetSocketAddress bind,
            InetSocketAddress server,
            InetSocketAddress client,
            RelayedPath toServer,
            RelayedPath toClient,
            long seed) {
        public Setup {
            requireAddress(bind, bind.getPort() < 0);
            requireAddress(server, server.getPort() == 0);
            if (client != null) {
                requireAddress(client, client.getPort() == 0);
            }
        }

        private static void requireAddress(final InetSocketAddress address, final boolean isPortWrong) {
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("the host '" + address.getHostString() + "' is not known");
            }
            if (isPortWrong) {
                throw new IllegalArgumentException("the address " + address + " has no port");
            }
        }
    }

    private UdpRelay(final Setup setup, final Observer observer) throws IOException {
        server = setup.server();
        final SplittableRandom random = new SplittableRandom(setup.seed());
        front = open(setup.bind());
        DatagramChannel second = null;
        Selector opened = null;
        try {
            second = open(new InetSocketAddress(anyOrSame(setup.bind().getAddress(), server.getAddress()), 0));
            second.connect(server);
            opened = Selector.open();
            front.register(opened, SelectionKey.OP_READ);
            second.register(opened, SelectionKey.OP_READ);
            frontAddress = (InetSocketAddress) front.getLocalAddress();
            backAddress = (InetSocketAddress) second.getLocalAddress();
        } catch (final IOException | RuntimeException e) {
            closeAll(front, second, opened);
            throw e;
        }
        back = second;
        selector = opened;
        toServer = new RelayDirection(true, front, back, setup.toServer(), random.split(), observer);
        toClient = new RelayDirection(false, back, front, setup.toClient(), random.split(), observer);
        toServer.opposite(toClient);
        toClient.opposite(toServer);
        toServer.takeOnlyFrom(setup.client());
        toClient.takeOnlyFrom(server);
        thread.setDaemon(true);
    }

    /** Opens a relay; it forwards from now on. */
    public static UdpRelay open(final Setup setup, final Observer observer) throws IOException {
        final UdpRelay relay = new UdpRelay(setup, observer);
        relay.thread.start();
        return relay;
    }

    /** Opens a relay to a server on this machine, at the server's address and any free port. */
    public static UdpRelay to(final InetSocketAddress server, final RelayedPath path, final long seed)
            throws IOException {
        return open(
                new Setup(new InetSocketAddress(server.getAddress(), 0), server, null, path, path, seed),
                Observer.NONE);
    }

    private static DatagramChannel open(final InetSocketAddress address) throws IOException {
        final DatagramChannel channel = DatagramChannel.open(
                address.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.configureBlocking(false);
            return channel.bind(address);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The second port is at the address of the first one, unless the server cannot be reached from there. */
    private static InetAddress anyOrSame(final InetAddress bind, final InetAddress server) throws IOException {
        if (bind.getClass() == server.getClass() && bind.isLoopbackAddress() == server.isLoopbackAddress()) {
            return bind;
        }
        return InetAddress.getByAddress(new byte[server.getAddress().length]);
    }

    /** Returns the address and port for the client. */
    public InetSocketAddress clientSide() {
        return frontAddress;
    }

    /** Returns the address and port that the server sees. */
    public InetSocketAddress serverSide() {
        return backAddress;
    }

    /** Returns what has become of the client's datagrams. */
    public Counts countsToServer() {
        return toServer.counts();
    }

    /** Returns what has become of the server's datagrams. */
    public Counts countsToClient() {
        return toClient.counts();
    }

    /** Returns why it has ended without a {@link #close}; null if it has not. */
    public Throwable failure() {
        return failure;
    }

    private void run() {
        try {
            while (!isClosed) {
                boolean isBusy = toServer.receive(originNs);
                isBusy |= toClient.receive(originNs);
                isBusy |= toServer.deliver(System.nanoTime() - originNs, server);
                isBusy |= toClient.deliver(System.nanoTime() - originNs, toServer.source());
                if (!isBusy) {
                    await(Math.min(toServer.nextNs(), toClient.nextNs()));
                }
            }
        } catch (final ClosedChannelException e) {
            failure = isClosed ? null : e;
        } catch (final IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            closeAll(front, back, selector);
        }
    }

    /** Waits for the next datagram: one that arrives, or one that is due. It does not spin: the ends need the time. */
    private void await(final long nextNs) throws IOException {
        if (nextNs == Long.MAX_VALUE) {
            selector.select();
            selector.selectedKeys().clear();
            return;
        }
        final long waitNs = nextNs - (System.nanoTime() - originNs);
        if (waitNs >= LONG_WAIT_NS) {
            selector.select(TimeUnit.NANOSECONDS.toMillis(waitNs) - 1);
            selector.selectedKeys().clear();
        } else if (waitNs > 0) {
            LockSupport.parkNanos(this, Math.min(waitNs, SHORT_WAIT_NS));
        }
    }

    private static void closeAll(final AutoCloseable... resources) {
        for (final AutoCloseable resource : resources) {
            if (resource == null) {
                continue;
            }
            try {
                resource.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends it; datagrams on their way are lost. */
    @Override
    public void close() {
        isClosed = true;
        selector.wakeup();
        LockSupport.unpark(thread);
        boolean isInterrupted = false;
        try {
            thread.join(CLOSE_LIMIT_MS);
        } catch (final InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
