package io.sctp.engine.fuzz;

import java.util.Arrays;

/** A fuzzer's bytes, read from the front; past the end there are zeros. */
final class Input {
    private final byte[] bytes;
    private int position;

    Input(final byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isEmpty() {
        return position >= bytes.length;
    }

    /** Returns the next byte, 0 to 255. */
    int next() {
        return isEmpty() ? 0 : bytes[position++] & 0xFF;
    }

    /** Returns up to {@code count} bytes. */
    byte[] take(final int count) {
        final int begin = Math.min(position, bytes.length);
        position = Math.min(bytes.length, begin + count);
        return Arrays.copyOfRange(bytes, begin, position);
    }
}
