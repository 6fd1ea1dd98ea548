package io.sctp.script;

import io.sctp.script.Layout.Family;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * An SCTP packet that was received (RFC 9260 section 3).
 *
 * @param timeNs when it came
 * @param from the local address it came to, as the script names it
 * @param header its ports and tag: `sport`, `dport`, `vtag`
 * @param chunks its chunks
 * @param hex its bytes
 */
record Packet(long timeNs, String from, Element header, List<Element> chunks, String hex) {
    static final int COMMON_HEADER = 12;
    private static final Layout HEADER = new Layout(Family.CHUNK, "PACKET", -1, List.of());

    /** Takes a packet apart; fails if its checksum is wrong, or one of its chunks is not whole. */
    static Packet read(final long timeNs, final String from, final byte[] bytes) {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < COMMON_HEADER || buffer.getInt(8) != checksum(bytes)) {
            throw new IllegalArgumentException("the checksum is wrong");
        }
        if (bytes.length % 4 != 0) {
            throw new IllegalArgumentException("the last chunk is not padded");
        }
        final Element header = new Element(
                HEADER,
                java.util.Map.of(
                        "sport", Integer.toString(buffer.getShort(0) & 0xFFFF),
                        "dport", Integer.toString(buffer.getShort(2) & 0xFFFF),
                        "vtag", Long.toString(buffer.getInt(4) & 0xFFFF_FFFFL)),
                List.of(),
                true);
        return new Packet(
                timeNs,
                from,
                header,
                Element.read(Family.CHUNK, buffer.position(COMMON_HEADER).slice()),
                hex(bytes));
    }

    /** Writes a packet. */
    static byte[] write(final int sport, final int dport, final long tag, final boolean valid, final byte[] chunks) {
        final ByteBuffer packet = ByteBuffer.allocate(COMMON_HEADER + chunks.length);
        packet.putShort((short) sport)
                .putShort((short) dport)
                .putInt((int) tag)
                .putInt(0)
                .put(chunks);
        final int checksum = checksum(packet.array());
        return packet.putInt(8, valid ? checksum : ~checksum).array();
    }

    /** RFC 9260 appendix A: the least significant byte goes first. */
    private static int checksum(final byte[] packet) {
        final CRC32C crc = new CRC32C();
        crc.update(packet, 0, 8);
        crc.update(new byte[4]);
        crc.update(packet, COMMON_HEADER, packet.length - COMMON_HEADER);
        return Integer.reverseBytes((int) crc.getValue());
    }

    static String hex(final byte[] bytes) {
        final String all = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, 96));
        return bytes.length <= 96 ? all : all + " ... (" + bytes.length + " bytes)";
    }

    @Override
    public String toString() {
        final String tag = Long.toHexString(Long.parseLong(header.field("vtag")));
        return "vtag=0x" + tag + " " + chunks.stream().map(Element::toString).collect(Collectors.joining(" + "));
    }
}
