package io.sctp.bench.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A message that a load sends as it is, but for what identifies it. Immutable. */
public final class Message {
    private static final int NO_STREAM = -1;
    private static final int PRINTABLE_CHARACTERS = 200;

    private final String name;
    private final byte[] bytes;
    private final int stream;
    private final long timeNs;

    /**
     * A message of a file.
     *
     * @param name of its type
     */
    public Message(final String name, final byte[] bytes) {
        this(name, bytes, NO_STREAM, 0);
    }

    /**
     * A message of a capture.
     *
     * @param name of its type
     * @param stream on which it was sent
     * @param timeNs when it was sent, counted from the first message of the capture
     */
    public Message(final String name, final byte[] bytes, final int stream, final long timeNs) {
        this.name = name;
        this.bytes = bytes.clone();
        this.stream = stream;
        this.timeNs = timeNs;
    }

    /** The name of its type. */
    public String name() {
        return name;
    }

    /** Its length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** Whether it is from a capture, and so has a stream and a time of its own. */
    public boolean isCaptured() {
        return stream != NO_STREAM;
    }

    /** The stream on which it was captured. */
    public int stream() {
        return stream;
    }

    /** When it was captured, in nanoseconds after the first message of the capture. */
    public long timeNs() {
        return timeNs;
    }

    /** The same message as one of another type. */
    Message named(final String type) {
        return new Message(type, bytes, stream, timeNs);
    }

    /** Its bytes; read only. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Writes it from the buffer's start on, ready to be sent. */
    void writeTo(final ByteBuffer buffer) {
        buffer.clear().put(bytes).flip();
    }

    /** A text of the server, of bounded length and without characters that a terminal obeys. */
    static String printable(final String text) {
        final int end = Math.min(text.length(), PRINTABLE_CHARACTERS);
        return text.substring(0, end).replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Message that
                && name.equals(that.name)
                && Arrays.equals(bytes, that.bytes)
                && stream == that.stream
                && timeNs == that.timeNs;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name + ", " + bytes.length + " bytes"
                + (isCaptured() ? ", stream " + stream + ", " + timeNs + " ns" : "");
    }
}
