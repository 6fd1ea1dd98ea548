package io.sctp.kernel;

import io.sctp.OptionTarget;
import java.nio.ByteBuffer;

/**
 * Converts an option's value from and to the kernel's memory layout. Stateless. Buffers are direct, in native order,
 * and zeroed before use.
 *
 * @param <T> the type of the value
 */
interface OptionCodec<T> {
    /** The layout of the struct's target fields. */
    OptionLayout layout();

    /** The number of bytes needed to read a value. */
    default int capacity() {
        return layout().size();
    }

    /** The number of bytes of this value when it is set. */
    default int size(final T value) {
        return layout().size();
    }

    /** Writes the input that the kernel needs to return the value. */
    default void writeQuery(final ByteBuffer memory, final OptionTarget target) {
        layout().writeTarget(memory, target);
    }

    /**
     * Writes a value next to the target.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    void write(ByteBuffer memory, T value);

    /** Reads the value from the {@code length} bytes that the kernel stored. */
    T read(ByteBuffer memory, int length);

    /** Whether the struct contains more than the value, so that it must be read before it is set. */
    default boolean keepsTheRest() {
        return false;
    }

    /** Whether the memory must be wiped after use. */
    default boolean secret() {
        return false;
    }
}
