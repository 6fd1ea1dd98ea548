package io.sctp.engine.association;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes the parts that INIT and INIT ACK have in common. */
final class InitWriter {
    private InitWriter() {}

    /** Writes the local addresses if there are several (section 5.1.2); returns where the next parameter begins. */
    static int writeAddresses(final ByteBuffer out, final int offset, final int end, final List<IpAddress> locals) {
        int position = offset;
        if (locals.size() < 2) {
            return position;
        }
        for (final IpAddress local : locals) {
            if (position + IpAddressParameter.IPV6_LENGTH > end) {
                break;
            }
            position += IpAddressParameter.write(out, position, local.high(), local.low());
        }
        return position;
    }

    /** Writes a parameter that holds one int. */
    static int writeInt(final ByteBuffer out, final int offset, final int type, final int value) {
        Parameter.write(out, offset, type, Parameter.HEADER_LENGTH + Integer.BYTES);
        out.putInt(offset + Parameter.HEADER_LENGTH, value);
        return offset + Parameter.HEADER_LENGTH + Integer.BYTES;
    }

    /** Writes an INIT and returns where it ends. */
    static int writeInit(final ByteBuffer out, final int offset, final int end, final Association association) {
        InitChunk.writeFixed(
                out,
                offset,
                association.localTag,
                association.config.receiveWindowBytes(),
                association.config.outboundStreams(),
                association.config.maxInboundStreams(),
                association.localInitialTsn);
        int position = offset + InitChunk.FIXED_LENGTH;
        if (association.handshake.cookieLifeIncrementMs > 0) {
            position = writeInt(
                    out, position, ParameterType.COOKIE_PRESERVATIVE, association.handshake.cookieLifeIncrementMs);
        }
        position = writeAddresses(out, position, end, association.config.localAddresses());
        Chunk.write(out, offset, ChunkType.INIT, 0, position - offset);
        return position;
    }
}
