package io.sctp.bench.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads and writes Diameter messages (RFC 6733 sections 3 and 4). Nothing that was read is believed unchecked. */
final class DiameterMessage {
    static final int HEADER_BYTES = 20;

    static final int REQUEST = 0x80;
    static final int PROXIABLE = 0x40;
    static final int ERROR = 0x20;

    static final int CAPABILITIES_EXCHANGE = 257;
    static final int DEVICE_WATCHDOG = 280;
    static final int DISCONNECT_PEER = 282;

    static final int HOST_IP_ADDRESS = 257;
    static final int AUTH_APPLICATION_ID = 258;
    static final int ORIGIN_HOST = 264;
    static final int VENDOR_ID = 266;
    static final int RESULT_CODE = 268;
    static final int PRODUCT_NAME = 269;
    static final int DISCONNECT_CAUSE = 273;
    static final int ORIGIN_STATE_ID = 278;
    static final int ERROR_MESSAGE = 281;
    static final int ORIGIN_REALM = 296;
    static final int INBAND_SECURITY_ID = 299;

    /** The value for {@link #AUTH_APPLICATION_ID} that has something in common with every peer. */
    static final int RELAY_APPLICATION = -1;
    /** The {@link #RESULT_CODE} of success. */
    static final int SUCCESS = 2001;
    /** The {@link #RESULT_CODE} for a request that is not known. */
    static final int COMMAND_UNSUPPORTED = 3001;

    private static final int FIRST_SUCCESS = 1000;
    private static final int LAST_SUCCESS = 2999;
    private static final int VERSION = 1;
    private static final int FLAGS_OFFSET = 4;
    private static final int APPLICATION_OFFSET = 8;
    private static final int HOP_BY_HOP_OFFSET = 12;
    private static final int END_TO_END_OFFSET = 16;
    private static final int AVP_HEADER_BYTES = 8;
    private static final int VENDOR_BYTES = 4;
    private static final int VENDOR_FLAG = 0x80;
    private static final int MANDATORY_FLAG = 0x40;
    private static final int LOW_24_BITS = 0xFF_FFFF;
    private static final int BITS_24 = 24;

    private DiameterMessage() {}

    /** Whether these bytes are one Diameter message: the version and the length fit. */
    static boolean isValid(final ByteBuffer message) {
        return message.remaining() >= HEADER_BYTES
                && message.get(message.position()) == VERSION
                && (message.getInt(message.position()) & LOW_24_BITS) == message.remaining();
    }

    static boolean isRequest(final ByteBuffer message) {
        return (message.get(message.position() + FLAGS_OFFSET) & REQUEST) != 0;
    }

    static int command(final ByteBuffer message) {
        return message.getInt(message.position() + FLAGS_OFFSET) & LOW_24_BITS;
    }

    /** The identifier by which an answer is matched with its request, unsigned. */
    static long hopByHop(final ByteBuffer message) {
        return Integer.toUnsignedLong(message.getInt(message.position() + HOP_BY_HOP_OFFSET));
    }

    /** Gives a request this identifier, both the hop-by-hop and the end-to-end one. */
    static void identify(final ByteBuffer message, final long identifier) {
        message.putInt(message.position() + HOP_BY_HOP_OFFSET, (int) identifier)
                .putInt(message.position() + END_TO_END_OFFSET, (int) identifier);
    }

    /** The first AVP with this code and no vendor, if it is a number of 32 bits; otherwise {@code otherwise}. */
    static long number(final ByteBuffer message, final int code, final long otherwise) {
        final ByteBuffer data = data(message, code);
        return data == null || data.remaining() != Integer.BYTES
                ? otherwise
                : Integer.toUnsignedLong(data.getInt(data.position()));
    }

    /** The first AVP with this code and no vendor, as text; null if there is none. */
    static String text(final ByteBuffer message, final int code) {
        final ByteBuffer data = data(message, code);
        return data == null ? null : StandardCharsets.UTF_8.decode(data).toString();
    }

    /** Whether a {@link #RESULT_CODE} means success, or another round (RFC 6733 section 7.1). */
    static boolean isSuccess(final long code) {
        return code >= FIRST_SUCCESS && code <= LAST_SUCCESS;
    }

    private static ByteBuffer data(final ByteBuffer message, final int code) {
        final int end = message.limit();
        int at = message.position() + HEADER_BYTES;
        while (end - at >= AVP_HEADER_BYTES) {
            final int length = message.getInt(at + Integer.BYTES) & LOW_24_BITS;
            final boolean ofVendor = (message.get(at + Integer.BYTES) & VENDOR_FLAG) != 0;
            final int header = AVP_HEADER_BYTES + (ofVendor ? VENDOR_BYTES : 0);
            if (length < header || length > end - at) {
                return null;
            }
            if (message.getInt(at) == code && !ofVendor) {
                return message.slice(at + header, length - header);
            }
            at += padded(length);
        }
        return null;
    }

    /** Begins a message at the buffer's start. */
    static ByteBuffer begin(final ByteBuffer buffer, final int flags, final int command) {
        return buffer.clear()
                .putInt(VERSION << BITS_24)
                .putInt(flags << BITS_24 | command)
                .putInt(0)
                .putInt(0)
                .putInt(0);
    }

    /** Begins the answer to a request. */
    static ByteBuffer beginAnswer(final ByteBuffer buffer, final ByteBuffer request, final boolean error) {
        final int start = request.position();
        final int flags = (request.get(start + FLAGS_OFFSET) & PROXIABLE) | (error ? ERROR : 0);
        begin(buffer, flags, command(request));
        return buffer.putInt(APPLICATION_OFFSET, request.getInt(start + APPLICATION_OFFSET))
                .putInt(HOP_BY_HOP_OFFSET, request.getInt(start + HOP_BY_HOP_OFFSET))
                .putInt(END_TO_END_OFFSET, request.getInt(start + END_TO_END_OFFSET));
    }

    static void put(final ByteBuffer buffer, final int code, final int value) {
        beginAvp(buffer, code, MANDATORY_FLAG, Integer.BYTES).putInt(value);
    }

    static void put(final ByteBuffer buffer, final int code, final byte[] value) {
        beginAvp(buffer, code, code == PRODUCT_NAME ? 0 : MANDATORY_FLAG, value.length)
                .put(value);
        while (buffer.position() % Integer.BYTES != 0) {
            buffer.put((byte) 0);
        }
    }

    static void put(final ByteBuffer buffer, final int code, final String value) {
        put(buffer, code, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer beginAvp(final ByteBuffer buffer, final int code, final int flags, final int bytes) {
        return buffer.putInt(code).putInt(flags << BITS_24 | AVP_HEADER_BYTES + bytes);
    }

    /** Ends the message: writes its length, and makes it ready to be sent. */
    static ByteBuffer end(final ByteBuffer buffer) {
        buffer.flip();
        return buffer.putInt(0, VERSION << BITS_24 | buffer.limit());
    }

    private static int padded(final int length) {
        return length + Integer.BYTES - 1 & -Integer.BYTES;
    }
}
