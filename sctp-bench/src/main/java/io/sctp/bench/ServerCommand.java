package io.sctp.bench;

import io.sctp.SctpAddress;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.load.Server;
import io.sctp.bench.options.CallOptions;
import io.sctp.bench.options.ProviderOption;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.transport.LoadTransport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The other end of {@code client}: answers its messages. */
@Command(
        name = "server",
        description = "Sends every message back on its stream or, for a one-way run, reports when it arrived; for "
                + "'sctp client' on another machine; until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    static final String DEFAULT_PORT = "5001";

    @Mixin
    private ProviderOption provider;

    @Mixin
    private CallOptions callOptions;

    @Option(
            names = "--bind",
            description = "Address to listen on, ADDRESS[/ADDRESS...]:PORT (default: any, port 5001).",
            defaultValue = ":" + DEFAULT_PORT,
            paramLabel = "ADDRESS")
    private String bind;

    @Option(
            names = "--streams",
            description = "Streams to grant each client (default: 1024).",
            defaultValue = "1024",
            paramLabel = "N")
    private int streams;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadTransport transport = provider.transport();
        if (streams < 1 || streams > LoadPlan.MAX_STREAMS) {
            throw new IllegalArgumentException("streams " + streams + " is not between 1 and " + LoadPlan.MAX_STREAMS);
        }
        final LoadPlan.Calls calls = callOptions.calls();
        final LoadTransport.Setup setup = new LoadTransport.Setup(
                streams,
                0,
                false,
                SizeDistribution.MAX_BYTES,
                false,
                calls.batch(),
                calls.dispatcherWorkers(),
                calls.nagle());
        try (Server server = Server.answering(transport, SctpAddress.parse(bind), setup)) {
            spec.commandLine().getOut().println("listening on " + server.address() + " over " + transport.name());
            spec.commandLine().getOut().flush();
            server.join();
            throw new IOException("the server ended: " + server.failure());
        }
    }
}
