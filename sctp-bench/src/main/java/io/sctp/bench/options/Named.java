package io.sctp.bench.options;

import java.util.function.Supplier;

/** Says of a value that cannot be which option it was given for. */
public final class Named {
    private Named() {}

    /**
     * Makes something of an option's value.
     *
     * @param option its name
     * @throws IllegalArgumentException if that cannot be; the message begins with the option
     */
    public static <T> T option(final String option, final Supplier<T> value) {
        try {
            return value.get();
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage().startsWith("--") ? e.getMessage() : option + ": " + e.getMessage(), e);
        }
    }

    /** The same for what is only checked. */
    public static void check(final String option, final Runnable check) {
        option(option, () -> {
            check.run();
            return null;
        });
    }
}
