package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * DATA (RFC 9260 section 3.3.1; the I bit is RFC 7053's).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |   type = 0    |  res  |I|U|B|E|            length             |
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |                              TSN                              |
 * +-------------------------------+-------------------------------+
 * |           stream              |    stream sequence number     |
 * +-------------------------------+-------------------------------+
 * |                 payload protocol identifier                   |
 * +---------------------------------------------------------------+
 * |                           user data                           |
 * </pre>
 */
public final class DataChunk {
    public static final int TSN_OFFSET = 4;
    public static final int STREAM_OFFSET = 8;
    public static final int SSN_OFFSET = 10;
    public static final int PPID_OFFSET = 12;
    public static final int HEADER_LENGTH = 16;

    public static final int FLAG_END = 1;
    public static final int FLAG_BEGIN = 2;
    public static final int FLAG_UNORDERED = 4;
    public static final int FLAG_IMMEDIATE = 8;

    private static final long LOW_INT = 0xFFFF_FFFFL;

    private DataChunk() {}

    public static int tsn(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + TSN_OFFSET);
    }

    public static int stream(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + STREAM_OFFSET) & 0xFFFF;
    }

    public static int ssn(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + SSN_OFFSET) & 0xFFFF;
    }

    public static int ppid(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + PPID_OFFSET);
    }

    /** Writes the header of a DATA chunk; the user data follows at {@code offset + HEADER_LENGTH}. */
    public static void writeHeader(
            final ByteBuffer buffer,
            final int offset,
            final int flags,
            final int payloadLength,
            final int tsn,
            final int streamAndSsn,
            final int ppid) {
        // Two writes instead of four: each checks its bounds, which takes longer than the write itself.
        final long chunkHeader = Chunk.header(ChunkType.DATA, flags, HEADER_LENGTH + payloadLength);
        buffer.putLong(offset, chunkHeader << 32 | (tsn & LOW_INT));
        buffer.putLong(offset + STREAM_OFFSET, (long) streamAndSsn << 32 | (ppid & LOW_INT));
    }
}
