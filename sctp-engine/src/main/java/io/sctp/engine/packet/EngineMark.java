package io.sctp.engine.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A parameter of INIT and INIT ACK by which two ends that run this engine know each other. Others skip it without a
 * word (RFC 9260 section 3.2.1: the two highest bits of its type are 10); its value tells it from a parameter of the
 * same type that somebody else made up.
 *
 * <p>It stands for a promise that the RFCs have no word for: the UDP socket of this end takes several packets that the
 * sender's system has not cut yet (UDP_SEGMENT). Linux's own SCTP does not.
 */
public final class EngineMark {
    /** What a peer that sent the mark knows, among the bits of {@link Extensions}. */
    public static final int BIT = 1 << 30;

    private static final byte[] VALUE = "sctpjava".getBytes(StandardCharsets.US_ASCII);

    /** The bytes that the parameter takes. */
    public static final int LENGTH = Parameter.HEADER_LENGTH + 8;

    private EngineMark() {}

    /** Writes the parameter and returns where it ends. */
    public static int write(final ByteBuffer buffer, final int offset) {
        Parameter.write(buffer, offset, ParameterType.ENGINE_MARK, LENGTH);
        buffer.put(offset + Parameter.HEADER_LENGTH, VALUE);
        return offset + LENGTH;
    }

    /** Returns {@link #BIT} if a parameter of this type, whose length was checked, is this engine's; otherwise 0. */
    public static int read(final ByteBuffer buffer, final int parameter) {
        if (Parameter.length(buffer, parameter) != LENGTH) {
            return 0;
        }
        for (int i = 0; i < VALUE.length; i++) {
            if (buffer.get(parameter + Parameter.HEADER_LENGTH + i) != VALUE[i]) {
                return 0;
            }
        }
        return BIT;
    }
}
