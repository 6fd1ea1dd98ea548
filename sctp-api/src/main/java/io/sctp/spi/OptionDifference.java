package io.sctp.spi;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Where one provider differs from what the catalogue says of an option, and why.
 *
 * @param provider the provider's name, or {@link #ANY} for what is so with all of them
 * @param kind how it differs
 * @param values for which values
 * @param reads of a value that reads back otherwise: whether what was set may read so
 * @param reason why, as a sentence for documents
 * @param <T> the type of the option's value
 */
public record OptionDifference<T>(
        String provider, Kind kind, Predicate<T> values, BiPredicate<T, T> reads, String reason) {
    /** Stands for all providers, where what is read is not what was set. */
    public static final String ANY = "*";

    /** How a provider differs. */
    public enum Kind {
        /** It does not have the option: using it is {@link io.sctp.SctpException.Unsupported}. */
        ABSENT,
        /** It refuses these values with {@link io.sctp.SctpException.Unsupported}, always or on some systems. */
        REFUSES,
        /** These values read back as others. */
        READS_OTHERWISE,
        /** As above, but for associations and paths only. */
        ROUNDS_FOR_ASSOCIATIONS
    }

    /** Whether it is about a provider. */
    public boolean isOf(final String name) {
        return provider.equals(ANY) || provider.equals(name);
    }
}
