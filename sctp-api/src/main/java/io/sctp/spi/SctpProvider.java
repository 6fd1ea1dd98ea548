package io.sctp.spi;

import io.sctp.Errno;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * An implementation of SCTP: {@code kernel} for Linux sockets, {@code userspace} for this project's engine over UDP.
 * Implementations are found with {@link ServiceLoader}. They have a public constructor without parameters that does no
 * work, and are safe for use by several threads at once.
 */
public interface SctpProvider {
    /** The system property that {@link #auto()} reads: a provider's name, or {@code auto}. */
    String PROPERTY = "io.sctp.provider";

    /** The name by which users select it, in lower case. */
    String name();

    /** Its preference; {@link #auto()} selects the highest one that works. */
    int preference();

    /** Whether it works on this machine; found out by trying. */
    Availability availability();

    /**
     * Opens a one-to-one channel.
     *
     * @param family IPv4 or IPv6; null for both where the machine has both
     * @throws UnsupportedOperationException if it is another family
     * @throws SctpException.Unsupported if the provider does not work here; the message says why and what to do
     */
    SctpChannel openChannel(ProtocolFamily family) throws IOException;

    /** Opens a listening channel; see {@link #openChannel}. */
    SctpServerChannel openServerChannel(ProtocolFamily family) throws IOException;

    /** Opens a one-to-many channel; see {@link #openChannel}. */
    SctpMultiChannel openMultiChannel(ProtocolFamily family) throws IOException;

    /** Opens a poller for channels of this provider. */
    SctpPoller openPoller() throws IOException;

    /**
     * The provider's current health, for liveness probes and people; {@link ProviderHealth#isHealthy} summarizes it.
     */
    default ProviderHealth health() {
        return ProviderHealth.NO_WORKERS;
    }

    /**
     * The provider's counters since its first use, by name: packets received and sent, and those refused, dropped,
     * forged or evicted. Names may be added. Empty if the provider does not count.
     */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /**
     * Whether a provider works here.
     *
     * @param available whether it works
     * @param reason why, or why not and what to do about it, as a sentence for people
     */
    record Availability(boolean available, String reason) {}

    /** All providers on the class path or module path, the preferred one first. */
    static List<SctpProvider> installed() {
        return InstalledProviders.PREFERRED_FIRST;
    }

    /**
     * The provider with this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    static SctpProvider named(final String name) {
        final List<SctpProvider> installed = installed();
        return installed.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no SCTP provider '" + name + "'; there are: " + names(installed)));
    }

    /**
     * The provider named by {@value #PROPERTY}, otherwise the preferred one of those that work here. The choice, and
     * why more preferred providers do not work, is logged once under the name {@code io.sctp}.
     *
     * @throws SctpException.Unsupported if none works; the message says why, for each
     */
    static SctpProvider auto() throws SctpException {
        final String chosen = System.getProperty(PROPERTY, "auto");
        if (!chosen.equals("auto")) {
            return named(chosen);
        }
        final List<SctpProvider> installed = installed();
        for (final SctpProvider provider : installed) {
            if (provider.availability().available()) {
                InstalledProviders.noteChoice(provider);
                return provider;
            }
        }
        throw new SctpException.Unsupported(
                "choose an SCTP provider",
                Errno.EPROTONOSUPPORT.number(),
                null,
                null,
                installed.isEmpty()
                        ? "there is none on the class path or module path; add sctp-jni (Linux) or sctp-userspace"
                        : installed.stream()
                                .map(p -> p.name() + ": " + p.availability().reason())
                                .collect(Collectors.joining("; ")));
    }

    private static String names(final List<SctpProvider> providers) {
        return providers.stream().map(SctpProvider::name).collect(Collectors.joining(", "));
    }
}
