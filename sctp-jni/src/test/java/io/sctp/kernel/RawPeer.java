package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * A peer that says what no socket can be made to say: it writes SCTP packets by hand, into UDP (RFC 6951). It has one
 * association at a time, set up from its side, and neither acknowledges nor retransmits.
 */
final class RawPeer implements AutoCloseable {
    private static final int DATA = 0;
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int ABORT = 6;
    private static final int ERROR = 9;
    private static final int COOKIE_ECHO = 10;
    private static final int COOKIE_ACK = 11;
    private static final int FORWARD_TSN = 192;
    private static final int STATE_COOKIE = 7;
    private static final int FORWARD_TSN_SUPPORTED = 0xc000;

    private static final int COMMON_HEADER = 12;
    private static final int CHECKSUM_OFFSET = 8;
    private static final int CHUNK_HEADER = 4;
    private static final int INIT_FIXED = 16;
    private static final int RECEIVE_WINDOW = 65_536;
    private static final int PORT = 5_000;

    private final DatagramSocket socket;
    private final int encapsulationPort;
    private final int remotePort;
    private int tag = 0x5c7900;
    private int peerTag;

    /**
     * Connects to the SCTP port on the loopback address, through the UDP port at which the kernel takes encapsulated
     * packets.
     */
    RawPeer(final int encapsulationPort, final int remotePort, final Duration timeout) throws IOException {
        this.encapsulationPort = encapsulationPort;
        this.remotePort = remotePort;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
        connect();
    }

    /** Sets the association up; once more, from the same ports, it is what a restarted host does (RFC 9260, 5.2). */
    void connect() throws IOException {
        tag++;
        final ByteBuffer init = ByteBuffer.allocate(INIT_FIXED + CHUNK_HEADER);
        init.putInt(tag).putInt(RECEIVE_WINDOW).putShort((short) 4).putShort((short) 4);
        init.putInt(tag).putShort((short) FORWARD_TSN_SUPPORTED).putShort((short) CHUNK_HEADER);
        send(0, INIT, init.array());

        final ByteBuffer answer = await(INIT_ACK);
        peerTag = answer.getInt();
        answer.position(answer.position() + INIT_FIXED - Integer.BYTES);
        send(peerTag, COOKIE_ECHO, parameter(answer, STATE_COOKIE));
        await(COOKIE_ACK);
    }

    /** Sends an ERROR chunk with one cause (RFC 9260, 3.3.10). */
    void sendError(final int cause, final byte[] information) throws IOException {
        send(peerTag, ERROR, cause(cause, information));
    }

    /** Sends an ABORT with one cause (RFC 9260, 3.3.7). */
    void abort(final int cause, final byte[] information) throws IOException {
        send(peerTag, ABORT, cause(cause, information));
    }

    /** How often data comes, none of which is acknowledged, until it is given up (RFC 3758, section 3.2). */
    int countDataUntilForwardTsn() throws IOException {
        int count = 0;
        while (true) {
            final int chunk = firstChunkOf(receive());
            if (chunk == FORWARD_TSN) {
                return count;
            }
            count += chunk == DATA ? 1 : 0;
        }
    }

    /** Aborts the association, so that its other end is not left to time out. */
    @Override
    public void close() throws IOException {
        try (socket) {
            send(peerTag, ABORT, new byte[0]);
        }
    }

    private static byte[] cause(final int code, final byte[] information) {
        final ByteBuffer cause = ByteBuffer.allocate(CHUNK_HEADER + information.length);
        return cause.putShort((short) code)
                .putShort((short) cause.capacity())
                .put(information)
                .array();
    }

    private void send(final int verificationTag, final int type, final byte[] value) throws IOException {
        final int length = CHUNK_HEADER + value.length;
        final ByteBuffer packet = ByteBuffer.allocate(COMMON_HEADER + padded(length));
        packet.putShort((short) PORT).putShort((short) remotePort).putInt(verificationTag);
        packet.putInt(0);
        packet.put((byte) type).put((byte) 0).putShort((short) length).put(value);
        final CRC32C checksum = new CRC32C();
        checksum.update(packet.array());
        packet.putInt(CHECKSUM_OFFSET, Integer.reverseBytes((int) checksum.getValue()));
        socket.send(new DatagramPacket(
                packet.array(), packet.capacity(), InetAddress.getLoopbackAddress(), encapsulationPort));
    }

    /** The value of the next chunk of a type that leads a packet; what else arrives until then is passed over. */
    private ByteBuffer await(final int type) throws IOException {
        while (true) {
            final ByteBuffer packet = receive();
            if (firstChunkOf(packet) == type) {
                assertEquals(tag, packet.getInt(Integer.BYTES), "verification tag of the answer");
                final int length = Short.toUnsignedInt(packet.getShort(COMMON_HEADER + Short.BYTES));
                return packet.limit(COMMON_HEADER + length).position(COMMON_HEADER + CHUNK_HEADER);
            }
        }
    }

    private ByteBuffer receive() throws IOException {
        final DatagramPacket packet = new DatagramPacket(new byte[RECEIVE_WINDOW], RECEIVE_WINDOW);
        socket.receive(packet);
        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    }

    private static int firstChunkOf(final ByteBuffer packet) {
        return Byte.toUnsignedInt(packet.get(COMMON_HEADER));
    }

    private static byte[] parameter(final ByteBuffer parameters, final int wanted) {
        while (parameters.remaining() >= CHUNK_HEADER) {
            final int start = parameters.position();
            final int type = parameters.getShort();
            final int length = Short.toUnsignedInt(parameters.getShort());
            if (type == wanted) {
                final byte[] value = new byte[length - CHUNK_HEADER];
                parameters.get(value);
                return value;
            }
            parameters.position(Math.min(parameters.limit(), start + padded(length)));
        }
        throw new AssertionError("no parameter " + wanted + " in the answer");
    }

    private static int padded(final int length) {
        return (length + 3) & ~3;
    }
}
