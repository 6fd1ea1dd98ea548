package io.sctp.bench;

import io.sctp.SctpAddress;
import io.sctp.bench.load.LoadRun;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures latency under load against a server elsewhere. */
@Command(
        name = "client",
        description = "As load, against a server started with 'sctp server' on another machine.",
        mixinStandardHelpOptions = true)
final class ClientCommand implements Callable<Integer> {
    @Mixin
    private LoadOptions options;

    @Parameters(paramLabel = "HOST", description = "The server's name or address; several addresses with slashes.")
    private String host;

    @Option(
            names = "--port",
            description = "The server's port (default: " + ServerCommand.DEFAULT_PORT + ").",
            defaultValue = ServerCommand.DEFAULT_PORT,
            paramLabel = "PORT")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadTransport transport = Transports.named(options.provider);
        final LoadRun run = new LoadRun(options.plan(), transport);
        return Outcomes.publish(
                options,
                transport,
                run.runAgainst(SctpAddress.resolve(host, port)),
                spec.commandLine().getOut());
    }
}
