package io.sctp.bench;

import io.sctp.bench.options.DurationConverter;
import io.sctp.bench.options.Named;
import io.sctp.udp.RelayedPath;
import io.sctp.udp.UdpRelay;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stands between two programs that talk over UDP, as a path with delay, loss and a rate. */
@Command(
        name = "relay",
        description = {
            "Forwards UDP datagrams between a client and a server as a path with delay, loss and a rate would, until "
                    + "Ctrl-C; then it prints what became of them.",
            "The client is the sender of the first datagram, unless --from names it. Others are ignored. The queue "
                    + "before the rate is one bandwidth-delay product, at least 32 packets."
        },
        mixinStandardHelpOptions = true)
final class RelayCommand implements Callable<Integer> {
    private static final long TICK_MS = 200;

    @Option(
            names = "--to",
            description = "The server.",
            required = true,
            converter = HostPortConverter.class,
            paramLabel = "HOST:PORT")
    private InetSocketAddress to;

    @Option(
            names = "--from",
            description = "The only client (default: the sender of the first datagram).",
            converter = HostPortConverter.class,
            paramLabel = "HOST:PORT")
    private InetSocketAddress from;

    @Option(
            names = "--bind",
            description = "Where the client sends to; port 0 for any free one (default: ${DEFAULT-VALUE}, so that only "
                    + "programs on this machine can).",
            defaultValue = "127.0.0.1:0",
            converter = HostPortConverter.class,
            paramLabel = "ADDRESS:PORT")
    private InetSocketAddress bind;

    @Mixin
    private ThereOptions there;

    @Option(
            names = "--back-delay",
            description = "Delay from the server to the client (default: as --delay).",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    private Duration backDelay;

    @Option(
            names = "--back-loss",
            description = "Loss from the server to the client (default: as --loss).",
            converter = PercentConverter.class,
            paramLabel = "PART")
    private Double backLoss;

    @Option(
            names = "--back-rate",
            description = "Rate from the server to the client (default: as --rate).",
            converter = RateConverter.class,
            paramLabel = "RATE")
    private Long backRate;

    @Option(
            names = "--seed",
            description = "The same seed loses the same datagrams, by their number (default: ${DEFAULT-VALUE}).",
            defaultValue = "1",
            paramLabel = "N")
    private long seed;

    @Spec
    private CommandSpec spec;

    /** The path in both directions, unless an option of the way back says otherwise. */
    static final class ThereOptions {
        @Option(
                names = "--delay",
                description = "Delay of each datagram, in each direction (default: none).",
                defaultValue = "0ms",
                converter = DurationConverter.class,
                paramLabel = "TIME")
        private Duration delay;

        @Option(
                names = "--loss",
                description = "Part of the datagrams that are lost, in each direction (default: 0).",
                defaultValue = "0",
                converter = PercentConverter.class,
                paramLabel = "PART")
        private double loss;

        @Option(
                names = "--rate",
                description = "Rate of each direction, such as 100mbit, IPv4 and UDP headers "
                        + "included (default: as fast as this machine can).",
                converter = RateConverter.class,
                paramLabel = "RATE")
        private Long rate;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        final long rate = there.rate == null ? 0 : there.rate;
        final RelayedPath toServer = Named.option("--delay", () -> RelayedPath.of(there.delay, there.loss, rate));
        final RelayedPath toClient = Named.option(
                "--back-delay",
                () -> RelayedPath.of(
                        backDelay == null ? there.delay : backDelay,
                        backLoss == null ? there.loss : backLoss,
                        backRate == null ? rate : backRate));
        final UdpRelay.Setup setup = new UdpRelay.Setup(bind, to, from, toServer, toClient, seed);
        final PrintWriter out = spec.commandLine().getOut();
        final CountDownLatch stopped = new CountDownLatch(1);
        try (UdpRelay relay = UdpRelay.open(setup, UdpRelay.Observer.NONE)) {
            out.println("relaying from " + text(relay.clientSide()) + " to " + text(to) + ", which sees "
                    + text(relay.serverSide()) + "; until Ctrl-C");
            out.flush();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(relay, out), "relay-stop"));
            while (relay.failure() == null) {
                stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
            }
            throw new IOException("the relay ended: " + relay.failure());
        }
    }

    private static void stop(final UdpRelay relay, final PrintWriter out) {
        relay.close();
        out.println(line("to the server", relay.countsToServer()));
        out.println(line("to the client", relay.countsToClient()));
        out.flush();
    }

    private static String line(final String direction, final UdpRelay.Counts counts) {
        return String.format(
                "%s: %d received, %d forwarded, %d lost, %d dropped, %d refused, %d from others",
                direction,
                counts.received(),
                counts.forwarded(),
                counts.lost(),
                counts.dropped(),
                counts.refused(),
                counts.strange());
    }

    private static String text(final InetSocketAddress address) {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
