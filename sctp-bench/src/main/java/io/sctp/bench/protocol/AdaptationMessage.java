package io.sctp.bench.protocol;

import java.nio.ByteBuffer;

/**
 * Reads and writes the messages that the user adaptation layers of SIGTRAN have in common: a header, and parameters
 * padded to four bytes (RFC 4666 section 3 for M3UA, RFC 3868 section 3 for SUA). Nothing that was read is believed
 * unchecked.
 */
final class AdaptationMessage {
    static final int HEADER_BYTES = 8;

    static final int ERROR = 0x0000;
    static final int NOTIFY = 0x0001;
    static final int ASP_UP = 0x0301;
    static final int ASP_DOWN = 0x0302;
    static final int BEAT = 0x0303;
    static final int ASP_UP_ACK = 0x0304;
    static final int BEAT_ACK = 0x0306;
    static final int ASP_ACTIVE = 0x0401;
    static final int ASP_INACTIVE = 0x0402;
    static final int ASP_ACTIVE_ACK = 0x0403;

    static final int INFO_STRING = 0x0004;
    static final int ROUTING_CONTEXT = 0x0006;
    static final int HEARTBEAT_DATA = 0x0009;
    static final int ERROR_CODE = 0x000C;

    private static final int VERSION = 1;
    private static final int LENGTH_OFFSET = 4;
    private static final int PARAMETER_HEADER_BYTES = 4;
    private static final int TYPE_MASK = 0xFFFF;

    private AdaptationMessage() {}

    /** Whether these bytes are one message: the version and the length fit. The padding may be left out at its end. */
    static boolean isValid(final ByteBuffer message) {
        if (message.remaining() < HEADER_BYTES || message.get(message.position()) != VERSION) {
            return false;
        }
        final int length = message.getInt(message.position() + LENGTH_OFFSET);
        return length >= HEADER_BYTES && length - message.remaining() < Integer.BYTES && length >= message.remaining();
    }

    /** The class of a message in the upper, its type in the lower byte. */
    static int type(final ByteBuffer message) {
        return message.getInt(message.position()) & TYPE_MASK;
    }

    /** The value of the first parameter with this tag; null if there is none. */
    static ByteBuffer parameter(final ByteBuffer message, final int tag) {
        int at = message.position() + HEADER_BYTES;
        while (message.limit() - at >= PARAMETER_HEADER_BYTES) {
            final int length = Short.toUnsignedInt(message.getShort(at + Short.BYTES));
            if (length < PARAMETER_HEADER_BYTES || length > message.limit() - at) {
                return null;
            }
            if (Short.toUnsignedInt(message.getShort(at)) == tag) {
                return message.slice(at + PARAMETER_HEADER_BYTES, length - PARAMETER_HEADER_BYTES);
            }
            at += length + Integer.BYTES - 1 & -Integer.BYTES;
        }
        return null;
    }

    /** The parameter with this tag if it is a number of 32 bits; otherwise -1. */
    static int number(final ByteBuffer message, final int tag) {
        final ByteBuffer value = parameter(message, tag);
        return value == null || value.remaining() != Integer.BYTES ? -1 : value.getInt(0);
    }

    /** Begins a message at the buffer's start. */
    static ByteBuffer begin(final ByteBuffer buffer, final int type) {
        return buffer.clear().putInt(VERSION << 24 | type).putInt(0);
    }

    /** Begins a parameter, whose value is put next. */
    static ByteBuffer beginParameter(final ByteBuffer buffer, final int tag, final int valueBytes) {
        return buffer.putShort((short) tag).putShort((short) (PARAMETER_HEADER_BYTES + valueBytes));
    }

    /** Ends the message: pads the last parameter, writes the length, and makes it ready to be sent. */
    static ByteBuffer end(final ByteBuffer buffer) {
        while (buffer.position() % Integer.BYTES != 0) {
            buffer.put((byte) 0);
        }
        buffer.flip();
        return buffer.putInt(LENGTH_OFFSET, buffer.limit());
    }
}
