package io.sctp.udp;

import io.sctp.Errno;
import io.sctp.SctpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * JDK datagram channels: one system call and one object per datagram. One channel is bound to the wildcard address and
 * does not learn the destination address of datagrams; {@link #receiveAt} adds one channel for each address that must
 * be known. For platforms without native library.
 */
final class NioUdpSocket implements UdpSocket {
    private static final int MAX_CACHED_PEERS = 1024;

    private record Peer(long high, long low, int port, int scope) {}

    /**
     * One socket.
     *
     * @param high the first half of its address; both halves are 0 for the wildcard address
     */
    private record Local(DatagramChannel channel, SelectionKey key, long high, long low) {}

    private final Selector selector;
    private final Local everywhere;
    private final List<Local> known = new CopyOnWriteArrayList<>();
    private final int bufferBytes;
    private final Map<Peer, InetSocketAddress> peers = new HashMap<>();

    /** The socket whose turn it is to receive; -1 for the wildcard socket. */
    private int next = -1;

    private NioUdpSocket(final DatagramChannel channel, final Selector selector, final int bufferBytes)
            throws IOException {
        this.selector = selector;
        this.bufferBytes = bufferBytes;
        everywhere = new Local(channel, channel.register(selector, SelectionKey.OP_READ), 0, 0);
    }

    static NioUdpSocket open(final int port, final int bufferBytes) throws SctpException {
        try {
            final DatagramChannel channel = bind(new InetSocketAddress(port), bufferBytes, false);
            try {
                share(channel); // after bind, so that a port in use is refused
                return new NioUdpSocket(channel, Selector.open(), bufferBytes);
            } catch (final IOException e) {
                channel.close();
                throw e;
            }
        } catch (final BindException e) {
            throw failure("bind UDP port " + port, Errno.EADDRINUSE, e);
        } catch (final IOException e) {
            throw failure("open UDP socket", Errno.EIO, e);
        }
    }

    private static DatagramChannel bind(final InetSocketAddress local, final int bufferBytes, final boolean shared)
            throws IOException {
        final DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
            if (shared) {
                share(channel);
            }
            channel.bind(local);
            channel.configureBlocking(false);
            return channel;
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * With SO_REUSEPORT another socket of this user can bind the same port at one address, and gets the datagrams to
     * it.
     */
    private static void share(final DatagramChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
    }

    @Override
    public void receiveAt(final InetAddress address) throws SctpException {
        final ByteBuffer bytes = ByteBuffer.wrap(mapped(address));
        final long high = bytes.getLong();
        final long low = bytes.getLong();
        if (find(high, low) != null) {
            return;
        }
        try {
            final DatagramChannel channel = bind(new InetSocketAddress(address, localPort()), bufferBytes, true);
            known.add(new Local(channel, channel.register(selector, SelectionKey.OP_READ), high, low));
            selector.wakeup();
        } catch (final IOException e) {
            throw failure("bind UDP port " + localPort() + " at " + address.getHostAddress(), Errno.EADDRNOTAVAIL, e);
        }
    }

    private Local find(final long high, final long low) {
        for (final Local local : known) {
            if (local.low() == low && local.high() == high) {
                return local;
            }
        }
        return null;
    }

    private static SctpException failure(final String operation, final Errno errno, final IOException cause) {
        final SctpException failure = SctpException.of(operation, errno.number(), null, null, cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    @Override
    public int localPort() {
        return everywhere.channel().socket().getLocalPort();
    }

    @Override
    public String describe() {
        return "java.nio, one datagram at a time";
    }

    @Override
    public int receive(final DatagramBatch batch) throws SctpException {
        batch.clear();
        final int sockets = known.size() + 1;
        int empty = 0;
        try {
            while (batch.size() < batch.capacity() && empty < sockets) {
                next = next + 1 < known.size() ? next + 1 : -1; // so that no socket delays the others
                empty = receiveOne(next < 0 ? everywhere : known.get(next), batch) ? 0 : empty + 1;
            }
        } catch (final IOException e) {
            if (batch.size() == 0) {
                throw failure("receive datagrams", Errno.EIO, e);
            }
        }
        return batch.size();
    }

    private static boolean receiveOne(final Local local, final DatagramBatch batch) throws IOException {
        final int slot = batch.size();
        final ByteBuffer memory = batch.payload().duplicate();
        memory.position(batch.offset(slot)).limit(batch.offset(slot) + batch.slotBytes());
        final InetSocketAddress from = (InetSocketAddress) local.channel().receive(memory);
        if (from == null) {
            return false;
        }
        final int scope = from.getAddress() instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
        final ByteBuffer bytes = ByteBuffer.wrap(mapped(from.getAddress()));
        batch.received(
                slot,
                memory.position() - batch.offset(slot),
                bytes.getLong(),
                bytes.getLong(),
                from.getPort(),
                scope,
                local.high(),
                local.low());
        return true;
    }

    private static byte[] mapped(final InetAddress address) {
        final byte[] bytes = address.getAddress();
        if (bytes.length == 16) {
            return bytes;
        }
        final byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        return mapped;
    }

    @Override
    public boolean send(final DatagramBatch batch) {
        while (batch.hasRemaining()) {
            final int slot = batch.position();
            final int end = batch.offset(slot) + batch.length(slot);
            final int segment = Math.max(1, batch.segment(slot));
            final InetSocketAddress to = peer(batch, slot);
            final Local bound = find(batch.localHigh(slot), batch.localLow(slot));
            final DatagramChannel from = (bound == null ? everywhere : bound).channel();
            for (int at = batch.offset(slot); at < end; at += segment) {
                final ByteBuffer memory = batch.payload().duplicate();
                memory.position(at).limit(Math.min(end, at + segment));
                try {
                    // A full send buffer drops the datagram, as a full queue in the network would.
                    from.send(memory, to);
                } catch (final IOException e) {
                    batch.error(slot, Errno.ENETUNREACH.number());
                }
            }
            batch.sent(1);
        }
        return true;
    }

    private InetSocketAddress peer(final DatagramBatch batch, final int slot) {
        if (peers.size() > MAX_CACHED_PEERS) {
            peers.clear();
        }
        return peers.computeIfAbsent(
                new Peer(batch.peerHigh(slot), batch.peerLow(slot), batch.peerPort(slot), batch.scope(slot)),
                NioUdpSocket::address);
    }

    private static InetSocketAddress address(final Peer peer) {
        final byte[] bytes =
                ByteBuffer.allocate(16).putLong(peer.high()).putLong(peer.low()).array();
        try {
            InetAddress address = InetAddress.getByAddress(bytes); // a mapped address is returned as IPv4
            if (address instanceof Inet6Address && peer.scope() != 0) {
                address = Inet6Address.getByAddress(null, bytes, peer.scope());
            }
            return new InetSocketAddress(address, peer.port());
        } catch (final UnknownHostException e) {
            throw new AssertionError("16 bytes are always an IP address", e);
        }
    }

    @Override
    public void prepareToSend(final DatagramBatch batch) {
        // Needs no memory address.
    }

    @Override
    public void await(final boolean alsoForRoom, final int timeoutMillis) throws SctpException {
        everywhere.key().interestOps(SelectionKey.OP_READ | (alsoForRoom ? SelectionKey.OP_WRITE : 0));
        try {
            if (timeoutMillis == 0) {
                selector.selectNow();
            } else {
                selector.select(Math.max(0, timeoutMillis));
            }
            selector.selectedKeys().clear();
        } catch (final IOException e) {
            throw failure("await datagrams", Errno.EIO, e);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
            everywhere.channel().close();
            for (final Local local : known) {
                local.channel().close();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
