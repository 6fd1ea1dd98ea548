package io.sctp.engine.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The checksum of packets (RFC 9260 section 6.8 and appendix A). */
final class ChecksumTest {
    private static final int LENGTH = 32;

    private final Checksum checksum = new Checksum();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(LENGTH + 8);

    /** CRC32c of 32 bytes of zeros, in the order of RFC 3720, appendix B.4: aa 36 91 8a. */
    @Test
    void shouldBeTheKnownOneOfAKnownPacket() {
        checksum.write(packet, 0, LENGTH);
        assertEquals(0xAA36918A, packet.getInt(PacketHeader.CHECKSUM_OFFSET));
    }

    @Test
    void shouldNoticeEachWrongBit() {
        final int offset = 4;
        PacketHeader.write(packet, offset, 7, 8, 0x01020304);
        checksum.write(packet, offset, LENGTH);
        assertTrue(checksum.isValid(packet, offset, LENGTH));
        for (int bit = 0; bit < 8 * LENGTH; bit++) {
            final int at = offset + bit / 8;
            final byte right = packet.get(at);
            packet.put(at, (byte) (right ^ 1 << bit % 8));
            assertFalse(checksum.isValid(packet, offset, LENGTH), "bit " + bit);
            packet.put(at, right);
        }
        assertTrue(checksum.isValid(packet, offset, LENGTH), "looking at a packet changed it");
    }
}
