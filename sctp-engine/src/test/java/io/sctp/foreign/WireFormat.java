package io.sctp.foreign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Packets as RFC 9260 section 3 draws them, written and read by means that the engine does not have. */
final class WireFormat {
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
    static final int FORWARD_TSN = 192;

    static final int IPV4_ADDRESS = 5;
    static final int STATE_COOKIE = 7;
    static final int SUPPORTED_EXTENSIONS = 0x8008;
    static final int FORWARD_TSN_SUPPORTED = 0xC000;

    /** The packet has its sender's tag instead of its receiver's. */
    static final int FLAG_T = 1;

    /** An error cause. */
    static final int STALE_COOKIE = 3;

    static final int HEADER = 12;
    static final int CHUNK_HEADER = 4;
    private static final int CHECKSUM_AT = 8;

    private WireFormat() {}

    /** A chunk: its type, its flags, and what is behind its header. */
    record Chunk(int type, int flags, ByteBuffer body) {
        int paddedLength() {
            return (CHUNK_HEADER + body.limit() + 3) & ~3;
        }
    }

    static Chunk chunk(final int type, final int flags, final ByteBuffer body) {
        return new Chunk(type, flags, body.flip());
    }

    static Chunk chunk(final int type) {
        return new Chunk(type, 0, ByteBuffer.allocate(0));
    }

    static Chunk shutdown(final int cumulativeTsn) {
        return chunk(SHUTDOWN, 0, ByteBuffer.allocate(4).putInt(cumulativeTsn));
    }

    /** Returns an ERROR chunk with the cause Stale Cookie (RFC 9260 section 3.3.10.3). */
    static Chunk staleCookieError(final int microsLate) {
        return chunk(
                ERROR, 0, ByteBuffer.allocate(8).putInt(STALE_COOKIE << 16 | 8).putInt(microsLate));
    }

    /** Says whether the packet of a chunk has its sender's tag (RFC 9260 section 8.5.1, rules B and C). */
    static boolean isReflected(final Chunk chunk) {
        return (chunk.type() == ABORT || chunk.type() == SHUTDOWN_COMPLETE) && (chunk.flags() & FLAG_T) != 0;
    }

    /** Describes the first error cause of an ABORT, if it has one. */
    static String causeOf(final ByteBuffer body) {
        return body.limit() < 4 ? "" : ", cause " + (body.getShort(0) & 0xFFFF);
    }

    static byte[] packet(final int sourcePort, final int destinationPort, final int tag, final List<Chunk> chunks) {
        final int length =
                HEADER + chunks.stream().mapToInt(Chunk::paddedLength).sum();
        final ByteBuffer packet = ByteBuffer.allocate(length);
        packet.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(tag)
                .putInt(0);
        for (final Chunk chunk : chunks) {
            final int begin = packet.position();
            packet.put((byte) chunk.type()).put((byte) chunk.flags());
            packet.putShort((short) (CHUNK_HEADER + chunk.body().limit()))
                    .put(chunk.body().duplicate());
            packet.position(begin + chunk.paddedLength());
        }
        packet.order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM_AT, checksum(packet.array()));
        return packet.array();
    }

    /** Says whether a packet is one, with the right checksum. */
    static boolean isIntact(final byte[] packet) {
        if (packet.length < HEADER + CHUNK_HEADER) {
            return false;
        }
        final byte[] copy = packet.clone();
        final ByteBuffer view = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        final int claimed = view.getInt(CHECKSUM_AT);
        view.putInt(CHECKSUM_AT, 0);
        return checksum(copy) == claimed;
    }

    private static int checksum(final byte[] packet) {
        final CRC32C crc = new CRC32C();
        crc.update(packet);
        return (int) crc.getValue();
    }

    static List<Chunk> chunks(final byte[] packet) {
        final ByteBuffer all = ByteBuffer.wrap(packet);
        final List<Chunk> chunks = new ArrayList<>();
        int at = HEADER;
        while (at + CHUNK_HEADER <= packet.length) {
            final int length = all.getShort(at + 2) & 0xFFFF;
            if (length < CHUNK_HEADER || at + length > packet.length) {
                throw new AssertionError("a chunk of " + length + " bytes at " + at + " of " + packet.length);
            }
            chunks.add(new Chunk(
                    all.get(at) & 0xFF, all.get(at + 1) & 0xFF, all.slice(at + CHUNK_HEADER, length - CHUNK_HEADER)));
            at += (length + 3) & ~3;
        }
        return chunks;
    }

    /** Returns the value of the first parameter of a type, or null. */
    static byte[] parameter(final ByteBuffer body, final int from, final int wanted) {
        int at = from;
        while (at + CHUNK_HEADER <= body.limit()) {
            final int length = body.getShort(at + 2) & 0xFFFF;
            if (length < CHUNK_HEADER) {
                throw new AssertionError("a parameter of " + length + " bytes");
            }
            if ((body.getShort(at) & 0xFFFF) == wanted) {
                final byte[] value = new byte[length - CHUNK_HEADER];
                body.get(at + CHUNK_HEADER, value);
                return value;
            }
            at += (length + 3) & ~3;
        }
        return null;
    }

    static void putParameter(final ByteBuffer body, final int type, final byte[] value) {
        body.putShort((short) type)
                .putShort((short) (CHUNK_HEADER + value.length))
                .put(value);
        while ((body.position() & 3) != 0) {
            body.put((byte) 0);
        }
    }
}
