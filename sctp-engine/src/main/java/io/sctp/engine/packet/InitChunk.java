package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/** The fixed part of INIT and INIT ACK (RFC 9260 sections 3.3.2 and 3.3.3). */
public final class InitChunk {
    public static final int INITIATE_TAG_OFFSET = 4;
    public static final int A_RWND_OFFSET = 8;
    public static final int OUTBOUND_STREAMS_OFFSET = 12;
    public static final int INBOUND_STREAMS_OFFSET = 14;
    public static final int INITIAL_TSN_OFFSET = 16;
    public static final int FIXED_LENGTH = 20;

    /** The smallest receive window that RFC 9260 allows in INIT and INIT ACK. */
    public static final int MIN_A_RWND = 1500;

    private InitChunk() {}

    public static int initiateTag(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + INITIATE_TAG_OFFSET);
    }

    public static long aRwnd(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + A_RWND_OFFSET) & 0xFFFF_FFFFL;
    }

    public static int outboundStreams(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + OUTBOUND_STREAMS_OFFSET) & 0xFFFF;
    }

    public static int inboundStreams(final ByteBuffer buffer, final int offset) {
        return buffer.getShort(offset + INBOUND_STREAMS_OFFSET) & 0xFFFF;
    }

    public static int initialTsn(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset + INITIAL_TSN_OFFSET);
    }

    /** Writes the fixed part without the chunk header, whose length is known only after the parameters. */
    public static void writeFixed(
            final ByteBuffer buffer,
            final int offset,
            final int tag,
            final int aRwnd,
            final int outboundStreams,
            final int inboundStreams,
            final int initialTsn) {
        buffer.putInt(offset + INITIATE_TAG_OFFSET, tag);
        buffer.putInt(offset + A_RWND_OFFSET, aRwnd);
        buffer.putInt(offset + OUTBOUND_STREAMS_OFFSET, outboundStreams << 16 | inboundStreams);
        buffer.putInt(offset + INITIAL_TSN_OFFSET, initialTsn);
    }
}
