package io.sctp.engine.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * SCTP packets as bytes (RFC 9260 section 3). It shares no code with the engine, so a wrong constant there is seen
 * here.
 */
final class WireBytes {
    static final int DATA = 0;
    static final int INIT = 1;
    static final int INIT_ACK = 2;
    static final int SACK = 3;
    static final int HEARTBEAT = 4;
    static final int HEARTBEAT_ACK = 5;
    static final int ABORT = 6;
    static final int SHUTDOWN = 7;
    static final int SHUTDOWN_ACK = 8;
    static final int ERROR = 9;
    static final int COOKIE_ECHO = 10;
    static final int COOKIE_ACK = 11;
    static final int SHUTDOWN_COMPLETE = 14;

    static final int FLAG_T = 1;
    static final int END = 1;
    static final int BEGIN = 2;
    static final int UNORDERED = 4;
    static final int IMMEDIATE = 8;
    static final int WHOLE = BEGIN | END;

    static final int COMMON_HEADER = 12;
    static final int DATA_HEADER = 16;

    private WireBytes() {}

    /**
     * A chunk that came over the wire.
     *
     * @param bytes the chunk with its header, without padding
     */
    record Chunk(ByteBuffer bytes) {
        int type() {
            return bytes.get(0) & 0xFF;
        }

        int flags() {
            return bytes.get(1) & 0xFF;
        }

        int length() {
            return bytes.capacity();
        }

        int int32(final int at) {
            return bytes.getInt(at);
        }

        int int16(final int at) {
            return bytes.getShort(at) & 0xFFFF;
        }

        /** The length on the wire. */
        int padded() {
            return length() + 3 & ~3;
        }

        /** Of DATA: TSN; of SACK and SHUTDOWN: the cumulative one. */
        int tsn() {
            return int32(4);
        }

        int stream() {
            return int16(8);
        }

        int ssn() {
            return int16(10);
        }

        /** The code of the first cause of ABORT or ERROR, 0 for none. */
        int cause() {
            return length() > 4 ? int16(4) : 0;
        }

        @Override
        public String toString() {
            return type() == DATA
                    ? "DATA " + Integer.toUnsignedString(tsn()) + " (" + length() + ")"
                    : "type " + type() + " (" + length() + ")";
        }
    }

    /**
     * A packet that the engine sent.
     *
     * @param address the low half of where it goes
     * @param mayBeFragmented whether it goes without "don't fragment"
     */
    record Packet(
            long timeNs, long address, int length, int ports, int tag, boolean mayBeFragmented, List<Chunk> chunks) {
        List<Chunk> chunks(final int type) {
            return chunks.stream().filter(chunk -> chunk.type() == type).toList();
        }

        boolean has(final int type) {
            return !chunks(type).isEmpty();
        }

        List<Integer> types() {
            return chunks.stream().map(Chunk::type).toList();
        }
    }

    /** Takes a packet apart; fails if its checksum is wrong, or a chunk in it is not whole. */
    static Packet parse(
            final ByteBuffer buffer,
            final int offset,
            final int length,
            final long timeNs,
            final long address,
            final boolean mayBeFragmented) {
        final byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        final ByteBuffer packet = ByteBuffer.wrap(bytes);
        final int checksum = packet.getInt(8);
        if (checksum != checksum(bytes)) {
            throw new AssertionError("a wrong checksum was sent");
        }
        final List<Chunk> chunks = new ArrayList<>();
        int at = COMMON_HEADER;
        while (at < length) {
            final int chunkLength = length - at < 4 ? 0 : packet.getShort(at + 2) & 0xFFFF;
            if (chunkLength < 4 || at + (chunkLength + 3 & ~3) > length) {
                throw new AssertionError("a chunk of " + chunkLength + " bytes at " + at + " of " + length);
            }
            final ByteBuffer copy = ByteBuffer.allocate(chunkLength);
            copy.put(0, bytes, at, chunkLength);
            chunks.add(new Chunk(copy));
            at += chunkLength + 3 & ~3;
        }
        return new Packet(timeNs, address, length, packet.getInt(0), packet.getInt(4), mayBeFragmented, chunks);
    }

    /** Appendix A of RFC 9260: the least significant byte goes first. */
    static int checksum(final byte[] packet) {
        final CRC32C crc = new CRC32C();
        crc.update(packet, 0, 8);
        crc.update(new byte[4]);
        crc.update(packet, COMMON_HEADER, packet.length - COMMON_HEADER);
        return Integer.reverseBytes((int) crc.getValue());
    }

    /** A packet with the right checksum. */
    static byte[] packet(final int sourcePort, final int destinationPort, final int tag, final byte[]... chunks) {
        int length = COMMON_HEADER;
        for (final byte[] chunk : chunks) {
            length += chunk.length + 3 & ~3;
        }
        final ByteBuffer packet = ByteBuffer.allocate(length);
        packet.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(tag)
                .putInt(0);
        for (final byte[] chunk : chunks) {
            packet.put(chunk).position(packet.position() + (-chunk.length & 3));
        }
        return seal(packet.array());
    }

    static byte[] seal(final byte[] packet) {
        ByteBuffer.wrap(packet).putInt(8, checksum(packet));
        return packet;
    }

    /** A chunk whose value is made of words. */
    static byte[] chunk(final int type, final int flags, final int... words) {
        final ByteBuffer chunk = ByteBuffer.allocate(4 + 4 * words.length);
        chunk.put((byte) type).put((byte) flags).putShort((short) chunk.capacity());
        for (final int word : words) {
            chunk.putInt(word);
        }
        return chunk.array();
    }

    static byte[] chunkOf(final int type, final int flags, final byte[] value) {
        final ByteBuffer chunk = ByteBuffer.allocate(4 + value.length);
        chunk.put((byte) type)
                .put((byte) flags)
                .putShort((short) chunk.capacity())
                .put(value);
        return chunk.array();
    }

    /** DATA whose payload consists of one byte over and over. */
    static byte[] data(
            final int tsn, final int stream, final int ssn, final int flags, final int length, final int fill) {
        final ByteBuffer chunk = ByteBuffer.allocate(DATA_HEADER + length);
        chunk.put((byte) DATA).put((byte) flags).putShort((short) (DATA_HEADER + length));
        chunk.putInt(tsn).putShort((short) stream).putShort((short) ssn).putInt(0);
        while (chunk.hasRemaining()) {
            chunk.put((byte) fill);
        }
        return chunk.array();
    }

    /** SACK with gap blocks, as pairs of first and last, counted from the cumulative TSN. */
    static byte[] sack(final int cumulativeTsn, final int window, final int... gaps) {
        final ByteBuffer chunk = ByteBuffer.allocate(16 + 2 * gaps.length);
        chunk.put((byte) SACK).put((byte) 0).putShort((short) chunk.capacity());
        chunk.putInt(cumulativeTsn)
                .putInt(window)
                .putShort((short) (gaps.length / 2))
                .putShort((short) 0);
        for (final int gap : gaps) {
            chunk.putShort((short) gap);
        }
        return chunk.array();
    }

    /** A parameter, or an error cause. */
    static byte[] parameter(final int type, final byte... value) {
        final ByteBuffer parameter = ByteBuffer.allocate(4 + value.length + (-value.length & 3));
        parameter.putShort((short) type).putShort((short) (4 + value.length)).put(value);
        return parameter.array();
    }

    static byte[] init(
            final int type, final int tag, final int window, final int streams, final int tsn, final byte[]... more) {
        int length = 16;
        for (final byte[] parameter : more) {
            length += parameter.length;
        }
        final ByteBuffer value = ByteBuffer.allocate(length);
        value.putInt(tag)
                .putInt(window)
                .putShort((short) streams)
                .putShort((short) streams)
                .putInt(tsn);
        for (final byte[] parameter : more) {
            value.put(parameter);
        }
        return chunkOf(type, 0, value.array());
    }
}
