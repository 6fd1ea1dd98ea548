package io.sctp.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One field of an option's value: its range, the value that leaves it unchanged, and values to test a provider with.
 * Immutable.
 */
public final class OptionField {
    /** Which value, when set, leaves the field unchanged. */
    private enum Keep {
        NOTHING,
        ZERO,
        NULL
    }

    private final String name;
    private final String range;
    private final Keep keep;
    private final Predicate<Object> fits;
    private final String complaint;
    private final List<Object> valid;
    private final List<Object> invalid;

    private OptionField(
            final String name,
            final String range,
            final Keep keep,
            final Predicate<Object> fits,
            final String complaint,
            final List<Object> valid,
            final List<Object> invalid) {
        this.name = name;
        this.range = range;
        this.keep = keep;
        this.fits = fits;
        this.complaint = complaint;
        this.valid = Collections.unmodifiableList(valid);
        this.invalid = Collections.unmodifiableList(invalid);
    }

    // ---- Kinds

    /** A number from {@code min} to {@code max}. */
    static OptionField number(final String name, final int min, final int max) {
        return number(name, min, max, Integer.class);
    }

    /** A number, kept in a {@code long}. */
    static OptionField longNumber(final String name, final long min, final long max) {
        return number(name, min, max, Long.class);
    }

    private static OptionField number(
            final String name, final long min, final long max, final Class<? extends Number> type) {
        final List<Object> invalid = new ArrayList<>();
        if (type == Long.class || min > Integer.MIN_VALUE) {
            invalid.add(boxed(min - 1, type));
        }
        if (type == Long.class || max < Integer.MAX_VALUE) {
            invalid.add(boxed(max + 1, type));
        }
        return new OptionField(
                name,
                min + " to " + max,
                Keep.NOTHING,
                value -> ((Number) value).longValue() >= min && ((Number) value).longValue() <= max,
                "is not between " + min + " and " + max,
                List.of(boxed(min, type), boxed(Math.min(min + 3, max), type), boxed(max, type)),
                invalid);
    }

    private static Object boxed(final long value, final Class<? extends Number> type) {
        return type == Long.class ? (Object) value : (Object) (int) value;
    }

    /** 0, which has a special meaning, or a number from {@code min} to {@code max}. */
    static OptionField zeroOrNumber(final String name, final int min, final int max) {
        return new OptionField(
                name,
                "0, or " + min + " to " + max,
                Keep.NOTHING,
                value -> (int) value == 0 || ((int) value >= min && (int) value <= max),
                "is neither 0 nor between " + min + " and " + max,
                List.of(0, min, (min + max) / 2, max),
                List.of(-1, 1, min - 1, max + 1));
    }

    /** A time in whole milliseconds. */
    static OptionField millis(final String name, final long min, final long max) {
        return time(name, Duration.ofMillis(min), Duration.ofMillis(max), Duration.ofMillis(1), false);
    }

    /** Zero, which has a special meaning, or a time in whole milliseconds from {@code min} to {@code max}. */
    static OptionField zeroOrMillis(final String name, final long min, final long max) {
        return time(name, Duration.ofMillis(min), Duration.ofMillis(max), Duration.ofMillis(1), true);
    }

    /** A time in whole seconds. */
    static OptionField seconds(final String name, final long min, final long max) {
        return time(name, Duration.ofSeconds(min), Duration.ofSeconds(max), Duration.ofSeconds(1), false);
    }

    private static OptionField time(
            final String name, final Duration min, final Duration max, final Duration unit, final boolean orZero) {
        final String units = unit.equals(Duration.ofSeconds(1)) ? "seconds" : "milliseconds";
        final long unitNanos = unit.toNanos();
        final String from = text(min, unit);
        final String to = text(max, unit);
        final List<Object> valid = new ArrayList<>(List.of(min, min.plus(unit.multipliedBy(7)), max));
        final List<Object> invalid = new ArrayList<>(List.of(
                max.plus(unit),
                max.minus(unit).plusNanos(1),
                min.plus(unit.dividedBy(2)),
                min.plus(unit).minusNanos(1),
                Duration.ofSeconds(-1)));
        if (orZero) {
            valid.add(Duration.ZERO);
            invalid.add(min.minus(unit));
            invalid.add(unit);
        } else {
            invalid.add(min.minusNanos(1));
        }
        return new OptionField(
                name,
                (orZero ? "zero, or " : "") + from + " to " + to + ", whole " + units,
                Keep.NOTHING,
                value -> {
                    final Duration time = (Duration) value;
                    return (orZero && time.isZero())
                            || (time.compareTo(min) >= 0
                                    && time.compareTo(max) <= 0
                                    && time.toNanosPart() % unitNanos == 0);
                },
                (orZero ? "is neither zero nor" : "is not") + " a whole number of " + units + " between " + from
                        + " and " + to,
                valid,
                invalid);
    }

    private static String text(final Duration time, final Duration unit) {
        return unit.toMillis() == 1 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }

    /** True or false. */
    static OptionField flag(final String name) {
        return new OptionField(name, "true or false", Keep.NOTHING, value -> true, "", List.of(true, false), List.of());
    }

    /** One constant of an enum. */
    static <E extends Enum<E>> OptionField choice(final String name, final Class<E> type) {
        final List<Object> all = List.copyOf(Arrays.asList(type.getEnumConstants()));
        return new OptionField(name, listed(all), Keep.NOTHING, value -> true, "", all, List.of());
    }

    /** A set of constants of an enum. */
    static <E extends Enum<E>> OptionField choices(final String name, final Class<E> type) {
        final List<E> all = List.of(type.getEnumConstants());
        final Set<E> some = EnumSet.of(all.get(0), all.get(all.size() - 1));
        return new OptionField(
                name,
                "any of " + listed(all),
                Keep.NOTHING,
                value -> ((Set<?>) value).stream().allMatch(type::isInstance),
                "is not a set of " + type.getSimpleName(),
                List.of(Set.copyOf(all), Set.of(), Set.copyOf(some)),
                List.of());
    }

    /** Any other type. */
    static OptionField other(
            final String name,
            final String range,
            final Predicate<Object> fits,
            final String complaint,
            final List<Object> valid,
            final List<Object> invalid) {
        return new OptionField(name, range, Keep.NOTHING, fits, complaint, valid, invalid);
    }

    private static String listed(final List<?> constants) {
        return String.join(
                ", ", constants.stream().map(c -> ((Enum<?>) c).name()).toList());
    }

    /** The same field, but 0 or zero leaves it unchanged. */
    OptionField zeroKeeps() {
        return new OptionField(name, range, Keep.ZERO, fits, complaint, valid, invalid);
    }

    /** The same field, but null leaves it unchanged. */
    OptionField nullKeeps() {
        return new OptionField(name, range, Keep.NULL, fits, complaint, valid, invalid);
    }

    /** The same field with other valid values to test: values whose effect a test can tolerate. */
    OptionField trying(final Object... values) {
        return new OptionField(name, range, keep, fits, complaint, Arrays.asList(values), invalid);
    }

    // ---- Use

    /** The component's name; empty if the option has a single value. */
    public String name() {
        return name;
    }

    /** Its range, for documents. */
    public String range() {
        return range;
    }

    /** The value that leaves it unchanged, for documents: 0, zero or null; empty if none does. */
    public String kept() {
        if (keep == Keep.ZERO) {
            return valid.get(0) instanceof Duration ? "zero" : "0";
        }
        return keep == Keep.NULL ? "null" : "";
    }

    /** Whether this value, when set, leaves the field unchanged. */
    public boolean keeps(final Object value) {
        return switch (keep) {
            case NOTHING -> false;
            case NULL -> value == null;
            case ZERO ->
                value instanceof Duration time
                        ? time.isZero()
                        : value instanceof Number number && number.longValue() == 0;
        };
    }

    /** A value that leaves the field unchanged; if none does, the other value. */
    public Object keepingOr(final Object otherwise) {
        return switch (keep) {
            case NOTHING -> otherwise;
            case NULL -> null;
            case ZERO -> valid.get(0) instanceof Duration ? Duration.ZERO : (Object) 0;
        };
    }

    /** Valid values: the edges of the range, and some inside. */
    public List<Object> valid() {
        return valid;
    }

    /** Invalid values: just outside the range and, for times, between two units. */
    public List<Object> invalid() {
        if (keep != Keep.ZERO) {
            return invalid;
        }
        return invalid.stream().filter(value -> !keeps(value)).toList();
    }

    /** What is wrong with a value; null if nothing is. */
    String complaint(final Object value) {
        if (keeps(value)) {
            return null;
        }
        if (value == null) {
            return (name.isEmpty() ? "it" : name) + " is null";
        }
        return fits.test(value) ? null : (name.isEmpty() ? "" : name + " ") + value + " " + complaint;
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + ": ") + range.toLowerCase(Locale.ROOT);
    }
}
