package io.sctp.kernel;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A value in a struct of fixed size.
 *
 * @param layout of the struct's target fields
 * @param reader of the value
 * @param writer of the value
 * @param <T> the type of the value
 */
record StructCodec<T>(OptionLayout layout, Function<ByteBuffer, T> reader, BiConsumer<ByteBuffer, T> writer)
        implements OptionCodec<T> {
    @Override
    public void write(final ByteBuffer memory, final T value) {
        writer.accept(memory, value);
    }

    @Override
    public T read(final ByteBuffer memory, final int length) {
        return reader.apply(memory);
    }
}
