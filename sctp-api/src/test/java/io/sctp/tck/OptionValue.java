package io.sctp.tck;

import io.sctp.SctpOption;
import io.sctp.SctpOption.Scope;
import java.util.function.Function;

/**
 * A value to try an option with.
 *
 * @param option the option
 * @param value a value that is not the default
 * @param essence the part of the value that reads back as it was set
 * @param where what it can be set on
 * @param before what has to be done first
 */
record OptionValue<T>(SctpOption<T> option, T value, Function<T, Object> essence, Where where, Tck.Setup before) {
    /** What an option can be set on, where its scope does not say it all. */
    enum Where {
        /** Wherever its scope says. */
        AS_ITS_SCOPE,
        /** An endpoint, before it has associations. */
        ENDPOINT_ONLY,
        /** A one-to-one endpoint. */
        ONE_TO_ONE_ONLY,
        /** A one-to-many endpoint. */
        ONE_TO_MANY_ONLY
    }

    static <T> OptionValue<T> of(final SctpOption<T> option, final T value) {
        return new OptionValue<>(option, value, v -> v, Where.AS_ITS_SCOPE, Tck.Setup.NONE);
    }

    OptionValue<T> comparing(final Function<T, Object> newEssence) {
        return new OptionValue<>(option, value, newEssence, where, before);
    }

    OptionValue<T> on(final Where newWhere) {
        return new OptionValue<>(option, value, essence, newWhere, before);
    }

    OptionValue<T> after(final Tck.Setup newBefore) {
        return new OptionValue<>(option, value, essence, where, newBefore);
    }

    Object essenceOf(final T read) {
        return essence.apply(read);
    }

    boolean forEndpoints() {
        return option.scope() != Scope.STREAM;
    }

    boolean forAssociations() {
        return where == Where.AS_ITS_SCOPE && (option.scope() == Scope.ASSOCIATION || option.scope() == Scope.PATH);
    }

    boolean oneToManyOnly() {
        return where == Where.ONE_TO_MANY_ONLY;
    }

    boolean oneToOneOnly() {
        return where == Where.ONE_TO_ONE_ONLY;
    }

    @Override
    public String toString() {
        return option + " = " + value;
    }
}
