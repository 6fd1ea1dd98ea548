package io.sctp.bench.capture;

import io.sctp.bench.capture.PacketFile.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The SCTP messages that a capture shows: reassembled, and each once, however often it was retransmitted. */
public final class Capture {
    private static final int LINK_NULL = 0;
    private static final int LINK_ETHERNET = 1;
    private static final int LINK_RAW = 101;
    private static final int LINK_COOKED = 113;
    private static final int LINK_COOKED_2 = 276;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int VLAN_BYTES = 4;

    private static final int IPV4_MIN_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int FRAGMENT_MASK = 0x3FFF;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_SCTP = 132;
    private static final int UDP_BYTES = 8;
    /** The port of SCTP in UDP (RFC 6951 section 4.1). */
    private static final int UDP_PORT = 9899;

    private static final int SCTP_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 4;
    private static final int DATA = 0;
    private static final int I_DATA = 64;
    private static final int DATA_HEADER_BYTES = 16;
    private static final int I_DATA_HEADER_BYTES = 20;
    private static final int BEGINNING = 2;
    private static final int ENDING = 1;
    private static final int PORT_MASK = 0xFFFF;
    private static final int BYTE_MASK = 0xFF;

    private final int port;
    /** The chunks of each association, by verification tag and in order of their TSNs. */
    private final Map<Integer, Map<Integer, Chunk>> associations = new HashMap<>();

    private int cut;

    private Capture(final int port) {
        this.port = port;
    }

    /** Whether this is the content of a capture's file. */
    public static boolean isCapture(final byte[] file) throws IOException {
        return PacketFile.isCapture(file);
    }

    /**
     * Reads the messages that were sent to a port, in the order in which they were.
     *
     * @param file its content
     * @throws IOException if the file is damaged, has no such message, or has packets that were not captured whole
     */
    public static List<CapturedMessage> messagesTo(final int port, final byte[] file) throws IOException {
        final Capture capture = new Capture(port);
        for (final Packet packet : PacketFile.read(file)) {
            capture.add(packet);
        }
        final List<CapturedMessage> messages = capture.reassembled();
        if (messages.isEmpty()) {
            throw new IOException("it shows no SCTP message to port " + port
                    + (capture.cut > 0 ? "; " + capture.cut + " packets were not captured whole" : ""));
        }
        return messages;
    }

    private void add(final Packet packet) {
        final int network = network(packet);
        if (network < 0) {
            return;
        }
        final ByteBuffer sctp = sctp(packet.bytes(), network);
        if (sctp == null || (sctp.getShort(2) & PORT_MASK) != port) {
            return;
        }
        if (!packet.whole()) {
            cut++;
            return;
        }
        addChunks(sctp, packet.timeNs());
    }

    /** Where the IP header begins; -1 if there is none. */
    private static int network(final Packet packet) {
        final ByteBuffer bytes = packet.bytes();
        return switch (packet.link()) {
            case LINK_NULL -> 4;
            case LINK_RAW -> 0;
            case LINK_COOKED -> 16;
            case LINK_COOKED_2 -> 20;
            case LINK_ETHERNET -> afterEthernet(bytes);
            default -> -1;
        };
    }

    private static int afterEthernet(final ByteBuffer bytes) {
        int at = 12;
        while (bytes.limit() - at >= VLAN_BYTES && (bytes.getShort(at) & PORT_MASK) == ETHERTYPE_VLAN) {
            at += VLAN_BYTES;
        }
        if (bytes.limit() - at < Short.BYTES) {
            return -1;
        }
        final int type = bytes.getShort(at) & PORT_MASK;
        return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6 ? at + Short.BYTES : -1;
    }

    /** The SCTP packet in an IP packet; null if there is none, or only a fragment of one. */
    private static ByteBuffer sctp(final ByteBuffer bytes, final int network) {
        if (bytes.limit() - network < IPV4_MIN_BYTES) {
            return null;
        }
        final int version = bytes.get(network) >> 4 & 0xF;
        int protocol;
        int at;
        int end;
        if (version == 4) {
            protocol = bytes.get(network + 9) & BYTE_MASK;
            at = network + 4 * (bytes.get(network) & 0xF);
            end = network + (bytes.getShort(network + 2) & PORT_MASK);
            if ((bytes.getShort(network + 6) & FRAGMENT_MASK) != 0) {
                return null;
            }
        } else if (version == 6 && bytes.limit() - network >= IPV6_BYTES) {
            protocol = bytes.get(network + 6) & BYTE_MASK;
            at = network + IPV6_BYTES;
            end = at + (bytes.getShort(network + 4) & PORT_MASK);
        } else {
            return null;
        }
        end = Math.min(end, bytes.limit());
        if (protocol == PROTOCOL_UDP && end - at >= UDP_BYTES && isEncapsulated(bytes, at)) {
            protocol = PROTOCOL_SCTP;
            at += UDP_BYTES;
        }
        return protocol == PROTOCOL_SCTP && end - at >= SCTP_HEADER_BYTES ? bytes.slice(at, end - at) : null;
    }

    private static boolean isEncapsulated(final ByteBuffer bytes, final int udp) {
        return (bytes.getShort(udp) & PORT_MASK) == UDP_PORT || (bytes.getShort(udp + 2) & PORT_MASK) == UDP_PORT;
    }

    private void addChunks(final ByteBuffer sctp, final long timeNs) {
        final int tag = sctp.getInt(4);
        int at = SCTP_HEADER_BYTES;
        while (sctp.limit() - at >= CHUNK_HEADER_BYTES) {
            final int type = sctp.get(at) & BYTE_MASK;
            final int length = sctp.getShort(at + 2) & PORT_MASK;
            final int header = type == DATA ? DATA_HEADER_BYTES : I_DATA_HEADER_BYTES;
            if (length < CHUNK_HEADER_BYTES || length > sctp.limit() - at) {
                return;
            }
            if ((type == DATA || type == I_DATA) && length > header) {
                associations
                        .computeIfAbsent(tag, any -> new TreeMap<>(Comparator.comparingInt(tsn -> tsn)))
                        .putIfAbsent(
                                sctp.getInt(at + 4),
                                new Chunk(
                                        sctp.get(at + 1),
                                        sctp.getShort(at + 8) & PORT_MASK,
                                        // An I-DATA chunk has its PPID in the place of the fragment's number, which
                                        // is only in a first fragment.
                                        Integer.toUnsignedLong(sctp.getInt(at + (type == DATA ? 12 : 16))),
                                        timeNs,
                                        sctp.slice(at + header, length - header)));
            }
            at += length + 3 & -4;
        }
    }

    private List<CapturedMessage> reassembled() {
        final List<CapturedMessage> messages = new ArrayList<>();
        for (final Map<Integer, Chunk> chunks : associations.values()) {
            for (final Map.Entry<Integer, Chunk> entry : chunks.entrySet()) {
                if ((entry.getValue().flags & BEGINNING) != 0) {
                    final ByteBuffer bytes = messageFrom(entry.getKey(), chunks);
                    if (bytes != null) {
                        final Chunk first = entry.getValue();
                        messages.add(new CapturedMessage(first.stream, first.ppid, first.timeNs, bytes));
                    }
                }
            }
        }
        messages.sort(Comparator.comparingLong(CapturedMessage::timeNs));
        if (messages.isEmpty()) {
            return messages;
        }
        final long firstNs = messages.get(0).timeNs();
        return messages.stream()
                .map(message -> new CapturedMessage(
                        message.stream(), message.ppid(), message.timeNs() - firstNs, message.bytes()))
                .toList();
    }

    /** The message whose first fragment has this TSN; null if a fragment was not captured. */
    private static ByteBuffer messageFrom(final int first, final Map<Integer, Chunk> chunks) {
        int length = 0;
        int tsn = first;
        Chunk chunk = chunks.get(tsn);
        while (chunk != null) {
            length += chunk.bytes.limit();
            if ((chunk.flags & ENDING) != 0) {
                break;
            }
            chunk = chunks.get(++tsn);
        }
        if (chunk == null) {
            return null;
        }
        final ByteBuffer message = ByteBuffer.allocate(length);
        for (int i = first; i != tsn + 1; i++) {
            message.put(chunks.get(i).bytes.duplicate());
        }
        return message.flip();
    }

    /** A DATA or I-DATA chunk. */
    private record Chunk(int flags, int stream, long ppid, long timeNs, ByteBuffer bytes) {}
}
