package io.sctp.bench;

import io.sctp.SctpAddress;
import io.sctp.bench.options.ShardOptions;
import io.sctp.bench.options.TargetOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures latency under load against a server on another machine. */
@Command(
        name = "client",
        description = {
            "Like load, against a server started with 'sctp server' on another machine.",
            "With --mode oneway the server reports when each message arrived; the result includes the maximum error "
                    + "of the comparison of the two machines' clocks.",
            "With --protocol, the load is for another program: its answers are matched by what identifies them in that "
                    + "protocol, and its own requests are answered.",
            "Several clients, on several machines, share a load with --shard and --start-at."
        },
        mixinStandardHelpOptions = true)
final class ClientCommand implements Callable<Integer> {
    @Mixin
    private LoadOptions options;

    @Mixin
    private ShardOptions shard;

    @Mixin
    private TargetOptions target;

    @Mixin
    private FaultOptions faults;

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
        if (faults.plan(options.duration).kills()) {
            throw new IllegalArgumentException("--fault kill@... is for 'sctp load', whose server is in the same "
                    + "process; here, end 'sctp server' on its machine");
        }
        final SctpAddress server = SctpAddress.resolve(host, port);
        options.target = target.target(server);
        return new LoadSession(options, shard, faults, spec).run(run -> run.runAgainst(server));
    }
}
