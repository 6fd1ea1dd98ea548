package io.sctp.engine.association;

import io.sctp.engine.auth.AuthVector;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.AdaptationIndication;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes an INIT, and the parts that INIT and INIT ACK have in common (RFC 9260 sections 3.3.2 and 3.3.3). */
final class InitWriter {
    /** The maximum length of the engine's mark and of what {@link #finish} writes. */
    private static final int LAST_PARAMETERS_LENGTH =
            EngineMark.LENGTH + AdaptationIndication.LENGTH + Extensions.MAX_LENGTH;

    /**
     * The length to which an INIT is padded, with the packet's header (RFC 4820). A peer that sends unknown peers no
     * more than it received can then answer with all its addresses. Every path carries this length.
     */
    private static final int PADDED_LENGTH = 500;

    private InitWriter() {}

    /**
     * Returns how many of the local addresses fit. A single address needs no list if the packet leaves from it. It
     * does, unless it answers a packet that was sent to an address being removed (RFC 5061).
     *
     * @param source the driver's number for the address that the packet leaves from
     */
    static int fittingAddresses(final AssociationConfig config, final int source, final int room) {
        final List<IpAddress> locals = config.localAddresses();
        if (locals.size() == 1 && config.hasLocalId(source)) {
            return 0;
        }
        int count = 0;
        int left = room;
        while (count < locals.size()) {
            final IpAddress next = locals.get(count);
            left -= IpAddressParameter.length(next.high(), next.low());
            if (left < 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Writes the first local addresses (RFC 9260 section 5.1.2) and returns where the next parameter begins. */
    static int writeAddresses(final ByteBuffer out, final int offset, final List<IpAddress> locals, final int count) {
        int position = offset;
        for (int i = 0; i < count; i++) {
            position += IpAddressParameter.write(
                    out, position, locals.get(i).high(), locals.get(i).low());
        }
        return position;
    }

    /**
     * Finishes a chunk with its last parameters, the supported extensions. The chunk length includes the padding of all
     * parameters but the last (RFC 9260 section 3.2).
     *
     * @param adaptation the adaptation layer indication, or 0
     * @param known the extensions, as flags of {@link Extensions}
     * @return where the next chunk may begin
     */
    static int finish(
            final ByteBuffer out,
            final int chunk,
            final int type,
            final int lastParameter,
            final int adaptation,
            final int known) {
        int position = AdaptationIndication.write(out, lastParameter, adaptation);
        if ((known & Extensions.FORWARD_TSN) != 0) {
            Parameter.write(out, position, ParameterType.FORWARD_TSN_SUPPORTED, Parameter.HEADER_LENGTH);
            position += Parameter.HEADER_LENGTH;
        }
        final int end = Extensions.write(out, position, known);
        Chunk.write(out, chunk, type, 0, end - chunk);
        return chunk + Chunk.padded(end - chunk);
    }

    /** Returns the extensions that this end supports, as flags of {@link Extensions}. */
    static int extensions(final AssociationConfig config) {
        final boolean interleaves = config.interleavingSupported();
        return (config.reconfigurationSupported() ? Extensions.RECONFIG : 0)
                | (config.partialReliability() ? Extensions.FORWARD_TSN : 0)
                | (interleaves ? Extensions.I_DATA : 0)
                | (interleaves && config.partialReliability() ? Extensions.I_FORWARD_TSN : 0)
                | (config.addressReconfigurationSupported() ? Extensions.ASCONF : 0);
    }

    /** Writes a parameter with one int. */
    static int writeInt(final ByteBuffer out, final int offset, final int type, final int value) {
        Parameter.write(out, offset, type, Parameter.HEADER_LENGTH + Integer.BYTES);
        out.putInt(offset + Parameter.HEADER_LENGTH, value);
        return offset + Parameter.HEADER_LENGTH + Integer.BYTES;
    }

    /** Writes an INIT and returns its end. */
    static int writeInit(final ByteBuffer out, final int offset, final int end, final Tcb association) {
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
        final List<IpAddress> locals = association.config.localAddresses();
        final int room = end - LAST_PARAMETERS_LENGTH - AuthVector.MAX_LENGTH - position;
        final int source = association.paths.primary().localId();
        position = writeAddresses(out, position, locals, fittingAddresses(association.config, source, room));
        if (association.auth != null) {
            position = association.auth.local().write(out, position);
        }
        position = pad(
                out, position, Math.min(end, offset - PacketHeader.LENGTH + PADDED_LENGTH) - LAST_PARAMETERS_LENGTH);
        return finish(
                out,
                offset,
                ChunkType.INIT,
                EngineMark.write(out, position),
                association.config.adaptationIndication(),
                extensions(association.config));
    }

    /** Fills the space up to an offset with a PAD parameter, if there is space. */
    private static int pad(final ByteBuffer out, final int offset, final int end) {
        final int length = end - offset & ~3;
        if (length < Parameter.HEADER_LENGTH) {
            return offset;
        }
        Parameter.write(out, offset, ParameterType.PAD, length);
        for (int at = offset + Parameter.HEADER_LENGTH; at < offset + length; at += Integer.BYTES) {
            out.putInt(at, 0);
        }
        return offset + length;
    }
}
