package io.sctp.bench.options;

import io.sctp.bench.load.LoadPlan;
import picocli.CommandLine.Option;

/** The options for how an end of a load sends and receives. */
public final class CallOptions {
    @Option(
            names = "--batch",
            description = "Sends and receives up to N messages per call, small ones in shared packets "
                    + "(default: one at a time).",
            paramLabel = "N")
    private Integer batch;

    @Option(
            names = "--dispatcher",
            description = "Sends and receives through a dispatcher with N workers at each end that this command has "
                    + "(2 if N is left out; default: without).",
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "N")
    private Integer dispatcher;

    @Option(names = "--nagle", description = "Uses the Nagle algorithm, to measure its effect (default: SCTP_NODELAY).")
    private boolean nagle;

    /**
     * Returns the options' values.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public LoadPlan.Calls calls() {
        if ((batch != null && batch < 1) || (dispatcher != null && dispatcher < 1)) {
            throw new IllegalArgumentException("--batch and --dispatcher take a number of at least 1");
        }
        return new LoadPlan.Calls(batch == null ? 0 : batch, dispatcher == null ? 0 : dispatcher, nagle);
    }
}
