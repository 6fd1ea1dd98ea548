package io.sctp.engine.conformance;

import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Takes packets apart and holds them to RFC 9260 section 3: what a sender must never do. It shares nothing with the
 * engine.
 */
final class PacketReader {
    private static final int DATA = 0;
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int SACK = 3;
    private static final int HEARTBEAT = 4;
    private static final int HEARTBEAT_ACK = 5;
    private static final int ABORT = 6;
    private static final int SHUTDOWN = 7;
    private static final int SHUTDOWN_ACK = 8;
    private static final int ERROR = 9;
    private static final int COOKIE_ECHO = 10;
    private static final int COOKIE_ACK = 11;
    private static final int SHUTDOWN_COMPLETE = 14;
    private static final int AUTH = 15;

    private static final Set<Integer> ALONE = Set.of(INIT, INIT_ACK, SHUTDOWN_COMPLETE);
    private static final Set<Integer> FIRST = Set.of(COOKIE_ECHO, COOKIE_ACK);
    private static final Set<Integer> ENDS_WITH_PARAMETER = Set.of(INIT, INIT_ACK, ABORT, ERROR);
    private static final Set<Integer> WITHOUT_VALUE = Set.of(SHUTDOWN_ACK, COOKIE_ACK, SHUTDOWN_COMPLETE);

    private PacketReader() {}

    static Packet read(final long timeNs, final IpAddress destination, final int udpPort, final ByteBuffer bytes) {
        check(bytes.capacity() >= 16, "a packet of " + bytes.capacity() + " bytes");
        check(bytes.capacity() % 4 == 0, "3.2: a packet of " + bytes.capacity() + " bytes");
        checkChecksum(bytes);
        final int sourcePort = bytes.getShort(0) & 0xFFFF;
        final int destinationPort = bytes.getShort(2) & 0xFFFF;
        check(sourcePort != 0, "3.1: source port 0");
        check(destinationPort != 0, "3.1: destination port 0");
        final int tag = bytes.getInt(4);
        final List<Packet.Piece> chunks = pieces(bytes, 12, bytes.capacity(), true);
        checkOrder(chunks, tag);
        chunks.forEach(PacketReader::checkChunk);
        return new Packet(timeNs, destination, udpPort, sourcePort, destinationPort, tag, chunks);
    }

    private static void checkChecksum(final ByteBuffer bytes) {
        final ByteBuffer copy = ByteBuffer.allocate(bytes.capacity());
        copy.put(0, bytes, 0, bytes.capacity()).putInt(8, 0);
        final CRC32C crc = new CRC32C();
        crc.update(copy.array());
        check(bytes.getInt(8) == Integer.reverseBytes((int) crc.getValue()), "6.8: a wrong checksum");
    }

    private static void checkOrder(final List<Packet.Piece> chunks, final int tag) {
        for (int i = 0; i < chunks.size(); i++) {
            final int type = chunks.get(i).type();
            check(!ALONE.contains(type) || chunks.size() == 1, "3: not alone: " + chunks);
            final boolean first = i == 0 || (i == 1 && chunks.get(0).type() == AUTH);
            check(!FIRST.contains(type) || first, "3.2.2, 5.1: not first: " + chunks);
            check(type != ABORT || i == chunks.size() - 1, "3.3.7: chunks after ABORT: " + chunks);
            check((tag == 0) == (type == INIT), "3.1: tag " + tag + " on " + chunks);
        }
        final Set<Integer> types =
                new HashSet<>(chunks.stream().map(Packet.Piece::type).toList());
        check(!types.contains(ABORT) || !types.contains(DATA), "3.3.7: DATA with ABORT");
    }

    private static void checkChunk(final Packet.Piece chunk) {
        final int length = chunk.value().capacity();
        final int flags = switch (chunk.type()) {
            case DATA -> 0xF;
            case ABORT, SHUTDOWN_COMPLETE -> 1;
            default -> 0;
        };
        check((chunk.flags() & ~flags) == 0, "3.2: reserved flags: " + chunk);
        check(!WITHOUT_VALUE.contains(chunk.type()) || length == 0, "3.3: a value where there is none: " + chunk);
        if (ENDS_WITH_PARAMETER.contains(chunk.type())) {
            checkEnd(chunk, chunk.type() == INIT || chunk.type() == INIT_ACK ? 16 : 0);
        }
        switch (chunk.type()) {
            case DATA -> check(length > 12, "3.3.1: no user data");
            case INIT -> checkInit(chunk);
            case INIT_ACK -> {
                checkInit(chunk);
                check(chunk.parts(16, 7).size() == 1, "3.3.3: INIT ACK without its cookie");
            }
            case SACK ->
                check(length == 12 + 4 * (chunk.shortAt(8) + chunk.shortAt(10)), "3.3.4: counts and length differ");
            case HEARTBEAT, HEARTBEAT_ACK -> {
                check(chunk.parts(0).size() == 1, "3.3.5: not one parameter in " + chunk);
                check(chunk.parts(0).get(0).type() == 1, "3.3.5: no Heartbeat Info in " + chunk);
            }
            case ABORT -> chunk.parts(0);
            case ERROR -> check(!chunk.parts(0).isEmpty(), "3.3.10: no cause");
            case SHUTDOWN -> check(length == 4, "3.3.8: length " + length);
            case COOKIE_ECHO -> check(length > 0, "3.3.11: no cookie");
            default -> {
                // Nothing more is known of it.
            }
        }
    }

    /** The length field counts the padding of each parameter but the last. */
    private static void checkEnd(final Packet.Piece chunk, final int fixedLength) {
        int end = fixedLength;
        for (final Packet.Piece part : chunk.parts(fixedLength)) {
            end = PacketMaker.padded(end) + 4 + part.value().capacity();
        }
        check(chunk.value().capacity() == end, "3.2: the length counts padding: " + chunk);
    }

    private static void checkInit(final Packet.Piece chunk) {
        check(chunk.value().capacity() >= 16, "3.3.2: mandatory fields are missing: " + chunk);
        check(chunk.at(0) != 0, "3.3.2: Initiate Tag 0");
        check(chunk.unsignedAt(4) >= 1500, "3.3.2: a_rwnd " + chunk.unsignedAt(4));
        check(chunk.shortAt(8) != 0, "3.3.2: no outbound streams");
        check(chunk.shortAt(10) != 0, "3.3.2: no inbound streams");
        final Set<Integer> once = new HashSet<>();
        for (final Packet.Piece parameter : chunk.parts(16)) {
            final int type = parameter.type();
            check(type != 11, "3.3.2.1.4: Host Name Address");
            if (type == 5 || type == 6) {
                check(parameter.value().capacity() == (type == 5 ? 4 : 16), "3.3.2.1: length of " + parameter);
                check(type == 5 || !isMapped(parameter), "3.3.2.1.2: IPv4-mapped address");
            } else {
                check(type == 8 || once.add(type), "3.3.2: parameter " + type + " twice");
            }
            for (int at = 0; type == 12 && at < parameter.value().capacity(); at += 2) {
                check(parameter.shortAt(at) != 11, "3.3.2.1.5: Host Name Address as a supported type");
            }
        }
    }

    private static boolean isMapped(final Packet.Piece ipv6) {
        return ipv6.value().getLong(0) == 0 && ipv6.value().getInt(8) == 0xFFFF;
    }

    /** Takes parameters or causes apart; the padding of the last may be missing. */
    static List<Packet.Piece> parts(final ByteBuffer bytes, final int begin, final int end) {
        return pieces(bytes, begin, end, false);
    }

    private static List<Packet.Piece> pieces(
            final ByteBuffer bytes, final int begin, final int end, final boolean areChunks) {
        final List<Packet.Piece> pieces = new ArrayList<>();
        int at = begin;
        while (at < end) {
            check(at + 4 <= end, "3.2: " + (end - at) + " bytes too many");
            final int length = bytes.getShort(at + 2) & 0xFFFF;
            check(length >= 4 && at + length <= end, "3.2: a length of " + length + " at " + at);
            final int type = areChunks ? bytes.get(at) & 0xFF : bytes.getShort(at) & 0xFFFF;
            pieces.add(
                    new Packet.Piece(type, areChunks ? bytes.get(at + 1) & 0xFF : 0, bytes.slice(at + 4, length - 4)));
            final int next = at + PacketMaker.padded(length);
            for (int padding = at + length; padding < Math.min(next, end); padding++) {
                check(bytes.get(padding) == 0, "3.2: padding that is not zero behind type " + type);
            }
            check(next <= end || !areChunks, "3.2: padding is missing");
            at = next;
        }
        return pieces;
    }

    private static void check(final boolean condition, final String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
