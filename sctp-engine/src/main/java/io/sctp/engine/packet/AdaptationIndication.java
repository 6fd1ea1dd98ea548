package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * The Adaptation Layer Indication in INIT and INIT ACK (RFC 5061 section 4.2.6): 32 bits that tell the peer's user
 * which protocol runs above SCTP.
 */
public final class AdaptationIndication {
    /** Flag in {@link Extensions}: the parameter was present. */
    public static final int BIT = 1 << 29;

    /** The length of the parameter in bytes. */
    public static final int LENGTH = Parameter.HEADER_LENGTH + Integer.BYTES;

    private AdaptationIndication() {}

    /** Writes the parameter, unless the indication is 0, and returns its end. */
    public static int write(final ByteBuffer buffer, final int offset, final int indication) {
        if (indication == 0) {
            return offset;
        }
        Parameter.write(buffer, offset, ParameterType.ADAPTATION_INDICATION, LENGTH);
        buffer.putInt(offset + Parameter.HEADER_LENGTH, indication);
        return offset + LENGTH;
    }

    /** Whether a parameter of this type, which is complete in its chunk, has the right length. */
    public static boolean isOne(final ByteBuffer buffer, final int parameter) {
        return Parameter.length(buffer, parameter) == LENGTH;
    }

    public static int read(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + Parameter.HEADER_LENGTH);
    }
}
