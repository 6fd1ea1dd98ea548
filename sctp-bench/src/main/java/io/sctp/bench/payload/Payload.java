package io.sctp.bench.payload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The content of a load message, in network order:
 *
 * <pre>
 *  0  checksum      4 bytes, CRC32C of everything after it
 *  4  stream        2
 *  6  association   2, the sender's number for it
 *  8  flags         1, what the server does with the message
 *  9  sequence      7, from 0 within association and stream
 * 16  intended      8, nanoseconds on the sender's clock
 * 24  sent          8, likewise
 * 32  filler        bytes that depend on their position
 * </pre>
 *
 * <p>One per thread. Nothing is allocated per message.
 */
public final class Payload {
    /** The smallest message, in bytes. */
    public static final int MIN_BYTES = 32;

    /** The result of {@link #verify} for a message whose content was not sent. */
    public static final long CORRUPTED = -1;

    /** Flag: the server reports the arrival time instead of sending the message back. */
    public static final int FLAG_REPORT = 1;
    /** Flag: a message that compares the clocks and does not belong to the load; its report is sent at once. */
    public static final int FLAG_PING = 2;

    private static final int CHECKSUM_OFFSET = 0;
    private static final int STREAM_OFFSET = 4;
    private static final int ASSOCIATION_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int INTENDED_OFFSET = 16;
    private static final int SENT_OFFSET = 24;
    private static final int FILLER_STEP = 31;
    private static final int SEQUENCE_BITS = 56;
    private static final long MAX_SEQUENCE = (1L << SEQUENCE_BITS) - 1;

    private final CRC32C crc = new CRC32C();

    /** A direct buffer for messages up to this size, with the filler in place. */
    public static ByteBuffer allocate(final int maxBytes) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(maxBytes);
        for (int i = MIN_BYTES; i < maxBytes; i++) {
            buffer.put(i, (byte) (i * FILLER_STEP));
        }
        return buffer;
    }

    /** Fills a buffer from {@link #allocate} with one message, ready to be sent. */
    public void write(
            final ByteBuffer buffer,
            final int bytes,
            final int association,
            final int stream,
            final int flags,
            final long sequence,
            final long intendedNs,
            final long sentNs) {
        buffer.clear().limit(bytes);
        buffer.putShort(STREAM_OFFSET, (short) stream)
                .putShort(ASSOCIATION_OFFSET, (short) association)
                .putLong(SEQUENCE_OFFSET, (long) flags << SEQUENCE_BITS | sequence)
                .putLong(INTENDED_OFFSET, intendedNs)
                .putLong(SENT_OFFSET, sentNs)
                .putInt(CHECKSUM_OFFSET, checksum(buffer, 0, bytes));
        buffer.position(0);
    }

    /**
     * Checks a received message, from the buffer's position to its limit.
     *
     * @param stream on which it arrived
     * @return its sequence number, or {@link #CORRUPTED}
     */
    public long verify(final ByteBuffer message, final int stream) {
        message.order(ByteOrder.BIG_ENDIAN);
        final int start = message.position();
        final int bytes = message.remaining();
        if (bytes < MIN_BYTES
                || message.getInt(start + CHECKSUM_OFFSET) != checksum(message, start, bytes)
                || Short.toUnsignedInt(message.getShort(start + STREAM_OFFSET)) != stream) {
            return CORRUPTED;
        }
        return message.getLong(start + SEQUENCE_OFFSET) & MAX_SEQUENCE;
    }

    /** The flags of a message that may be corrupted; 0 if it is too short. */
    public static int flags(final ByteBuffer message) {
        return message.remaining() < MIN_BYTES ? 0 : message.get(message.position() + SEQUENCE_OFFSET);
    }

    /** The sender's number for the association on which a verified message was sent. */
    public static int association(final ByteBuffer message) {
        return Short.toUnsignedInt(message.getShort(message.position() + ASSOCIATION_OFFSET));
    }

    /** The intended time of a verified message. */
    public static long intendedNs(final ByteBuffer message) {
        return message.getLong(message.position() + INTENDED_OFFSET);
    }

    /** The time at which a verified message was sent. */
    public static long sentNs(final ByteBuffer message) {
        return message.getLong(message.position() + SENT_OFFSET);
    }

    private int checksum(final ByteBuffer buffer, final int start, final int bytes) {
        final int limit = buffer.limit();
        buffer.limit(start + bytes).position(start + STREAM_OFFSET);
        crc.reset();
        crc.update(buffer);
        buffer.limit(limit).position(start);
        return (int) crc.getValue();
    }
}
