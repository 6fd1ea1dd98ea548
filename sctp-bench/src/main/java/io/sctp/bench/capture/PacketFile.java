package io.sctp.bench.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets of a file in libpcap's format, with times in microseconds or nanoseconds (draft-ietf-opsawg-pcap). Every
 * length is checked before it is used.
 */
final class PacketFile {
    private static final int MICROS = 0xA1B2C3D4;
    private static final int NANOS = 0xA1B23C4D;
    private static final int NEXT_GENERATION = 0x0A0D0D0A;
    private static final int HEADER_BYTES = 24;
    private static final int LINK_OFFSET = 20;
    private static final int RECORD_BYTES = 16;
    private static final int CAPTURED_OFFSET = 8;
    private static final int LENGTH_OFFSET = 12;
    private static final int LINK_MASK = 0xFFFF;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private PacketFile() {}

    /**
     * Whether a file begins like one of a capture.
     *
     * @throws IOException if it is a capture in the format pcapng, which is not read
     */
    static boolean isCapture(final byte[] file) throws IOException {
        if (file.length < HEADER_BYTES) {
            return false;
        }
        final int magic = ByteBuffer.wrap(file).getInt();
        if (magic == NEXT_GENERATION) {
            throw new IOException("it is a capture in the format pcapng: make a pcap of it with 'editcap -F pcap'");
        }
        return order(magic) != null;
    }

    /**
     * Reads all packets.
     *
     * @throws IOException if the file is damaged
     */
    static List<Packet> read(final byte[] content) throws IOException {
        final ByteBuffer file = ByteBuffer.wrap(content);
        file.order(order(file.getInt(0)));
        final long unitNs = file.getInt(0) == NANOS ? 1 : NANOS_PER_MICRO;
        final int link = file.getInt(LINK_OFFSET) & LINK_MASK;
        final List<Packet> packets = new ArrayList<>();
        int at = HEADER_BYTES;
        // The last packet may be cut off, as that of a capture which was ended.
        while (file.limit() - at >= RECORD_BYTES) {
            final int captured = file.getInt(at + CAPTURED_OFFSET);
            if (captured < 0) {
                throw new IOException("the packet at byte " + at + " has a length of " + captured);
            }
            if (captured > file.limit() - at - RECORD_BYTES) {
                break;
            }
            final long timeNs = Integer.toUnsignedLong(file.getInt(at)) * NANOS_PER_SECOND
                    + Integer.toUnsignedLong(file.getInt(at + Integer.BYTES)) * unitNs;
            packets.add(new Packet(
                    link,
                    timeNs,
                    file.slice(at + RECORD_BYTES, captured),
                    captured == file.getInt(at + LENGTH_OFFSET)));
            at += RECORD_BYTES + captured;
        }
        return packets;
    }

    private static ByteOrder order(final int magic) {
        if (magic == MICROS || magic == NANOS) {
            return ByteOrder.BIG_ENDIAN;
        }
        final int reversed = Integer.reverseBytes(magic);
        return reversed == MICROS || reversed == NANOS ? ByteOrder.LITTLE_ENDIAN : null;
    }

    /**
     * A packet.
     *
     * @param link the type of the link on which it was captured
     * @param timeNs when, in nanoseconds since 1970
     * @param bytes what was captured of it, in network order
     * @param whole whether that is all
     */
    record Packet(int link, long timeNs, ByteBuffer bytes, boolean whole) {}
}
