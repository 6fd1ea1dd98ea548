package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * AUTH (RFC 4895 section 5.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |   type = 15   |   flags = 0   |            length             |
 * +---------------+---------------+-------------------------------+
 * |     shared key identifier     |        HMAC identifier        |
 * +-------------------------------+-------------------------------+
 * |                             HMAC                              |
 * </pre>
 */
public final class AuthChunk {
    public static final int KEY_OFFSET = 4;
    public static final int HMAC_ID_OFFSET = 6;
    public static final int HMAC_OFFSET = 8;

    public static final int HMAC_SHA1 = 1;
    public static final int HMAC_SHA256 = 3;

    private AuthChunk() {}

    public static int key(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + KEY_OFFSET) & 0xFFFF;
    }

    public static int hmacId(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + HMAC_ID_OFFSET) & 0xFFFF;
    }

    /** Returns the length of an HMAC in bytes, or 0 for an unsupported algorithm. */
    public static int hmacLength(final int hmacId) {
        return switch (hmacId) {
            case HMAC_SHA1 -> 20;
            case HMAC_SHA256 -> 32;
            default -> 0;
        };
    }

    /** Writes the chunk with its HMAC zeroed, as it is signed. */
    public static void write(final ByteBuffer buffer, final int offset, final int key, final int hmacId) {
        final int length = HMAC_OFFSET + hmacLength(hmacId);
        Chunk.write(buffer, offset, ChunkType.AUTH, 0, length);
        buffer.putShort(offset + KEY_OFFSET, (short) key);
        buffer.putShort(offset + HMAC_ID_OFFSET, (short) hmacId);
        for (int i = HMAC_OFFSET; i < length; i += Integer.BYTES) {
            buffer.putInt(offset + i, 0);
        }
    }
}
