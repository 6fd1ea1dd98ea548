package io.sctp.engine.association;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/**
 * The counters of a class by name, found by reflection, so that a new counter needs no further code. Not for hot code.
 */
final class CounterTable {
    private final Field[] fields;

    CounterTable(final Class<?> counters) {
        fields = Arrays.stream(counters.getDeclaredFields())
                .filter(field -> field.getType() == long.class && !Modifier.isStatic(field.getModifiers()))
                .toArray(Field[]::new);
    }

    void forEach(final Object counters, final ObjLongConsumer<String> visitor) {
        for (final Field field : fields) {
            try {
                visitor.accept(field.getName(), field.getLong(counters));
            } catch (final IllegalAccessException e) {
                throw new AssertionError("a counter of this package is private: " + field, e);
            }
        }
    }
}
