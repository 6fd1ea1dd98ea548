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
import java.util.Map;

/**
 * A socket of the JDK's: one system call and one object per datagram, and the local address of what arrives is not known.
 * For platforms for which there is no native library.
 */
final class NioUdpSocket implements UdpSocket {
    private static final int MAX_CACHED_PEERS = 1024;

    private record Peer(long high, long low, int port, int scope) {}

    private final DatagramChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Map<Peer, InetSocketAddress> peers = new HashMap<>();

    private NioUdpSocket(final DatagramChannel channel, final Selector selector, final SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    static NioUdpSocket open(final int port, final int bufferBytes) throws SctpException {
        try {
            final DatagramChannel channel = DatagramChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
                channel.bind(new InetSocketAddress(port));
                channel.configureBlocking(false);
                final Selector selector = Selector.open();
                return new NioUdpSocket(channel, selector, channel.register(selector, SelectionKey.OP_READ));
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

    private static SctpException failure(final String operation, final Errno errno, final IOException cause) {
        final SctpException failure = SctpException.of(operation, errno.number(), null, null, cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    @Override
    public int localPort() {
        return channel.socket().getLocalPort();
    }

    @Override
    public String describe() {
        return "java.nio, one datagram at a time";
    }

    @Override
    public int receive(final DatagramBatch batch) throws SctpException {
        batch.clear();
        try {
            for (int slot = 0; slot < batch.capacity(); slot++) {
                final ByteBuffer memory = batch.payload().duplicate();
                memory.position(batch.offset(slot)).limit(batch.offset(slot) + batch.slotBytes());
                final InetSocketAddress from = (InetSocketAddress) channel.receive(memory);
                if (from == null) {
                    break;
                }
                final int scope = from.getAddress() instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
                final ByteBuffer bytes = ByteBuffer.wrap(mapped(from.getAddress()));
                batch.received(
                        slot,
                        memory.position() - batch.offset(slot),
                        bytes.getLong(),
                        bytes.getLong(),
                        from.getPort(),
                        scope);
            }
        } catch (final IOException e) {
            if (batch.size() == 0) {
                throw failure("receive datagrams", Errno.EIO, e);
            }
        }
        return batch.size();
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
            for (int at = batch.offset(slot); at < end; at += segment) {
                final ByteBuffer memory = batch.payload().duplicate();
                memory.position(at).limit(Math.min(end, at + segment));
                try {
                    // A full send buffer drops the datagram, as a full queue in the network would.
                    channel.send(memory, to);
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
            InetAddress address = InetAddress.getByAddress(bytes); // a mapped address comes back as IPv4
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
        // No address of memory is needed.
    }

    @Override
    public void await(final boolean alsoForRoom, final int timeoutMillis) throws SctpException {
        key.interestOps(SelectionKey.OP_READ | (alsoForRoom ? SelectionKey.OP_WRITE : 0));
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
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
