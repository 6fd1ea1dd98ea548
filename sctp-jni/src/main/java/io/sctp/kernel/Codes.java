package io.sctp.kernel;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The kernel's numbers for the constants of an enum. Immutable.
 *
 * @param <E> the enum
 */
final class Codes<E extends Enum<E>> {
    private final Map<E, Integer> numbers;
    private final Map<Integer, E> constants = new HashMap<>();

    private Codes(final Class<E> type, final Map<E, Integer> numbers) {
        this.numbers = new EnumMap<>(numbers);
        numbers.forEach((constant, number) -> constants.put(number, constant));
        if (constants.size() != type.getEnumConstants().length) {
            throw new AssertionError("every " + type.getSimpleName() + " needs a number of its own: " + numbers);
        }
    }

    /** Creates the mapping; each constant needs a unique number. */
    static <E extends Enum<E>> Codes<E> of(final Class<E> type, final Map<E, Integer> numbers) {
        return new Codes<>(type, numbers);
    }

    /** Returns the kernel's number for a constant. */
    int number(final E constant) {
        return numbers.get(constant);
    }

    /** Returns the constant with this number, or null if there is none. */
    E constant(final int number) {
        return constants.get(number);
    }

    /** Returns the constant with this number, or a default if there is none. */
    E constant(final int number, final E otherwise) {
        return constants.getOrDefault(number, otherwise);
    }
}
