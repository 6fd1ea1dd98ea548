package io.sctp.spi;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A difference between a provider and the catalogue entry of an option, and its reason.
 *
 * @param provider the provider's name, or {@link #ANY} for all providers
 * @param kind the kind of difference
 * @param values the values concerned
 * @param reads for a value that reads back differently: whether the value set may read as the value got
 * @param reason the reason, as a sentence for documents
 * @param <T> the type of the option's value
 */
public record OptionDifference<T>(
        String provider, Kind kind, Predicate<T> values, BiPredicate<T, T> reads, String reason) {
    /** All providers: a value reads back differently with each of them. */
    public static final String ANY = "*";

    /** Kinds of differences. */
    public enum Kind {
        /** The provider does not support the option: {@link io.sctp.SctpException.Unsupported}. */
        ABSENT,
        /**
         * The provider refuses these values with {@link io.sctp.SctpException.Unsupported}, always or on some systems.
         */
        REFUSES,
        /** These values read back as other values. */
        READS_OTHERWISE,
        /** These values read back as other values, for associations and paths only. */
        ROUNDS_FOR_ASSOCIATIONS
    }

    /** Whether it concerns this provider. */
    public boolean isOf(final String name) {
        return provider.equals(ANY) || provider.equals(name);
    }
}
