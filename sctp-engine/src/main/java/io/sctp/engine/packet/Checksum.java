package io.sctp.engine.packet;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The packet checksum, CRC32c (RFC 9260 appendix A). Reusable; not thread safe. */
public final class Checksum {
    private final CRC32C crc = new CRC32C();

    /** Creates a checksum for one thread. */
    public Checksum() {}

    /** Computes the checksum of a complete packet and writes it into the header. */
    public void write(final ByteBuffer buffer, final int offset, final int length) {
        buffer.putInt(offset + PacketHeader.CHECKSUM_OFFSET, 0);
        buffer.putInt(offset + PacketHeader.CHECKSUM_OFFSET, compute(buffer, offset, length));
    }

    /** Whether the checksum of a received packet is valid. The packet is not changed. */
    public boolean isValid(final ByteBuffer buffer, final int offset, final int length) {
        final int expected = buffer.getInt(offset + PacketHeader.CHECKSUM_OFFSET);
        buffer.putInt(offset + PacketHeader.CHECKSUM_OFFSET, 0);
        final int actual = compute(buffer, offset, length);
        buffer.putInt(offset + PacketHeader.CHECKSUM_OFFSET, expected);
        return expected == actual;
    }

    private int compute(final ByteBuffer buffer, final int offset, final int length) {
        final int position = buffer.position();
        final int limit = buffer.limit();
        buffer.limit(offset + length).position(offset);
        crc.reset();
        crc.update(buffer);
        buffer.limit(limit).position(position);
        // The polynomial's bit order transmits the least significant byte first.
        return Integer.reverseBytes((int) crc.getValue());
    }
}
