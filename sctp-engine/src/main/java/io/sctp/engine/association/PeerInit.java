package io.sctp.engine.association;

import io.sctp.engine.auth.AuthVector;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.AdaptationIndication;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;

/**
 * The content of an INIT or INIT ACK (RFC 9260 sections 3.3.2 and 3.3.3), parsed once. Reusable. Parameters that are
 * not copied are kept as offsets into the packet.
 */
final class PeerInit {
    private static final int MAX_UNRECOGNIZED = 8;

    /**
     * A host name of 255 bytes with its terminator and header. A longer parameter is no host name and is not reported.
     */
    private static final int MAX_REFUSED_LENGTH = 260;

    int tag;
    long aRwnd;
    int outboundStreams;
    int inboundStreams;
    int initialTsn;

    final long[] addresses;
    int addressCount;

    /** Whether there is a State Cookie, even an empty one. */
    boolean hasCookie;

    int cookieOffset;
    int cookieLength;
    int cookieLifeIncrementMs;

    /** The offsets of the parameters of RFC 4895, or 0 where they are missing. */
    private int randomAt;

    private int chunksAt;
    private int hmacsAt;

    /** The offset of the parameter because of which the chunk is refused, or 0. */
    private int refusedAt;

    /** The extensions that the peer supports. */
    int extensions;

    /** The peer's adaptation layer, if {@link #extensions} has the flag for it. */
    int adaptation;

    final int[] unrecognizedOffsets = new int[MAX_UNRECOGNIZED];
    int unrecognizedCount;

    private final Work work;

    PeerInit(final int maxAddresses, final Work work) {
        this.work = work;
        addresses = new long[2 * maxAddresses];
    }

    /**
     * Reads a chunk that is complete in the packet.
     *
     * @return {@link CauseCode#NONE}, or the cause with which to refuse it
     */
    int read(final ByteBuffer packet, final int offset, final int length) {
        tag = InitChunk.initiateTag(packet, offset);
        aRwnd = InitChunk.aRwnd(packet, offset);
        outboundStreams = InitChunk.outboundStreams(packet, offset);
        inboundStreams = InitChunk.inboundStreams(packet, offset);
        initialTsn = InitChunk.initialTsn(packet, offset);
        addressCount = 0;
        hasCookie = false;
        cookieLength = 0;
        cookieLifeIncrementMs = 0;
        unrecognizedCount = 0;
        extensions = 0;
        adaptation = 0;
        randomAt = 0;
        chunksAt = 0;
        hmacsAt = 0;
        refusedAt = 0;
        if (outboundStreams == 0 || inboundStreams == 0 || aRwnd < InitChunk.MIN_A_RWND) {
            return CauseCode.INVALID_MANDATORY_PARAMETER;
        }
        return readParameters(packet, offset + InitChunk.FIXED_LENGTH, offset + length);
    }

    private int readParameters(final ByteBuffer packet, final int begin, final int end) {
        for (int at = begin; at < end; at = Parameter.next(packet, at)) {
            work.step();
            if (!Parameter.fits(packet, at, end)) {
                return CauseCode.PROTOCOL_VIOLATION;
            }
            final int type = Parameter.type(packet, at);
            switch (type) {
                case ParameterType.IPV4_ADDRESS, ParameterType.IPV6_ADDRESS -> {
                    if (!IpAddressParameter.isAddress(packet, at)) {
                        return CauseCode.PROTOCOL_VIOLATION;
                    }
                    addAddress(IpAddressParameter.high(packet, at), IpAddressParameter.low(packet, at));
                }
                case ParameterType.STATE_COOKIE -> {
                    hasCookie = true;
                    cookieOffset = at + Parameter.HEADER_LENGTH;
                    cookieLength = Parameter.length(packet, at) - Parameter.HEADER_LENGTH;
                }
                case ParameterType.COOKIE_PRESERVATIVE -> {
                    if (Parameter.length(packet, at) == Parameter.HEADER_LENGTH + Integer.BYTES) {
                        cookieLifeIncrementMs = packet.getInt(at + Parameter.HEADER_LENGTH);
                    }
                }
                case ParameterType.RANDOM -> {
                    if (!AuthVector.isRandomRight(packet, at)) {
                        // RFC 4895 section 6.1.
                        return CauseCode.PROTOCOL_VIOLATION;
                    }
                    randomAt = at;
                }
                case ParameterType.CHUNKS -> chunksAt = at;
                case ParameterType.HMAC_ALGO -> hmacsAt = at;
                case ParameterType.ENGINE_MARK -> extensions |= EngineMark.read(packet, at);
                case ParameterType.SUPPORTED_EXTENSIONS -> extensions |= Extensions.read(packet, at);
                case ParameterType.FORWARD_TSN_SUPPORTED -> extensions |= Extensions.FORWARD_TSN;
                case ParameterType.ADAPTATION_INDICATION -> {
                    if (AdaptationIndication.isOne(packet, at)) {
                        extensions |= AdaptationIndication.BIT;
                        adaptation = AdaptationIndication.read(packet, at);
                    }
                }
                case ParameterType.HOST_NAME_ADDRESS -> {
                    // Host names are not supported (RFC 9260 section 3.3.2.1.4). The sender is told which one.
                    refusedAt = at;
                    return CauseCode.UNRESOLVABLE_ADDRESS;
                }
                case ParameterType.SUPPORTED_ADDRESS_TYPES,
                        // A request that may be ignored (RFC 5061 section 5.4); only the first address is confirmed
                        // yet.
                        ParameterType.SET_PRIMARY_ADDRESS,
                        ParameterType.UNRECOGNIZED_PARAMETER,
                        ParameterType.PAD -> {}
                default -> {
                    if (ParameterType.isReported(type) && unrecognizedCount < MAX_UNRECOGNIZED) {
                        unrecognizedOffsets[unrecognizedCount++] = at;
                    }
                    if (!ParameterType.isSkippable(type)) {
                        return CauseCode.NONE;
                    }
                }
            }
        }
        return CauseCode.NONE;
    }

    /**
     * Returns the parameter because of which the chunk is refused, for the error cause (RFC 9260 section 3.3.10.5);
     * empty if none.
     */
    byte[] refusedParameter(final ByteBuffer packet) {
        final int length = refusedAt == 0 ? 0 : Parameter.length(packet, refusedAt);
        final byte[] parameter = new byte[length > MAX_REFUSED_LENGTH ? 0 : length];
        packet.get(refusedAt, parameter);
        return parameter;
    }

    /** Returns the sender's key vector (RFC 4895 section 6.1), or null if it offers no authentication. */
    AuthVector authVector(final ByteBuffer packet) {
        return AuthVector.of(packet, randomAt, chunksAt, hmacsAt);
    }

    /** Adds an address unless it is known, unusable, or beyond the limit. */
    void addAddress(final long high, final long low) {
        if (2 * addressCount == addresses.length || !IpAddressParameter.isUsable(high, low)) {
            return;
        }
        for (int i = 0; i < addressCount; i++) {
            work.step();
            if (addresses[2 * i] == high && addresses[2 * i + 1] == low) {
                return;
            }
        }
        addresses[2 * addressCount] = high;
        addresses[2 * addressCount + 1] = low;
        addressCount++;
    }

    /**
     * Copies the parameters to report into a chunk, each wrapped in a header of the given type. Returns the end of the
     * last one, without its padding.
     */
    int writeUnrecognized(
            final ByteBuffer packet, final ByteBuffer out, final int offset, final int end, final int wrapperType) {
        int position = offset;
        int last = offset;
        for (int i = 0; i < unrecognizedCount; i++) {
            final int length = Parameter.length(packet, unrecognizedOffsets[i]);
            if (position + Parameter.HEADER_LENGTH + Chunk.padded(length) > end) {
                break;
            }
            Parameter.write(out, position, wrapperType, Parameter.HEADER_LENGTH + length);
            out.put(position + Parameter.HEADER_LENGTH, packet, unrecognizedOffsets[i], length);
            Chunk.pad(out, position, Parameter.HEADER_LENGTH + length);
            last = position + Parameter.HEADER_LENGTH + length;
            position += Parameter.HEADER_LENGTH + Chunk.padded(length);
        }
        return last;
    }
}
