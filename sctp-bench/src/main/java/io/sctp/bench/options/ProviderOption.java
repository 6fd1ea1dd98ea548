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
     * What was chosen.
     *
     * @throws IOException if it does not work here
     */
    public LoadTransport transport() throws IOException {
        return Transports.named(provider);
    }
}
