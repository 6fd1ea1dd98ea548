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

/** What an INIT or INIT ACK says, read once; reusable. It refers into the packet for what it does not copy. */
final class PeerInit {
    private static final int MAX_UNRECOGNIZED = 8;

    /** A host name's 255 bytes, its end and the header; what is longer is none, and is not sent back. */
    private static final int MAX_REFUSED_LENGTH = 260;

    int tag;
    long aRwnd;
    int outboundStreams;
    int inboundStreams;
    int initialTsn;

    final long[] addresses;
    int addressCount;

    /** Whether there is a State Cookie, be it empty. */
    boolean hasCookie;

    int cookieOffset;
    int cookieLength;
    int cookieLifeIncrementMs;

    /** Where the parameters of RFC 4895 are; 0 where they are missing. */
    private int randomAt;

    private int chunksAt;
    private int hmacsAt;

    /** Where the parameter is for which all of it is refused; 0 if there is none. */
    private int refusedAt;

    /** What the peer knows beyond RFC 9260. */
    int extensions;

    /** The peer's adaptation layer, where {@link #extensions} says that it was named. */
    int adaptation;

    final int[] unrecognizedOffsets = new int[MAX_UNRECOGNIZED];
    int unrecognizedCount;

    private final Work work;

    PeerInit(final int maxAddresses, final Work work) {
        this.work = work;
        addresses = new long[2 * maxAddresses];
    }

    /**
     * Reads a chunk that lies whole in the packet.
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
                    // Section 3.3.2.1.4: no longer used; the sender is told so, and of which.
                    refusedAt = at;
                    return CauseCode.UNRESOLVABLE_ADDRESS;
                }
                case ParameterType.SUPPORTED_ADDRESS_TYPES,
                        // Advice (RFC 5061 section 5.4); nothing but the first address is confirmed yet.
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

    /** Returns the parameter for which it is refused, as an error cause names it (section 3.3.10.5); empty if none. */
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

    /** Notes an address unless it is known, unusable, or one too many. */
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
     * Copies the parameters to report into a chunk, each wrapped in a header of the given type; returns where the last
     * ends, without its padding.
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
