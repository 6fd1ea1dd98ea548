package io.sctp.bench.options;

import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The option for the provider that carries the messages of a load. */
public final class ProviderOption {
    @Option(
            names = "--provider",
            description = "The provider or transport: ${COMPLETION-CANDIDATES} (default: auto).",
            completionCandidates = ProviderNames.class,
            defaultValue = "auto",
            paramLabel = "NAME")
    private String provider;

    /**
     * Checks that the provider exists and supports what is asked for. It need not work on this machine: the load may
     * run on another one.
     *
     * @throws IllegalArgumentException if not
     */
    public void requireKnown(final LoadTransport.Setup setup) {
        Named.check("--provider", () -> Transports.requireKnown(provider, setup));
    }

    /**
     * Returns the transport chosen.
     *
     * @throws IOException if the emulation cannot be started here
     */
    public LoadTransport transport() throws IOException {
        Named.check("--provider", () -> Transports.requireNamed(provider));
        return Transports.named(provider);
    }
}
