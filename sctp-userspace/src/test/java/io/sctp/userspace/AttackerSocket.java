package io.sctp.userspace;

import io.sctp.SctpException;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpIo;
import io.sctp.udp.UdpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends packets over loopback, from any address of it and at a rate, and sets associations up by hand. For one thread.
 */
public final class AttackerSocket implements AutoCloseable {
    private static final int BATCH = 64;
    private static final int PACKET_BYTES = 2048;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int HANDSHAKE_TRIES = 50;
    private static final int HANDSHAKE_WAIT_MILLIS = 100;
    private static final int MAX_ROUND_NS = 20_000_000;
    private static final long PAUSE_NS = 500_000;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final UdpSocket socket = UdpIo.ofProperty().open(0, BUFFER_BYTES);
    private final DatagramBatch out = new DatagramBatch(BATCH, PACKET_BYTES);
    private final DatagramBatch in = new DatagramBatch(BATCH, 65_535);
    private final int serversUdpPort;

    public AttackerSocket(final int serversUdpPort) throws SctpException {
        this.serversUdpPort = serversUdpPort;
        socket.prepareToSend(out);
    }

    /** Sends a flood to a UDP port for as long as it is wanted; returns how many packets went. */
    long send(final Flood flood, final int udpPort, final int packetsPerSecond, final BooleanSupplier goOn)
            throws IOException {
        final long beginNs = System.nanoTime();
        long sent = 0;
        long forgiven = 0; // what a machine that is too slow does not catch up with
        while (goOn.getAsBoolean()) {
            final long elapsedNs = System.nanoTime() - beginNs;
            final long due = packetsPerSecond * (elapsedNs / 1000) / (NANOS_PER_SECOND / 1000) - forgiven;
            final long most = sent + (long) packetsPerSecond * MAX_ROUND_NS / NANOS_PER_SECOND + 1;
            forgiven += Math.max(0, due - most);
            while (sent < Math.min(due, most)) {
                sent += sendBatch(flood, sent, Math.min(BATCH, Math.min(due, most) - sent), udpPort);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return sent;
    }

    private long sendBatch(final Flood flood, final long first, final long count, final int udpPort)
            throws IOException {
        for (long i = first; i < first + count; i++) {
            final int length = flood.write(out.payload(), out.offset(out.size()), i);
            add(length, flood.source(i), udpPort);
        }
        flush();
        return count;
    }

    private void add(final int length, final IpAddress source, final int udpPort) {
        final IpAddress to = RawPacket.OWN;
        out.add(length, length, to.high(), to.low(), udpPort, 0, source.high(), source.low());
    }

    private void flush() throws IOException {
        while (!socket.send(out)) {
            socket.await(true, 1);
        }
        out.clear();
    }

    /** Sends a packet of its own to the server. */
    public void send(final int length) throws IOException {
        add(length, RawPacket.OWN, serversUdpPort);
        flush();
    }

    /** Where the next packet is written, at 0. */
    public ByteBuffer packet() {
        return out.payload();
    }

    /** Sets an association up, with an INIT that lists more addresses; it is there when this returns. */
    public RawAssociation connect(final int port, final int peerPort, final IpAddress... listed) throws IOException {
        final RawAssociation association = init(port, peerPort, listed);
        for (int i = 0; i < HANDSHAKE_TRIES; i++) {
            send(association.cookieEcho(packet(), 0, association.cookie));
            if (await(port, ChunkType.COOKIE_ACK) >= 0) {
                return association;
            }
        }
        throw new IOException("no COOKIE ACK");
    }

    /** As far as the INIT ACK. */
    RawAssociation init(final int port, final int peerPort, final IpAddress... listed) throws IOException {
        for (int i = 0; i < HANDSHAKE_TRIES; i++) {
            final int chunk = RawPacket.header(packet(), 0, port, peerPort, 0);
            send(RawPacket.finish(packet(), 0, RawPacket.init(packet(), chunk, port, List.of(listed))));
            final int at = await(port, ChunkType.INIT_ACK);
            if (at >= 0) {
                return new RawAssociation(
                        port, peerPort, InitChunk.initiateTag(in.payload(), at), cookie(in.payload(), at));
            }
        }
        throw new IOException("no INIT ACK");
    }

    private static byte[] cookie(final ByteBuffer packet, final int initAck) {
        int at = initAck + InitChunk.FIXED_LENGTH;
        while (Parameter.type(packet, at) != ParameterType.STATE_COOKIE) {
            at = Parameter.next(packet, at);
        }
        final byte[] cookie = new byte[Parameter.length(packet, at) - Parameter.HEADER_LENGTH];
        packet.get(at + Parameter.HEADER_LENGTH, cookie);
        return cookie;
    }

    /** Where a packet's first chunk is that is of this type, for this port; -1 if none comes soon. */
    private int await(final int port, final int type) throws IOException {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HANDSHAKE_WAIT_MILLIS);
        while (System.nanoTime() - endNs < 0) {
            final int count = socket.receive(in);
            for (int slot = 0; slot < count; slot++) {
                for (int i = 0; i < in.length(slot); i += in.segment(slot)) {
                    final int at = in.offset(slot) + i;
                    if (PacketHeader.destinationPort(in.payload(), at) == port
                            && Chunk.type(in.payload(), at + PacketHeader.LENGTH) == type) {
                        return at + PacketHeader.LENGTH;
                    }
                }
            }
            if (count == 0) {
                socket.await(false, 1);
            }
        }
        return -1;
    }

    @Override
    public void close() {
        socket.close();
    }
}
