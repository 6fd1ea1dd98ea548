package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * FORWARD TSN (RFC 3758 section 3.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  type = 192   |     flags     |            length             |
 * +---------------+---------------+-------------------------------+
 * |                      new cumulative TSN                       |
 * +-------------------------------+-------------------------------+
 * |            stream             |    stream sequence number     |
 * +-------------------------------+-------------------------------+
 * |                              ...                              |
 * </pre>
 */
public final class ForwardTsnChunk {
    public static final int TSN_OFFSET = 4;
    public static final int FIXED_LENGTH = 8;
    public static final int ENTRY_LENGTH = 4;

    private ForwardTsnChunk() {}

    public static int cumulativeTsn(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + TSN_OFFSET);
    }

    public static boolean isWellFormed(final int length) {
        return length >= FIXED_LENGTH && (length - FIXED_LENGTH) % ENTRY_LENGTH == 0;
    }
}
