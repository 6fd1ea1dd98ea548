package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * ASCONF and ASCONF-ACK (RFC 5061 section 4.1). An ASCONF names an address of its sender, then what is to change; an
 * ASCONF-ACK has responses instead, or none for complete success.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  type = 0xC1  |   flags = 0   |            length             |
 * +---------------+---------------+-------------------------------+
 * |                         serial number                         |
 * +---------------------------------------------------------------+
 * |                 address parameter: IPv4 or IPv6               |
 * +-------------------------------+-------------------------------+
 * |        parameter type         |       parameter length        |
 * +-------------------------------+-------------------------------+
 * |                        correlation ID                         |
 * +---------------------------------------------------------------+
 * |           address parameter, or an error cause                |
 * </pre>
 */
public final class AsconfChunk {
    public static final int SERIAL_OFFSET = 4;

    /** The offset of the address parameter in an ASCONF, or of the first response in an ASCONF-ACK. */
    public static final int BODY_OFFSET = 8;

    public static final int CORRELATION_OFFSET = 4;

    /** The offset of the address or the cause within a parameter. */
    public static final int CONTENT_OFFSET = 8;

    private AsconfChunk() {}

    public static int serial(final ByteBuffer buffer, final int chunk) {
        return buffer.getInt(chunk + SERIAL_OFFSET);
    }

    /** Returns where the first parameter of a well-formed ASCONF begins. */
    public static int firstParameter(final ByteBuffer buffer, final int chunk) {
        return Parameter.next(buffer, chunk + BODY_OFFSET);
    }

    /** Returns the correlation ID of a request; 0 if its parameter is too short. */
    public static int correlation(final ByteBuffer buffer, final int parameter) {
        return Parameter.length(buffer, parameter) < CONTENT_OFFSET ? 0 : buffer.getInt(parameter + CORRELATION_OFFSET);
    }

    /** Whether the parameter is a supported request to change addresses. */
    public static boolean isRequest(final int type) {
        return type == ParameterType.ADD_IP_ADDRESS
                || type == ParameterType.DELETE_IP_ADDRESS
                || type == ParameterType.SET_PRIMARY_ADDRESS;
    }

    /** Whether an ASCONF has an address parameter, and all its parameters are complete and valid. */
    public static boolean isWellFormed(final ByteBuffer buffer, final int chunk, final int length) {
        final int end = chunk + length;
        if (!isAddress(buffer, chunk + BODY_OFFSET, end)) {
            return false;
        }
        for (int at = firstParameter(buffer, chunk); at < end; at = Parameter.next(buffer, at)) {
            if (!Parameter.fits(buffer, at, end)) {
                return false;
            }
            final int parameterEnd = at + Parameter.length(buffer, at);
            if (isRequest(Parameter.type(buffer, at))
                    && (!isAddress(buffer, at + CONTENT_OFFSET, parameterEnd)
                            || Parameter.next(buffer, at + CONTENT_OFFSET) != parameterEnd)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAddress(final ByteBuffer buffer, final int parameter, final int end) {
        return Parameter.fits(buffer, parameter, end) && IpAddressParameter.isAddress(buffer, parameter);
    }

    /** Whether all responses in an ASCONF-ACK are complete; known ones with their content. */
    public static boolean isAckWellFormed(final ByteBuffer buffer, final int chunk, final int length) {
        final int end = chunk + length;
        if (length < BODY_OFFSET) {
            return false;
        }
        for (int at = chunk + BODY_OFFSET; at < end; at = Parameter.next(buffer, at)) {
            if (!Parameter.fits(buffer, at, end)) {
                return false;
            }
            final int type = Parameter.type(buffer, at);
            final int parameterEnd = at + Parameter.length(buffer, at);
            if (type == ParameterType.ERROR_CAUSE_INDICATION
                    && !Parameter.fits(buffer, at + CONTENT_OFFSET, parameterEnd)) {
                return false;
            }
            if (type == ParameterType.SUCCESS_INDICATION && parameterEnd - at != CONTENT_OFFSET) {
                return false;
            }
        }
        return true;
    }

    /** Writes a request and returns where the next may begin. */
    public static int writeRequest(
            final ByteBuffer buffer,
            final int offset,
            final int type,
            final int correlation,
            final long high,
            final long low) {
        final int length = CONTENT_OFFSET + IpAddressParameter.write(buffer, offset + CONTENT_OFFSET, high, low);
        Parameter.write(buffer, offset, type, length);
        buffer.putInt(offset + CORRELATION_OFFSET, correlation);
        return offset + length;
    }
}
