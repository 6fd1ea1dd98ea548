package io.sctp.spi;

import io.sctp.SctpOption;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * For providers: what there is to know of every option, once for all of them. They check and complete values by it, so
 * that a value is taken or refused by all alike; the contract tests walk it; {@code docs/options.md} is made from it.
 *
 * <p>What Linux does is the measure, since programs come from there. Where Linux rounds, clamps or ignores what it
 * is given, the value is refused instead, or stands among the {@link OptionEntry#differences differences}.
 */
public final class OptionCatalog {
    /** The name of the provider of the kernel's SCTP. */
    public static final String KERNEL = "kernel";

    /** The name of the provider of our own SCTP. */
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

    /** Every option, those of sockets first. */
    public static List<OptionEntry<?>> all() {
        return ALL;
    }

    /** Whether there is such an option on channels of SCTP. */
    public static boolean has(final SocketOption<?> option) {
        return BY_OPTION.containsKey(option);
    }

    /**
     * What there is to know of an option.
     *
     * @throws UnsupportedOperationException if channels of SCTP do not have it
     */
    @SuppressWarnings("unchecked") // An entry is of its option's type.
    public static <T> OptionEntry<T> of(final SocketOption<T> option) {
        final OptionEntry<?> entry = BY_OPTION.get(option);
        if (entry == null) {
            throw new UnsupportedOperationException("SCTP channels do not have the option " + option.name());
        }
        return (OptionEntry<T>) entry;
    }

    /** The options that a provider's channels of one kind have. */
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
     * Why channels of a provider do not have an option: the sentence for the exception; null if they have it.
     *
     * @throws UnsupportedOperationException if no channels of SCTP have it
     */
    public static String whyNot(final SocketOption<?> option, final String provider, final boolean oneToMany) {
        final OptionEntry<?> entry = of(option);
        if (!entry.isFor(oneToMany)) {
            return "only " + (oneToMany ? "one-to-one" : "one-to-many") + " channels have this option";
        }
        final String absence = entry.absence(provider);
        return absence == null ? null : "the provider " + provider + " does not have it: " + absence;
    }

    /** What to say where a negotiated option is set too late. */
    public static String tooLate(final SctpOption<?> option) {
        return of(option).isNegotiated()
                ? "it is negotiated when the association begins: set it before"
                : "it counts when an association begins: set it before";
    }
}
