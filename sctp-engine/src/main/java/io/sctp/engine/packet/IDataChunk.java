package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * I-DATA (RFC 8260 section 2.1): DATA whose message has an identifier, so that fragments of several messages may be
 * interleaved. Flags, TSN and stream are where {@link DataChunk} has them. Fragments are counted from 0; the first,
 * which needs no number, has the payload protocol identifier in its place.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |   type = 64   |  res  |I|U|B|E|            length             |
 * +---------------+-------+-+-+-+-+-------------------------------+
 * |                              TSN                              |
 * +-------------------------------+-------------------------------+
 * |           stream              |           reserved            |
 * +-------------------------------+-------------------------------+
 * |                      message identifier                       |
 * +---------------------------------------------------------------+
 * |     payload protocol identifier, or fragment sequence number  |
 * +---------------------------------------------------------------+
 * |                           user data                           |
 * </pre>
 */
public final class IDataChunk {
    public static final int MID_OFFSET = 12;
    public static final int PPID_OR_FSN_OFFSET = 16;
    public static final int HEADER_LENGTH = 20;

    private IDataChunk() {}

    public static int mid(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + MID_OFFSET);
    }

    /** Returns the payload protocol identifier of a first fragment, or the fragment number of any other. */
    public static int ppidOrFsn(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + PPID_OR_FSN_OFFSET);
    }

    /** Writes the header of an I-DATA chunk; the user data follows at {@code offset + HEADER_LENGTH}. */
    public static void writeHeader(
            final ByteBuffer buffer,
            final int offset,
            final int flags,
            final int payloadLength,
            final int tsn,
            final int stream,
            final int mid,
            final int ppidOrFsn) {
        Chunk.write(buffer, offset, ChunkType.I_DATA, flags, HEADER_LENGTH + payloadLength);
        buffer.putInt(offset + DataChunk.TSN_OFFSET, tsn);
        buffer.putInt(offset + DataChunk.STREAM_OFFSET, stream << 16);
        buffer.putInt(offset + MID_OFFSET, mid);
        buffer.putInt(offset + PPID_OR_FSN_OFFSET, ppidOrFsn);
    }
}
