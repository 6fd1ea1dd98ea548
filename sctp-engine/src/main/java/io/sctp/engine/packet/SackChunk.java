package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * SACK (RFC 9260 section 3.3.4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |   type = 3    |     flags     |            length             |
 * +---------------+---------------+-------------------------------+
 * |                      cumulative TSN ack                       |
 * +---------------------------------------------------------------+
 * |          advertised receiver window credit (a_rwnd)           |
 * +-------------------------------+-------------------------------+
 * |  number of gap ack blocks     |   number of duplicate TSNs    |
 * +-------------------------------+-------------------------------+
 * |  gap ack block start          |   gap ack block end           |
 * </pre>
 */
public final class SackChunk {
    public static final int CUMULATIVE_TSN_OFFSET = 4;
    public static final int A_RWND_OFFSET = 8;
    public static final int GAP_COUNT_OFFSET = 12;
    public static final int DUPLICATE_COUNT_OFFSET = 14;
    public static final int FIXED_LENGTH = 16;
    public static final int BLOCK_LENGTH = 4;

    private SackChunk() {}

    public static int cumulativeTsn(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + CUMULATIVE_TSN_OFFSET);
    }

    public static long aRwnd(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + A_RWND_OFFSET) & 0xFFFF_FFFFL;
    }

    public static int gapCount(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + GAP_COUNT_OFFSET) & 0xFFFF;
    }

    public static int duplicateCount(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + DUPLICATE_COUNT_OFFSET) & 0xFFFF;
    }

    /** Returns the start of the {@code index}th gap block, as an offset from the cumulative TSN. */
    public static int gapStart(final ByteBuffer buffer, final int offset, final int index) {
        return buffer.getShort(offset + FIXED_LENGTH + index * BLOCK_LENGTH) & 0xFFFF;
    }

    /** Returns the end (inclusive) of the {@code index}th gap block, as an offset from the cumulative TSN. */
    public static int gapEnd(final ByteBuffer buffer, final int offset, final int index) {
        return buffer.getShort(offset + FIXED_LENGTH + index * BLOCK_LENGTH + 2) & 0xFFFF;
    }

    /** Returns a TSN that arrived more than once; its index is less than {@link #duplicateCount}. */
    public static int duplicate(final ByteBuffer buffer, final int offset, final int index) {
        return buffer.getInt(offset + FIXED_LENGTH + BLOCK_LENGTH * (gapCount(buffer, offset) + index));
    }

    /** Whether the numbers of gap blocks and duplicates match the chunk's length. */
    public static boolean isWellFormed(final ByteBuffer buffer, final int offset, final int length) {
        return length >= FIXED_LENGTH
                && FIXED_LENGTH + BLOCK_LENGTH * (gapCount(buffer, offset) + duplicateCount(buffer, offset)) <= length;
    }
}
