package io.sctp.script;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The peer's end of the wire: UDP sockets that carry SCTP packets (RFC 6951), one for each local address. */
final class Peer implements AutoCloseable {
    static final String ADDRESS = "127.0.0.1";
    private static final int LARGEST = 65_535;

    /** What came: a packet, or why it is none. */
    record Arrival(Packet packet, IllegalArgumentException defect, String hex) {}

    private final Map<String, DatagramSocket> sockets = new HashMap<>();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    /** Where the system under test receives: first where it listens, later where its packets come from. */
    private volatile int remoteUdpPort;

    Peer(final int remoteUdpPort) throws IOException {
        this.remoteUdpPort = remoteUdpPort;
        socket(ADDRESS);
    }

    /** Returns the UDP port of the peer's first address. */
    int udpPort() throws IOException {
        return socket(ADDRESS).getLocalPort();
    }

    void send(final String from, final byte[] packet) throws IOException {
        socket(from)
                .send(new DatagramPacket(
                        packet, packet.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), remoteUdpPort)));
    }

    /** Returns what came next, or null if nothing does in time. */
    Arrival next(final long deadlineNs) {
        try {
            return arrivals.poll(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private DatagramSocket socket(final String address) throws IOException {
        final DatagramSocket known = sockets.get(address);
        if (known != null) {
            return known;
        }
        // The same port everywhere, since the other end keeps one for a peer's addresses that it has not heard from.
        final DatagramSocket first = sockets.get(ADDRESS);
        final DatagramSocket socket =
                new DatagramSocket(first == null ? 0 : first.getLocalPort(), InetAddress.getByName(address));
        socket.setReceiveBufferSize(1 << 20);
        sockets.put(address, socket);
        final Thread receiver = new Thread(() -> receive(address, socket), "peer at " + address);
        receiver.setDaemon(true);
        receiver.start();
        return socket;
    }

    private void receive(final String address, final DatagramSocket socket) {
        final DatagramPacket datagram = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!socket.isClosed()) {
            try {
                datagram.setLength(LARGEST);
                socket.receive(datagram);
            } catch (final IOException e) {
                continue; // closed, or told that a port is unreachable
            }
            final long nowNs = System.nanoTime();
            remoteUdpPort = datagram.getPort();
            final byte[] bytes = Arrays.copyOf(datagram.getData(), datagram.getLength());
            try {
                arrivals.add(new Arrival(Packet.read(nowNs, address, bytes), null, Packet.hex(bytes)));
            } catch (final IllegalArgumentException e) {
                arrivals.add(new Arrival(null, e, Packet.hex(bytes)));
            }
        }
    }

    @Override
    public void close() {
        sockets.values().forEach(DatagramSocket::close);
    }
}
