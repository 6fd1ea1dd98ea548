package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * The common header (RFC 9260 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          source port          |       destination port        |
 * +-------------------------------+-------------------------------+
 * |                       verification tag                        |
 * +---------------------------------------------------------------+
 * |                           checksum                            |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class PacketHeader {
    public static final int SOURCE_PORT_OFFSET = 0;
    public static final int DESTINATION_PORT_OFFSET = 2;
    public static final int VERIFICATION_TAG_OFFSET = 4;
    public static final int CHECKSUM_OFFSET = 8;
    public static final int LENGTH = 12;

    private PacketHeader() {}

    public static int sourcePort(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + SOURCE_PORT_OFFSET) & 0xFFFF;
    }

    public static int destinationPort(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + DESTINATION_PORT_OFFSET) & 0xFFFF;
    }

    public static int verificationTag(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + VERIFICATION_TAG_OFFSET);
    }

    /** Writes ports and tag; the checksum stays zero until {@link Checksum#write}. */
    public static void write(
            final ByteBuffer buffer, final int offset, final int sourcePort, final int destinationPort, final int tag) {
        buffer.putInt(offset, sourcePort << 16 | destinationPort);
        buffer.putInt(offset + VERIFICATION_TAG_OFFSET, tag);
        buffer.putInt(offset + CHECKSUM_OFFSET, 0);
    }
}
