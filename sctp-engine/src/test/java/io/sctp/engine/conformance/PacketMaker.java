package io.sctp.engine.conformance;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes packets byte by byte, sharing nothing with the engine. */
final class PacketMaker {
    static final int PORT = 5000;

    private PacketMaker() {}

    /** A packet between the usual ports. */
    static byte[] packet(final int tag, final byte[]... chunks) {
        return packet(PORT, PORT, tag, chunks);
    }

    static byte[] packet(final int sourcePort, final int destinationPort, final int tag, final byte[]... chunks) {
        final byte[] body = join(chunks);
        final ByteBuffer packet = ByteBuffer.allocate(12 + body.length)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(tag)
                .putInt(0)
                .put(body);
        return sealed(packet.array());
    }

    /** Gives a packet the checksum that it should have. */
    static byte[] sealed(final byte[] packet) {
        final ByteBuffer buffer = ByteBuffer.wrap(packet).putInt(8, 0);
        final CRC32C crc = new CRC32C();
        crc.update(packet);
        buffer.putInt(8, Integer.reverseBytes((int) crc.getValue()));
        return packet;
    }

    /** A chunk with padding. */
    static byte[] chunk(final int type, final int flags, final byte[]... value) {
        return tlv(type << 8 | flags, join(value));
    }

    /** A parameter or an error cause with padding. */
    static byte[] tlv(final int type, final byte[] value) {
        final ByteBuffer tlv = ByteBuffer.allocate(padded(4 + value.length));
        return tlv.putShort((short) type)
                .putShort((short) (4 + value.length))
                .put(value)
                .array();
    }

    /** A chunk whose length does not count the padding of its last parameter (RFC 9260 section 3.2). */
    static byte[] chunkOf(final int type, final byte[] lastParameter) {
        final byte[] chunk = chunk(type, 0, lastParameter);
        final int padding =
                lastParameter.length - (ByteBuffer.wrap(lastParameter).getShort(2) & 0xFFFF);
        ByteBuffer.wrap(chunk).putShort(2, (short) (chunk.length - padding));
        return chunk;
    }

    /** INIT or INIT ACK. */
    static byte[] init(
            final int type,
            final int tag,
            final int window,
            final int outbound,
            final int inbound,
            final int tsn,
            final byte[]... parameters) {
        return chunk(type, 0, ints(tag, window, outbound << 16 | inbound, tsn), join(parameters));
    }

    /** A DATA chunk; the flags are 1 for the end, 2 for the beginning, 4 for unordered, 8 for immediately. */
    static byte[] data(final int flags, final int tsn, final int stream, final int ssn, final byte[] payload) {
        return chunk(0, flags, ints(tsn, stream << 16 | ssn, 0), payload);
    }

    static byte[] ipv4(final int address) {
        return tlv(5, ints(address));
    }

    static byte[] ipv6(final long high, final long low) {
        return tlv(6, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }

    static byte[] ints(final int... values) {
        final ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    static byte[] join(final byte[]... parts) {
        int length = 0;
        for (final byte[] part : parts) {
            length += part.length;
        }
        final ByteBuffer joined = ByteBuffer.allocate(length);
        for (final byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    static int padded(final int length) {
        return length + 3 & ~3;
    }
}
