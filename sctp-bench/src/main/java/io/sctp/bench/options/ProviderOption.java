package io.sctp.bench.options;

import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import java.io.IOException;
import picocli.CommandLine.Option;

/** What carries the messages of a load. */
public final class ProviderOption {
    @Option(
            names = "--provider",
            description = "What carries the messages: ${COMPLETION-CANDIDATES} (default: auto).",
            completionCandidates = ProviderNames.class,
            defaultValue = "auto",
            paramLabel = "NAME")
    private String provider;

    /**
     * Checks, without it, that there is such a thing and that it can do what is asked for: another machine may have it.
     *
     * @throws IllegalArgumentException if not
     */
    public void requireKnown(final LoadTransport.Setup setup) {
        Named.check("--provider", () -> Transports.requireKnown(provider, setup));
    }

    /**
     * What was chosen.
     *
     * @throws IOException if it does not work here
     */
    public LoadTransport transport() throws IOException {
        Named.check("--provider", () -> Transports.requireNamed(provider));
        return Transports.named(provider);
    }
}
