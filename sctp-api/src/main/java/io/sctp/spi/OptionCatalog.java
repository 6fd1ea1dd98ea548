package io.sctp.spi;

import io.sctp.SctpOption;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Describes every option once for all providers. Providers check and complete values with it, so all accept and refuse
 * the same values. The contract tests walk it, and {@code docs/options.md} is generated from it.
 *
 * <p>Linux's behaviour is the reference. Values that Linux rounds, clamps or ignores are refused, or listed among the
 * {@link OptionEntry#differences differences}.
 */
public final class OptionCatalog {
    /** The name of the kernel provider. */
    public static final String KERNEL = "kernel";

    /** The name of the userspace provider. */
    public static final String USERSPACE = "userspace";

    private static final List<OptionEntry<?>> ALL = Stream.of(
                    SocketEntries.all(),
                    AssociationEntries.all(),
                    PathEntries.all(),
                    MessageEntries.all(),
                    ExtensionEntries.all())
            .flatMap(List::stream)
            .toList();

    private static final Map<SocketOption<?>, OptionEntry<?>> BY_OPTION = byOption();

    private OptionCatalog() {}

    private static Map<SocketOption<?>, OptionEntry<?>> byOption() {
        final Map<SocketOption<?>, OptionEntry<?>> entries = new HashMap<>();
        for (final OptionEntry<?> entry : ALL) {
            if (entries.put(entry.option(), entry) != null) {
                throw new AssertionError(entry + " is listed twice");
            }
        }
        return Map.copyOf(entries);
    }

    /** All options; socket options first. */
    public static List<OptionEntry<?>> all() {
        return ALL;
    }

    /** Whether SCTP channels have the option. */
    public static boolean has(final SocketOption<?> option) {
        return BY_OPTION.containsKey(option);
    }

    /**
     * The entry of an option.
     *
     * @throws UnsupportedOperationException if SCTP channels do not have the option
     */
    @SuppressWarnings("unchecked") // An entry is of its option's type.
    public static <T> OptionEntry<T> of(final SocketOption<T> option) {
        final OptionEntry<?> entry = BY_OPTION.get(option);
        if (entry == null) {
            throw new UnsupportedOperationException("SCTP channels do not have the option " + option.name());
        }
        return (OptionEntry<T>) entry;
    }

    /** The options that a provider's channels of one kind support. */
    public static List<SocketOption<?>> supported(final String provider, final boolean oneToMany) {
        final List<SocketOption<?>> options = new ArrayList<>();
        for (final OptionEntry<?> entry : ALL) {
            if (entry.isFor(oneToMany) && entry.absence(provider) == null) {
                options.add(entry.option());
            }
        }
        return options;
    }

    /**
     * Why a provider's channels do not support an option, as a sentence for the exception; null if they do.
     *
     * @throws UnsupportedOperationException if no SCTP channels have the option
     */
    public static String whyNot(final SocketOption<?> option, final String provider, final boolean oneToMany) {
        final OptionEntry<?> entry = of(option);
        if (!entry.isFor(oneToMany)) {
            return "only " + (oneToMany ? "one-to-one" : "one-to-many") + " channels have this option";
        }
        final String absence = entry.absence(provider);
        return absence == null ? null : "the provider " + provider + " does not have it: " + absence;
    }

    /** The message for a negotiated option that is set too late. */
    public static String tooLate(final SctpOption<?> option) {
        return of(option).isNegotiated()
                ? "it is negotiated when the association begins: set it before"
                : "it applies when an association begins: set it earlier";
    }
}
