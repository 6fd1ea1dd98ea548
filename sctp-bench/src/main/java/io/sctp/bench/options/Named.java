package io.sctp.bench.options;

import java.util.function.Supplier;

/** Adds the option's name to the errors about its value. */
public final class Named {
    private Named() {}

    /**
     * Converts an option's value.
     *
     * @param option its name
     * @throws IllegalArgumentException if the value is invalid; the message begins with the option
     */
    public static <T> T option(final String option, final Supplier<T> value) {
        try {
            return value.get();
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage().startsWith("--") ? e.getMessage() : option + ": " + e.getMessage(), e);
        }
    }

    /** Checks an option's value. */
    public static void check(final String option, final Runnable check) {
        option(option, () -> {
            check.run();
            return null;
        });
    }
}
