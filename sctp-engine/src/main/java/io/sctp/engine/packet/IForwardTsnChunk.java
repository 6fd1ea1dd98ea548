package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * I-FORWARD-TSN (RFC 8260 section 2.3.1), which begins as {@link ForwardTsnChunk} does. U says that an entry is about a
 * stream's unordered messages.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  type = 194   |     flags     |            length             |
 * +---------------+---------------+-------------------------------+
 * |                      new cumulative TSN                       |
 * +-------------------------------+-----------------------------+-+
 * |            stream             |          reserved           |U|
 * +-------------------------------+-----------------------------+-+
 * |                      message identifier                       |
 * +---------------------------------------------------------------+
 * |                              ...                              |
 * </pre>
 */
public final class IForwardTsnChunk {
    public static final int ENTRY_LENGTH = 8;

    private static final int MID_OFFSET = 4;
    private static final int UNORDERED = 1;

    private IForwardTsnChunk() {}

    public static boolean isWellFormed(final int length) {
        return length >= ForwardTsnChunk.FIXED_LENGTH && (length - ForwardTsnChunk.FIXED_LENGTH) % ENTRY_LENGTH == 0;
    }

    public static int stream(final ByteBuffer buffer, final int entry) {
        return buffer.getShort(entry) & 0xFFFF;
    }

    public static boolean isUnordered(final ByteBuffer buffer, final int entry) {
        return (buffer.getShort(entry + 2) & UNORDERED) != 0;
    }

    public static int mid(final ByteBuffer buffer, final int entry) {
        return buffer.getInt(entry + MID_OFFSET);
    }

    /** Whether an entry is for the ordered or the unordered messages of a stream. */
    public static boolean isAbout(final ByteBuffer buffer, final int entry, final int stream, final boolean unordered) {
        return buffer.getInt(entry) == about(stream, unordered);
    }

    public static void writeEntry(
            final ByteBuffer buffer, final int entry, final int stream, final boolean unordered, final int mid) {
        buffer.putInt(entry, about(stream, unordered));
        buffer.putInt(entry + MID_OFFSET, mid);
    }

    private static int about(final int stream, final boolean unordered) {
        return stream << 16 | (unordered ? UNORDERED : 0);
    }
}
