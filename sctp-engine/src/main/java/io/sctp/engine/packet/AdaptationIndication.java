package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * The Adaptation Layer Indication of INIT and INIT ACK (RFC 5061 section 4.2.6): 32 bits by which the users of two ends
 * know what speaks above SCTP.
 */
public final class AdaptationIndication {
    /** There was one, among the bits of {@link Extensions}. */
    public static final int BIT = 1 << 29;

    /** The bytes that the parameter takes. */
    public static final int LENGTH = Parameter.HEADER_LENGTH + Integer.BYTES;

    private AdaptationIndication() {}

    /** Writes the parameter, unless the indication is 0, and returns where it ends. */
    public static int write(final ByteBuffer buffer, final int offset, final int indication) {
        if (indication == 0) {
            return offset;
        }
        Parameter.write(buffer, offset, ParameterType.ADAPTATION_INDICATION, LENGTH);
        buffer.putInt(offset + Parameter.HEADER_LENGTH, indication);
        return offset + LENGTH;
    }

    /** Says whether a parameter of this type, which lies whole in its chunk, has the right length. */
    public static boolean isOne(final ByteBuffer buffer, final int parameter) {
        return Parameter.length(buffer, parameter) == LENGTH;
    }

    public static int read(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + Parameter.HEADER_LENGTH);
    }
}
