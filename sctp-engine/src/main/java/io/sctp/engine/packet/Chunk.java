package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/** The chunk header: type, flags and a length that excludes padding (RFC 9260 section 3.2). */
public final class Chunk {
    public static final int TYPE_OFFSET = 0;
    public static final int FLAGS_OFFSET = 1;
    public static final int LENGTH_OFFSET = 2;
    public static final int HEADER_LENGTH = 4;

    /**
     * In ABORT and SHUTDOWN COMPLETE: the verification tag is the receiver's own, reflected (RFC 9260 section 8.5.1).
     */
    public static final int FLAG_T = 1;

    private Chunk() {}

    public static int type(final ByteBuffer buffer, final int offset) {
        return buffer.get(offset + TYPE_OFFSET) & 0xFF;
    }

    public static int flags(final ByteBuffer buffer, final int offset) {
        return buffer.get(offset + FLAGS_OFFSET) & 0xFF;
    }

    public static int length(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + LENGTH_OFFSET) & 0xFFFF;
    }

    /** Returns a chunk header as it is on the wire. */
    static int header(final int type, final int flags, final int length) {
        return type << 24 | flags << 16 | length;
    }

    /** Reads a whole chunk header with one access. */
    public static int header(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset);
    }

    public static int typeOf(final int header) {
        return header >>> 24;
    }

    public static int flagsOf(final int header) {
        return header >>> 16 & 0xFF;
    }

    public static int lengthOf(final int header) {
        return header & 0xFFFF;
    }

    /** Writes a chunk header. */
    public static void write(
            final ByteBuffer buffer, final int offset, final int type, final int flags, final int length) {
        buffer.putInt(offset, header(type, flags, length));
    }

    /** Returns a length rounded up to the four bytes on which chunks and parameters begin. */
    public static int padded(final int length) {
        return length + 3 & ~3;
    }

    /** Zeroes the bytes between a chunk's or parameter's end and the next four-byte boundary. */
    public static void pad(final ByteBuffer buffer, final int offset, final int length) {
        for (int i = offset + length, end = offset + padded(length); i < end; i++) {
            buffer.put(i, (byte) 0);
        }
    }
}
