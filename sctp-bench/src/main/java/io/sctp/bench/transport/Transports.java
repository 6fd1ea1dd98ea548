package io.sctp.bench.transport;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.spi.SctpProvider;
import java.util.ArrayList;
import java.util.List;

/** Finds the transport that a user names. */
public final class Transports {
    /** Takes the best SCTP provider that works here. */
    public static final String AUTO = "auto";

    /** The transports for comparison: not providers of this library, and without batches. */
    private static final List<String> COMPARISONS = List.of("jdk", "tcp");

    private Transports() {}

    /**
     * Returns the transport with this name.
     *
     * @throws SctpException.Unsupported if it does not work on this machine; the message says why
     * @throws IllegalArgumentException if there is none of this name
     */
    public static LoadTransport named(final String name) throws SctpException {
        return switch (name) {
            case AUTO -> new ApiTransport(SctpProvider.auto());
            case "tcp" -> new TcpTransport();
            case "jdk" -> JdkSctpTransport.open();
            default -> new ApiTransport(available(name));
        };
    }

    /**
     * Checks what can be checked of a name on any machine.
     *
     * @throws IllegalArgumentException if the name is unknown, or the transport never supports this
     */
    public static void requireKnown(final String name, final LoadTransport.Setup setup) {
        requireNamed(name);
        setup.requirePossible(name, !COMPARISONS.contains(name));
    }

    /** Every name that {@link #named} accepts. */
    public static List<String> names() {
        final List<String> names = new ArrayList<>(List.of(AUTO));
        SctpProvider.installed().forEach(provider -> names.add(provider.name()));
        names.addAll(COMPARISONS);
        return names;
    }

    /**
     * Checks that the name is known.
     *
     * @throws IllegalArgumentException if not; the message lists the names
     */
    public static void requireNamed(final String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("no provider '" + name + "'; there are: " + String.join(", ", names()));
        }
    }

    private static SctpProvider available(final String name) throws SctpException {
        requireNamed(name);
        final SctpProvider provider = SctpProvider.named(name);
        final SctpProvider.Availability availability = provider.availability();
        if (!availability.available()) {
            throw unsupported(name, availability.reason());
        }
        return provider;
    }

    static SctpException.Unsupported unsupported(final String name, final String reason) {
        return new SctpException.Unsupported(
                "use the provider '" + name + "'", Errno.EPROTONOSUPPORT.number(), null, null, reason);
    }
}
