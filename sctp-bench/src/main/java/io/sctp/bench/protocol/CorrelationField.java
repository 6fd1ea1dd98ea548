package io.sctp.bench.protocol;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message, and likewise its answer, has the number by which the two are matched, in network order.
 *
 * @param offset of its first byte, from 0
 * @param bytes its length, 1 to 4
 */
public record CorrelationField(int offset, int bytes) {
    private static final int MAX_BYTES = Integer.BYTES;
    private static final Pattern FORM = Pattern.compile("(\\d{1,7}):([1-" + MAX_BYTES + "])");
    private static final int BYTE_MASK = 0xFF;

    /**
     * Reads a field such as {@code 12:4}.
     *
     * @throws IllegalArgumentException if it is not of this form
     */
    public static CorrelationField parse(final String text) {
        final Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form OFFSET:BYTES, such as 12:4, with 1 to " + MAX_BYTES + " bytes");
        }
        return new CorrelationField(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** Its length in bits. */
    int bits() {
        return bytes * Byte.SIZE;
    }

    /**
     * Makes sure that the field is in a message.
     *
     * @throws IllegalArgumentException if not
     */
    void requireIn(final Message message) {
        if (message.length() < offset + bytes) {
            throw new IllegalArgumentException("'" + message.name() + "' ends at byte " + message.length()
                    + ", before the end of the field " + this);
        }
    }

    /** Whether a message of the server is long enough to have the field. */
    boolean isIn(final ByteBuffer message) {
        return message.remaining() >= offset + bytes;
    }

    /** Writes the lowest bytes of the identifier. */
    void write(final ByteBuffer message, final long identifier) {
        for (int i = 0; i < bytes; i++) {
            message.put(offset + i, (byte) (identifier >> (Byte.SIZE * (bytes - 1 - i))));
        }
    }

    /** Reads the number, unsigned. */
    long read(final ByteBuffer message) {
        long identifier = 0;
        for (int i = 0; i < bytes; i++) {
            identifier = (identifier << Byte.SIZE) | (message.get(message.position() + offset + i) & BYTE_MASK);
        }
        return identifier;
    }

    @Override
    public String toString() {
        return offset + ":" + bytes;
    }
}
