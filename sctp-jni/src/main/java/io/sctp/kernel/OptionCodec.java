package io.sctp.kernel;

import io.sctp.OptionTarget;
import java.nio.ByteBuffer;

/**
 * How an option's value lies in memory, as the kernel reads and writes it. Stateless. Buffers are direct, in native
 * order, and zero before anything is written.
 *
 * @param <T> the type of the value
 */
interface OptionCodec<T> {
    /** Where the struct says what it is about. */
    OptionLayout layout();

    /** Bytes to provide for reading a value. */
    default int capacity() {
        return layout().size();
    }

    /** Bytes that this value takes when it is set. */
    default int size(final T value) {
        return layout().size();
    }

    /** Writes what the kernel must know to answer with the value. */
    default void writeQuery(final ByteBuffer memory, final OptionTarget target) {
        layout().writeTarget(memory, target);
    }

    /**
     * Writes a value beside the target.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    void write(ByteBuffer memory, T value);

    /** Reads the value from the first {@code length} bytes, as many as the kernel stored. */
    T read(ByteBuffer memory, int length);

    /** Whether the struct holds more than the value, so that it must be read before it is changed. */
    default boolean keepsTheRest() {
        return false;
    }

    /** Whether the memory must be wiped after use. */
    default boolean secret() {
        return false;
    }
}
