package io.sctp.engine.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A parameter in INIT and INIT ACK by which two ends that run this engine recognize each other. Other peers skip it
 * silently (RFC 9260 section 3.2.1: the two highest bits of its type are 10). Its value distinguishes it from another
 * implementation's private parameter of the same type.
 *
 * <p>It announces a capability that no RFC defines: the UDP socket of this end receives several packets that the
 * sender's system has not yet segmented (UDP_SEGMENT). Linux's own SCTP does not.
 */
public final class EngineMark {
    /** Flag in {@link Extensions} for a peer that sent the parameter. */
    public static final int BIT = 1 << 30;

    private static final byte[] VALUE = "sctpjava".getBytes(StandardCharsets.US_ASCII);

    /** The length of the parameter in bytes. */
    public static final int LENGTH = Parameter.HEADER_LENGTH + 8;

    // The same values in a PAD chunk, which other peers ignore (RFC 4820).
    private static final byte[] ANSWER = chunk("sctpjava");

    private static final byte[] QUESTION = chunk("sctpjav?");

    private EngineMark() {}

    private static byte[] chunk(final String value) {
        final ByteBuffer chunk = ByteBuffer.allocate(LENGTH);
        Chunk.write(chunk, 0, ChunkType.PAD, 0, LENGTH);
        return chunk.put(Chunk.HEADER_LENGTH, value.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** Returns the PAD chunk that asks whether the peer runs this engine. It must not be changed. */
    public static byte[] question() {
        return QUESTION;
    }

    /** Returns the PAD chunk that answers the question. It must not be changed. */
    public static byte[] answer() {
        return ANSWER;
    }

    /** Whether a PAD chunk is the question. */
    public static boolean isQuestion(final ByteBuffer buffer, final int chunk, final int length) {
        return isChunk(QUESTION, buffer, chunk, length);
    }

    /** Whether a PAD chunk is the answer. */
    public static boolean isAnswer(final ByteBuffer buffer, final int chunk, final int length) {
        return isChunk(ANSWER, buffer, chunk, length);
    }

    private static boolean isChunk(final byte[] wanted, final ByteBuffer buffer, final int chunk, final int length) {
        if (length != LENGTH) {
            return false;
        }
        for (int i = Chunk.HEADER_LENGTH; i < LENGTH; i++) {
            if (buffer.get(chunk + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Writes the parameter and returns its end. */
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
