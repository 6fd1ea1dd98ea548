package io.sctp.userspace;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and the UDP port of a server at the same address, and notes how long the packets are. */
public final class UdpRelay implements AutoCloseable {
    private final DatagramSocket socket;
    private final int serversUdpPort;
    private final Thread thread = new Thread(this::run, "udp-relay");
    private final List<Integer> fromClient = new CopyOnWriteArrayList<>();
    private volatile int clientsUdpPort;

    public UdpRelay(final InetAddress address, final int serversUdpPort) throws IOException {
        this.serversUdpPort = serversUdpPort;
        socket = new DatagramSocket(0, address);
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The lengths of the UDP payloads that came from the client. */
    public List<Integer> fromClient() {
        return fromClient;
    }

    private void run() {
        final DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (!socket.isClosed()) {
                packet.setLength(65_536);
                socket.receive(packet);
                final boolean isFromServer = packet.getPort() == serversUdpPort;
                if (!isFromServer) {
                    clientsUdpPort = packet.getPort();
                    fromClient.add(packet.getLength());
                }
                packet.setPort(isFromServer ? clientsUdpPort : serversUdpPort);
                socket.send(packet);
            }
        } catch (final SocketException e) {
            // It is closed.
        } catch (final IOException e) {
            throw new AssertionError("the relay cannot go on", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
