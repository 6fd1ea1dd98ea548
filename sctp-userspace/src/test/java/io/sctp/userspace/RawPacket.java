package io.sctp.userspace;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.List;

/** Packets as no engine would write them. Each method returns where the next chunk or parameter begins. */
public final class RawPacket {
    static final int LOOPBACK = 0x7F00_0001;
    static final IpAddress OWN = IpAddress.ofIpv4(LOOPBACK);

    private static final int STREAMS = 100;
    private static final int WINDOW = 1 << 20;
    private static final int DATA_HEADER = 16;
    private static final Checksum CHECKSUM = new Checksum();

    private RawPacket() {}

    /** One of 16 million addresses of the loopback interface, but not the first few, which others use. */
    static IpAddress loopback(final long number) {
        return IpAddress.ofIpv4(0x7F00_0000 | 0x100 + (int) Math.floorMod(number * 0x9E37_79B1L, 0xFF_0000L));
    }

    static int header(final ByteBuffer packet, final int at, final int from, final int to, final int tag) {
        PacketHeader.write(packet, at, from, to, tag);
        return at + PacketHeader.LENGTH;
    }

    /** An INIT that lists these addresses. */
    static int init(final ByteBuffer packet, final int at, final int tag, final List<IpAddress> addresses) {
        int end = init(packet, at, tag, 0);
        for (final IpAddress address : addresses) {
            Parameter.write(packet, end, ParameterType.IPV4_ADDRESS, Parameter.HEADER_LENGTH + Integer.BYTES);
            packet.putInt(end + Parameter.HEADER_LENGTH, (int) address.low());
            end += Parameter.HEADER_LENGTH + Integer.BYTES;
        }
        Chunk.write(packet, at, ChunkType.INIT, 0, end - at);
        return end;
    }

    /** An INIT that lists so many addresses, each a power of two away from the one before. */
    static int init(final ByteBuffer packet, final int at, final int tag, final int addresses) {
        InitChunk.writeFixed(packet, at, tag, WINDOW, STREAMS, STREAMS, 1);
        int end = at + InitChunk.FIXED_LENGTH;
        Parameter.write(packet, end, ParameterType.FORWARD_TSN_SUPPORTED, Parameter.HEADER_LENGTH);
        end += Parameter.HEADER_LENGTH;
        for (int i = 0; i < addresses; i++) {
            Parameter.write(packet, end, ParameterType.IPV4_ADDRESS, Parameter.HEADER_LENGTH + Integer.BYTES);
            packet.putInt(end + Parameter.HEADER_LENGTH, i == 0 ? LOOPBACK : 0x0B00_0000 | i << 12);
            end += Parameter.HEADER_LENGTH + Integer.BYTES;
        }
        Chunk.write(packet, at, ChunkType.INIT, 0, end - at);
        return end;
    }

    static int chunk(final ByteBuffer packet, final int at, final int type, final int flags, final byte[] body) {
        final int length = Chunk.HEADER_LENGTH + body.length;
        Chunk.write(packet, at, type, flags, length);
        packet.put(at + Chunk.HEADER_LENGTH, body);
        Chunk.pad(packet, at, length);
        return at + Chunk.padded(length);
    }

    public static int data(
            final ByteBuffer packet,
            final int at,
            final int flags,
            final int tsn,
            final int stream,
            final int sequence,
            final int bytes) {
        final int length = DATA_HEADER + bytes;
        Chunk.write(packet, at, ChunkType.DATA, flags, length);
        packet.putInt(at + 4, tsn).putShort(at + 8, (short) stream).putShort(at + 10, (short) sequence);
        packet.putInt(at + 12, 0);
        Chunk.pad(packet, at, length);
        return at + Chunk.padded(length);
    }

    /** Writes the checksum of a packet that ends there; returns its length. */
    public static int finish(final ByteBuffer packet, final int begin, final int end) {
        CHECKSUM.write(packet, begin, end - begin);
        return end - begin;
    }
}
