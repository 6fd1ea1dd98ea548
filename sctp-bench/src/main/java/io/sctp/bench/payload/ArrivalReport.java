package io.sctp.bench.payload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The report of a server on another machine about the messages that arrived there, in network order:
 *
 * <pre>
 *  0  checksum      4 bytes, CRC32C of everything after it
 *  4  count         4
 *  8  entries       40 each
 *       0  association   2, as in the message ({@link Payload}), and the next four
 *       2  stream        2
 *       4  flags         4; {@link #FLAG_CORRUPTED} if the message did not carry what was sent
 *       8  sequence      8
 *      16  intended      8
 *      24  sent          8
 *      32  arrived       8, nanoseconds on the server's clock
 * </pre>
 *
 * <p>One per thread.
 */
public final class ArrivalReport {
    /** Entries that a report has at most. */
    public static final int MAX_ENTRIES = 200;
    /** Flag: the message was corrupted; the entry's other fields mean nothing. */
    public static final int FLAG_CORRUPTED = 1 << 8;

    private static final int HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 40;
    /** The largest report, in bytes. */
    public static final int MAX_BYTES = HEADER_BYTES + MAX_ENTRIES * ENTRY_BYTES;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_BYTES).position(HEADER_BYTES);
    private final CRC32C crc = new CRC32C();

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return buffer.position() == HEADER_BYTES;
    }

    /** Whether no more entries fit. */
    public boolean isFull() {
        return !buffer.hasRemaining();
    }

    /** Adds a message that {@link Payload#verify} found whole. */
    public void add(final ByteBuffer message, final int stream, final long sequence, final long arrivedNs) {
        buffer.putShort((short) Payload.association(message))
                .putShort((short) stream)
                .putInt(Payload.flags(message))
                .putLong(sequence)
                .putLong(Payload.intendedNs(message))
                .putLong(Payload.sentNs(message))
                .putLong(arrivedNs);
    }

    /** Adds a corrupted message. */
    public void addCorrupted() {
        buffer.putInt(0).putInt(FLAG_CORRUPTED).putLong(0).putLong(0).putLong(0).putLong(0);
    }

    /** The report as a message, valid until {@link #clear}. */
    public ByteBuffer message() {
        final ByteBuffer message = buffer.duplicate().flip();
        message.putInt(4, (message.limit() - HEADER_BYTES) / ENTRY_BYTES).putInt(0, checksum(message));
        return message;
    }

    /** Begins a new report. */
    public void clear() {
        buffer.clear().position(HEADER_BYTES);
    }

    /**
     * Reads a report.
     *
     * @return false, and the reader was told nothing, if it is none
     */
    public boolean read(final ByteBuffer message, final Reader reader) {
        final ByteBuffer report = message.slice().order(ByteOrder.BIG_ENDIAN);
        if (report.remaining() < HEADER_BYTES
                || report.getInt(4) != (report.remaining() - HEADER_BYTES) / ENTRY_BYTES
                || report.getInt(0) != checksum(report)) {
            return false;
        }
        for (int at = HEADER_BYTES; at < report.limit(); at += ENTRY_BYTES) {
            reader.onEntry(
                    Short.toUnsignedInt(report.getShort(at)),
                    Short.toUnsignedInt(report.getShort(at + 2)),
                    report.getInt(at + 4),
                    report.getLong(at + 8),
                    report.getLong(at + 16),
                    report.getLong(at + 24),
                    report.getLong(at + 32));
        }
        return true;
    }

    private int checksum(final ByteBuffer report) {
        crc.reset();
        crc.update(report.duplicate().position(4));
        return (int) crc.getValue();
    }

    /** Told of each entry. */
    @FunctionalInterface
    public interface Reader {
        /** One message arrived at the server. */
        void onEntry(
                int association, int stream, int flags, long sequence, long intendedNs, long sentNs, long arrivedNs);
    }
}
