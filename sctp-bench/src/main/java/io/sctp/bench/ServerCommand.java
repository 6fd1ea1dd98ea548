package io.sctp.bench;

import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.load.Server;
import io.sctp.bench.options.CallOptions;
import io.sctp.bench.options.Named;
import io.sctp.bench.options.ProviderOption;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.transport.LoadTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The other end of {@code client}: answers its messages. */
@Command(
        name = "server",
        description =
                "Sends every message back on its stream or, for a one-way run, reports when it arrived; for 'sctp "
                        + "client'; until Ctrl-C. It reports clients that connect and leave. For clients on other "
                        + "machines it needs --bind.",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    static final String DEFAULT_PORT = "5001";

    private static final String DEFAULT_BIND = "127.0.0.1:" + DEFAULT_PORT;
    private static final Duration TICK = Duration.ofSeconds(1);

    @Mixin
    private ProviderOption provider;

    @Mixin
    private CallOptions callOptions;

    @Option(
            names = "--bind",
            description =
                    "Address to listen on, ADDRESS[/ADDRESS...]:PORT, or :PORT for all of this machine's (default: "
                            + DEFAULT_BIND + ", so that nobody else can reach it).",
            defaultValue = DEFAULT_BIND,
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
            throw new IllegalArgumentException(
                    "--streams " + streams + " is not between 1 and " + LoadPlan.MAX_STREAMS);
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
        final PrintWriter out = spec.commandLine().getOut();
        final GuestBook guests = new GuestBook(out, System::nanoTime);
        try (Server server = listen(transport, setup, guests)) {
            out.println("listening on " + server.address() + " over " + transport.name() + ", until Ctrl-C");
            out.flush();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, guests, out), "server-stop"));
            while (!server.join(TICK)) {
                guests.tick();
            }
            if (server.failure() == null) {
                return ExitCode.OK; // it was stopped
            }
            throw new IOException("the server ended: " + server.failure());
        }
    }

    private Server listen(final LoadTransport transport, final LoadTransport.Setup setup, final Server.Guests guests)
            throws IOException {
        final SctpAddress local = Named.option("--bind", () -> SctpAddress.parse(bind));
        try {
            return Server.answering(transport, local, setup, guests);
        } catch (final SctpException.Unsupported e) {
            throw e;
        } catch (final IOException e) {
            throw new IOException(
                    "cannot listen at --bind " + local + " over " + transport.name() + ": " + e.getMessage(), e);
        }
    }

    /** Shuts the clients' associations down gracefully. */
    private static void end(final Server server, final GuestBook guests, final PrintWriter out) {
        out.println("stopped: " + guests.summary());
        out.flush();
        try {
            server.close();
        } catch (final IOException e) {
            System.err.println("sctp: " + e.getMessage());
        }
    }
}
