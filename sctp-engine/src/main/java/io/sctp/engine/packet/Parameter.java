package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/** The header of a parameter or an error cause: a type or code and a length (RFC 9260 section 3.2.1). */
public final class Parameter {
    public static final int TYPE_OFFSET = 0;
    public static final int LENGTH_OFFSET = 2;
    public static final int HEADER_LENGTH = 4;

    private Parameter() {}

    public static int type(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + TYPE_OFFSET) & 0xFFFF;
    }

    public static int length(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + LENGTH_OFFSET) & 0xFFFF;
    }

    /** Writes the header. */
    public static void write(final ByteBuffer buffer, final int offset, final int type, final int length) {
        buffer.putInt(offset, type << 16 | length);
    }

    /**
     * Whether a parameter that begins at {@code offset} is complete before {@code end}. The padding of the last one may
     * be missing.
     */
    public static boolean fits(final ByteBuffer buffer, final int offset, final int end) {
        if (end - offset < HEADER_LENGTH) {
            return false;
        }
        final int length = length(buffer, offset);
        return length >= HEADER_LENGTH && length <= end - offset;
    }

    /** Returns where the parameter after this one begins. */
    public static int next(final ByteBuffer buffer, final int offset) {
        return offset + Chunk.padded(length(buffer, offset));
    }
}
