package io.sctp.spi;

import io.sctp.OptionTarget;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The entry of one option in the {@link OptionCatalog}. Immutable.
 *
 * @param <T> the type of the option's value
 */
public final class OptionEntry<T> {
    /** When an option can be set. */
    public enum Moment {
        /** At any time. */
        ANY("any time"),
        /** Before the channel has a port. */
        BEFORE_BIND("before bind and connect"),
        /** While the channel is bound to the wildcard address. */
        BOUND_TO_WILDCARD("bound to the wildcard address"),
        /**
         * Before the association is set up; on listening and one-to-many channels it applies to future associations.
         */
        BEFORE_ASSOCIATION("before the association");

        private final String text;

        Moment(final String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The channels that have an option. */
    public enum Channels {
        /** All. */
        ALL,
        /** One-to-one channels, including listening ones. */
        ONE_TO_ONE,
        /** One-to-many channels. */
        ONE_TO_MANY
    }

    /** A condition between the fields of a value, and a value that violates it. */
    record Rule<T>(Predicate<T> holds, Function<T, String> complaint, T breach) {}

    private final SocketOption<T> option;
    private final String summary;
    private final Function<T, Object[]> parts;
    private final Function<Object[], T> whole;
    private final List<OptionField> fields;
    private final List<Rule<T>> rules;
    private final List<Rule<T>> mergedRules;
    private final UnaryOperator<T> normal;
    private final SocketOption<T> base;
    private final Moment moment;
    private final Channels channels;
    private final boolean negotiated;
    private final boolean several;
    private final boolean verified;
    private final String source;
    private final String system;
    private final String note;
    private final Map<String, T> defaults;
    private final List<SocketOption<?>> linked;
    private final List<OptionDifference<T>> differences;

    private OptionEntry(final Builder<T> from) {
        option = from.option;
        summary = from.summary;
        parts = from.parts;
        whole = from.whole;
        fields = List.copyOf(from.fields);
        rules = List.copyOf(from.rules);
        mergedRules = List.copyOf(from.mergedRules);
        normal = from.normal;
        base = from.base;
        moment = from.moment;
        channels = from.channels;
        negotiated = from.negotiated;
        several = from.several;
        verified = from.verified;
        source = from.source;
        system = from.system;
        note = from.note;
        defaults = Map.copyOf(from.defaults);
        linked = List.copyOf(from.linked);
        differences = List.copyOf(from.differences);
    }

    // ---- Checking and merging, for providers

    /**
     * Checks a value given by a program. Returns the value to set, without fields that do not apply.
     *
     * @throws IllegalArgumentException if it is out of range; the message names the option
     */
    public T accept(final T given) {
        final T value = option.type().cast(given);
        final Object[] all = parts.apply(value);
        for (int i = 0; i < all.length; i++) {
            refuse(fields.get(i).complaint(all[i]));
        }
        check(rules, value);
        return normal.apply(value);
    }

    /**
     * Checks a value given by a program, and fills unchanged fields from the current value.
     *
     * @param current the value of {@link #base()}
     * @throws IllegalArgumentException if it is out of range, or does not fit the current value
     */
    public T merge(final T current, final T given) {
        final T accepted = accept(given);
        if (current == null) {
            return accepted;
        }
        final Object[] merged = parts.apply(accepted);
        final Object[] before = parts.apply(current);
        for (int i = 0; i < merged.length; i++) {
            if (fields.get(i).keeps(merged[i])) {
                merged[i] = before[i];
            }
        }
        final T value = whole.apply(merged);
        check(mergedRules, value);
        return value;
    }

    /** Whether a value must fit the current one, which then has to be read first. */
    public boolean dependsOnCurrent() {
        return !mergedRules.isEmpty();
    }

    private void check(final List<Rule<T>> all, final T value) {
        for (final Rule<T> rule : all) {
            if (!rule.holds.test(value)) {
                refuse(rule.complaint.apply(value));
            }
        }
    }

    private void refuse(final String complaint) {
        if (complaint != null) {
            throw new IllegalArgumentException(option.name() + ": " + complaint);
        }
    }

    /** The option whose value completes a given one: this option, unless a variant shows more fields. */
    public SocketOption<T> base() {
        return base;
    }

    /** Whether channels of this kind have it. */
    public boolean isFor(final boolean oneToMany) {
        return channels == Channels.ALL || (channels == Channels.ONE_TO_MANY) == oneToMany;
    }

    /** The channels that have it. */
    public Channels channels() {
        return channels;
    }

    /** When it can be set. */
    public Moment moment() {
        return moment;
    }

    /** Whether it is negotiated when an association is set up, and cannot change for an existing association. */
    public boolean isNegotiated() {
        return negotiated;
    }

    /** Whether it can be set for several associations at once, {@link OptionTarget#CURRENT} or {@code ALL}. */
    public boolean isForSeveral() {
        return several;
    }

    /** Whether a system may accept the value without applying it, so that it must be read back after setting. */
    public boolean isVerified() {
        return verified;
    }

    // ---- Description, for documents and tests

    /** The option. */
    public SocketOption<T> option() {
        return option;
    }

    /** A description in one sentence. */
    public String summary() {
        return summary;
    }

    /** The fields of its value: none if it is read-only, one without a name if it is a single value. */
    public List<OptionField> fields() {
        return fields;
    }

    /** The values of the fields, in order. */
    public List<Object> values(final T value) {
        return Arrays.asList(parts.apply(value));
    }

    /** A copy of a value with one field replaced. */
    public T with(final T value, final int field, final Object wanted) {
        final Object[] all = parts.apply(value);
        all[field] = wanted;
        return whole.apply(all);
    }

    /** Values that violate a condition between fields. */
    public List<T> breaches() {
        return rules.stream().map(Rule::breach).toList();
    }

    /** Partial values that violate a condition once completed with the default. */
    public List<T> mergedBreaches() {
        return mergedRules.stream().map(Rule::breach).toList();
    }

    /** Its specification. */
    public String source() {
        return source;
    }

    /** The Linux release that introduced it, and the sysctl it depends on; empty if neither applies. */
    public String system() {
        return system;
    }

    /** How values are completed, rounded and kept; empty if there is nothing to explain. */
    public String note() {
        return note;
    }

    /** The default of a provider's new channel, with the system's own defaults; null if not specified. */
    public T defaultOf(final String provider) {
        return defaults.get(provider);
    }

    /** Options that change together with this one. */
    public List<SocketOption<?>> linked() {
        return linked;
    }

    /** The differences of providers. */
    public List<OptionDifference<T>> differences() {
        return differences;
    }

    /** Why a provider does not support it; null if it does. */
    public String absence(final String provider) {
        for (final OptionDifference<T> difference : differences) {
            if (difference.kind() == OptionDifference.Kind.ABSENT
                    && difference.provider().equals(provider)) {
                return difference.reason();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return option.name();
    }

    // ---- Building

    /** An option with a single value. */
    static <T> Builder<T> single(final SocketOption<T> option, final String summary, final OptionField field) {
        final Builder<T> builder =
                new Builder<>(option, summary, value -> new Object[] {value}, all -> single(option, all[0]));
        builder.fields.add(field);
        return builder;
    }

    private static <T> T single(final SocketOption<T> option, final Object value) {
        return option.type().cast(value);
    }

    /** An option whose value is a record. */
    static <T> Builder<T> struct(
            final SocketOption<T> option,
            final String summary,
            final Function<T, Object[]> parts,
            final Function<Object[], T> whole,
            final OptionField... fields) {
        final Builder<T> builder = new Builder<>(option, summary, parts, whole);
        builder.fields.addAll(List.of(fields));
        return builder;
    }

    /** A read-only option. */
    static <T> Builder<T> readOnly(final SocketOption<T> option, final String summary) {
        return new Builder<>(option, summary, value -> new Object[0], all -> null);
    }

    /** Builds an entry. */
    static final class Builder<T> {
        private final SocketOption<T> option;
        private final String summary;
        private final Function<T, Object[]> parts;
        private final Function<Object[], T> whole;
        private final List<OptionField> fields = new ArrayList<>();
        private final List<Rule<T>> rules = new ArrayList<>();
        private final List<Rule<T>> mergedRules = new ArrayList<>();
        private final Map<String, T> defaults = new HashMap<>();
        private final List<SocketOption<?>> linked = new ArrayList<>();
        private final List<OptionDifference<T>> differences = new ArrayList<>();
        private UnaryOperator<T> normal = UnaryOperator.identity();
        private SocketOption<T> base;
        private Moment moment = Moment.ANY;
        private Channels channels = Channels.ALL;
        private boolean negotiated;
        private boolean several = true;
        private boolean verified;
        private String source = "";
        private String system = "";
        private String note = "";

        private Builder(
                final SocketOption<T> option,
                final String summary,
                final Function<T, Object[]> parts,
                final Function<Object[], T> whole) {
            this.option = option;
            this.summary = summary;
            this.parts = parts;
            this.whole = whole;
            base = option;
        }

        /** Adds a condition on a given value. */
        Builder<T> rule(final Predicate<T> holds, final Function<T, String> complaint, final T breach) {
            rules.add(new Rule<>(holds, complaint, breach));
            return this;
        }

        /** Adds a condition on a completed value. */
        Builder<T> mergedRule(final Predicate<T> holds, final Function<T, String> complaint, final T breach) {
            mergedRules.add(new Rule<>(holds, complaint, breach));
            return this;
        }

        /** Sets how a value is brought into the form in which it reads back. */
        Builder<T> normal(final UnaryOperator<T> form) {
            normal = form;
            return this;
        }

        Builder<T> completedFrom(final SocketOption<T> other) {
            base = other;
            return this;
        }

        Builder<T> when(final Moment when) {
            moment = when;
            return this;
        }

        Builder<T> on(final Channels kind) {
            channels = kind;
            return this;
        }

        Builder<T> negotiated() {
            negotiated = true;
            verified = true;
            several = false;
            moment = Moment.BEFORE_ASSOCIATION;
            return this;
        }

        Builder<T> oneAssociationOnly() {
            several = false;
            return this;
        }

        Builder<T> verified() {
            verified = true;
            return this;
        }

        Builder<T> source(final String where) {
            source = where;
            return this;
        }

        Builder<T> system(final String what) {
            system = what;
            return this;
        }

        Builder<T> note(final String text) {
            note = text;
            return this;
        }

        Builder<T> linked(final SocketOption<?>... others) {
            linked.addAll(List.of(others));
            return this;
        }

        /** Sets the default of both providers. */
        Builder<T> initially(final T value) {
            return initially(value, value);
        }

        /** Sets the defaults. */
        Builder<T> initially(final T kernel, final T userspace) {
            defaults.put(OptionCatalog.KERNEL, kernel);
            return initiallyInUserspace(userspace);
        }

        /** Sets the userspace provider's default; the system determines the kernel's. */
        Builder<T> initiallyInUserspace(final T userspace) {
            defaults.put(OptionCatalog.USERSPACE, userspace);
            return this;
        }

        Builder<T> absent(final String provider, final String reason) {
            return differs(provider, OptionDifference.Kind.ABSENT, value -> true, (set, read) -> false, reason);
        }

        Builder<T> refuses(final String provider, final Predicate<T> values, final String reason) {
            return differs(provider, OptionDifference.Kind.REFUSES, values, (set, read) -> false, reason);
        }

        Builder<T> reads(
                final String provider, final Predicate<T> values, final BiPredicate<T, T> reads, final String reason) {
            return differs(provider, OptionDifference.Kind.READS_OTHERWISE, values, reads, reason);
        }

        Builder<T> rounds(final String provider, final BiPredicate<T, T> reads, final String reason) {
            return differs(provider, OptionDifference.Kind.ROUNDS_FOR_ASSOCIATIONS, value -> true, reads, reason);
        }

        private Builder<T> differs(
                final String provider,
                final OptionDifference.Kind kind,
                final Predicate<T> values,
                final BiPredicate<T, T> reads,
                final String reason) {
            differences.add(new OptionDifference<>(provider, kind, values, reads, reason));
            return this;
        }

        OptionEntry<T> build() {
            return new OptionEntry<>(this);
        }
    }
}
