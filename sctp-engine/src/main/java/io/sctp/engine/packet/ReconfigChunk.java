package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * RE-CONFIG (RFC 6525 sections 3 and 4): a chunk that holds one or two parameters, each a request or a response.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  type = 130   |   flags = 0   |            length             |
 * +---------------+---------------+-------------------------------+
 * |        parameter type         |       parameter length        |
 * +-------------------------------+-------------------------------+
 * |        request sequence number, or that of the answered       |
 * +---------------------------------------------------------------+
 * |                    as the parameter's type says               |
 * </pre>
 */
public final class ReconfigChunk {
    public static final int OUTGOING_RESET = 13;
    public static final int INCOMING_RESET = 14;
    public static final int ASSOCIATION_RESET = 15;
    public static final int RESPONSE = 16;
    public static final int ADD_OUTGOING = 17;
    public static final int ADD_INCOMING = 18;

    // Results of a response (RFC 6525 section 4.4).
    public static final int NOTHING_TO_DO = 0;
    public static final int PERFORMED = 1;
    public static final int DENIED = 2;
    public static final int WRONG_STREAM = 3;
    public static final int ALREADY_IN_PROGRESS = 4;
    public static final int BAD_SEQUENCE_NUMBER = 5;
    public static final int IN_PROGRESS = 6;

    // Lengths of the fixed parts, with the parameter header.
    public static final int OUTGOING_RESET_LENGTH = 16;
    public static final int INCOMING_RESET_LENGTH = 8;
    public static final int ASSOCIATION_RESET_LENGTH = 8;
    public static final int RESPONSE_LENGTH = 12;
    public static final int RESPONSE_WITH_TSNS_LENGTH = 20;
    public static final int ADD_LENGTH = 12;

    private static final int SEQUENCE_OFFSET = 4;
    private static final int SECOND_OFFSET = 8;
    private static final int THIRD_OFFSET = 12;
    private static final int FOURTH_OFFSET = 16;

    private ReconfigChunk() {}

    /** Returns the sequence number of a request, or in a response that of the request it answers. */
    public static int sequence(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + SEQUENCE_OFFSET);
    }

    /** Returns the sequence number of the incoming reset that this outgoing reset answers. */
    public static int answeredSequence(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + SECOND_OFFSET);
    }

    /** Returns the last TSN assigned by the sender of an outgoing reset. */
    public static int lastTsn(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + THIRD_OFFSET);
    }

    public static int result(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + SECOND_OFFSET);
    }

    /** Returns the sender's next TSN in a response of full length. */
    public static int senderNextTsn(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + THIRD_OFFSET);
    }

    /** Returns the receiver's next TSN in a response of full length. */
    public static int receiverNextTsn(final ByteBuffer buffer, final int parameter) {
        return buffer.getInt(parameter + FOURTH_OFFSET);
    }

    /** Returns the number of streams to add. */
    public static int addedStreams(final ByteBuffer buffer, final int parameter) {
        return buffer.getShort(parameter + SECOND_OFFSET) & 0xFFFF;
    }

    /**
     * Returns the number of streams that a request lists after a fixed part of this length. None listed means all
     * streams.
     */
    public static int streamCount(final ByteBuffer buffer, final int parameter, final int fixedLength) {
        return (Parameter.length(buffer, parameter) - fixedLength) / Short.BYTES;
    }

    public static int stream(final ByteBuffer buffer, final int parameter, final int fixedLength, final int index) {
        return buffer.getShort(parameter + fixedLength + index * Short.BYTES) & 0xFFFF;
    }

    /** Returns the minimum length of a parameter of this type, or 0 if it is not a RE-CONFIG parameter. */
    public static int minLength(final int type) {
        return switch (type) {
            case OUTGOING_RESET -> OUTGOING_RESET_LENGTH;
            case INCOMING_RESET -> INCOMING_RESET_LENGTH;
            case ASSOCIATION_RESET -> ASSOCIATION_RESET_LENGTH;
            case RESPONSE -> RESPONSE_LENGTH;
            case ADD_OUTGOING, ADD_INCOMING -> ADD_LENGTH;
            default -> 0;
        };
    }
}
