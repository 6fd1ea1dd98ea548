package io.sctp.bench.peers;

import io.sctp.bench.options.JsonOption;
import io.sctp.bench.options.LabOptions;
import io.sctp.bench.options.Named;
import io.sctp.bench.result.WholeFile;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures this library and others side by side. */
@Command(
        name = "peers",
        description = {
            "Moves the same messages through this library, through others and through C, in turn, each run in a fresh "
                    + "process, and compares. Exits 69 if there is no SCTP here."
        },
        mixinStandardHelpOptions = true)
public final class PeersCommand implements Callable<Integer> {
    private static final int UNAVAILABLE = PeerProcess.STATUS_UNAVAILABLE;
    private static final int FAILED = 1;
    private static final long STOP_SECONDS = 10;
    private static final double WARM_UP_SECONDS = 12;

    /** With the userspace provider there is more code to compile. */
    private static final double ENGINE_WARM_UP_SECONDS = 24;

    @Option(
            names = "--provider",
            description = "This library's provider: kernel or userspace (default: ${DEFAULT-VALUE}).",
            defaultValue = "kernel",
            paramLabel = "NAME")
    private String provider;

    @Option(
            names = "--peers",
            split = ",",
            description = "Only these: plain, batch, dispatcher (this library), one-to-one, many-receives, many-sends "
                    + "(the same over many associations), jdk, netty, c, c-info, tcp, usrsctp, udp.",
            paramLabel = "NAME")
    private List<String> peers = List.of();

    @Option(
            names = "--sizes",
            split = ",",
            description = "Bytes of a message (default: ${DEFAULT-VALUE}).",
            defaultValue = "100,1400,8000",
            paramLabel = "BYTES")
    private List<Integer> sizes;

    @Option(
            names = "--modes",
            split = ",",
            description = "one-way, round-trip (default: both).",
            defaultValue = "one-way,round-trip",
            paramLabel = "MODE")
    private List<String> modes;

    @Option(
            names = "--associations",
            split = ",",
            description = "Over how many associations, in runs of a batch each (default: ${DEFAULT-VALUE}).",
            defaultValue = "1",
            paramLabel = "N")
    private List<Integer> associations;

    @Option(
            names = "--streams",
            split = ",",
            description = "Over how many streams, used in turn (default: ${DEFAULT-VALUE}).",
            defaultValue = "1",
            paramLabel = "N")
    private List<Integer> streams;

    @Option(
            names = "--batch",
            description = "Messages that are sent and received at once (default: ${DEFAULT-VALUE}).",
            defaultValue = "64",
            paramLabel = "N")
    private int batch;

    @Option(
            names = "--rounds",
            description = "How often each is measured (default: ${DEFAULT-VALUE}).",
            defaultValue = "3",
            paramLabel = "N")
    private int rounds;

    @Option(
            names = "--warmup",
            description = "How long a process warms up, in seconds of its clock (default: 12, and 24 for userspace).",
            paramLabel = "S")
    private Double warmUpSeconds;

    @Option(
            names = "--duration",
            description = "How long it is measured then (default: ${DEFAULT-VALUE}).",
            defaultValue = "2",
            paramLabel = "S")
    private double durationSeconds;

    @Mixin
    private JsonOption json;

    @Mixin
    private LabOptions lab;

    @Option(names = "--html", description = "Write a page of charts here.", paramLabel = "FILE")
    private Path html;

    @Option(
            names = "--programs",
            description = "The folder of the C programs (default: where the build puts them).",
            paramLabel = "DIR")
    private Path programs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        lab.requireTaken();
        final PeersRun.Plan plan = plan();
        if (lab.onlyChecks()) {
            return 0;
        }
        final PrintWriter out = json.text(spec.commandLine());
        final SctpProvider.Availability availability =
                SctpProvider.named(provider).availability();
        if (!availability.available() && plan.peers().stream().anyMatch(PeerKind::isOurs)) {
            spec.commandLine()
                    .getErr()
                    .println("sctp: the provider '" + provider + "' does not work here: " + availability.reason());
            return UNAVAILABLE;
        }
        json.requireWritable();
        WholeFile.requireWritable(html);
        final PeersRun run = new PeersRun(plan, processes(), text -> {
            out.print(text);
            out.flush();
        });
        final CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, finished), "peers-stop"));
        try {
            return publish(run, run.run(spec.commandLine().getParseResult().originalArgs()));
        } finally {
            finished.countDown();
        }
    }

    private int publish(final PeersRun run, final PeersResult result) throws IOException {
        final PrintWriter out = json.text(spec.commandLine());
        if (run.isStopped()) {
            out.println("INTERRUPTED: what was measured until then");
        }
        out.print(PeersTable.of(result));
        out.flush();
        json.write(result);
        if (html != null) {
            PeersPage.write(html, result);
        }
        return run.missedSome() || run.isStopped() ? FAILED : 0;
    }

    /** Ctrl-C ends the measuring process, and the results so far are printed. */
    private static void stop(final PeersRun run, final CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return;
        }
        run.stop();
        try {
            if (!finished.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("sctp: what was measured could not be written in " + STOP_SECONDS + " s");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PeersRun.Plan plan() {
        if (rounds < 1 || warmUpSeconds() < 0 || durationSeconds <= 0) {
            throw new IllegalArgumentException("--rounds, --warmup and --duration are positive numbers");
        }
        if (SctpProvider.installed().stream().noneMatch(known -> known.name().equals(provider))) {
            throw new IllegalArgumentException("--provider: no provider '" + provider + "'");
        }
        final boolean many = associations.stream().anyMatch(count -> count > 1);
        final Set<PeerKind> chosen = peers.isEmpty()
                ? PeerKind.defaults(provider, many)
                : peers.stream()
                        .map(name -> Named.option("--peers", () -> PeerKind.of(name)))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(PeerKind.class)));
        final Set<Mode> chosenModes = modes.stream()
                .map(name -> Named.option("--modes", () -> Mode.of(name)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Mode.class)));
        final PeersRun.Plan plan = new PeersRun.Plan(
                chosen,
                chosenModes,
                sorted(sizes),
                sorted(associations),
                sorted(streams),
                batch,
                rounds,
                !peers.isEmpty());
        if (plan.cells().isEmpty()) {
            throw new IllegalArgumentException("none of the peers can be measured like this");
        }
        return plan;
    }

    private static List<Integer> sorted(final List<Integer> values) {
        return List.copyOf(new TreeSet<>(values));
    }

    private PeerProcess processes() {
        return new PeerProcess(
                provider,
                programs != null ? programs : builtPrograms(),
                Duration.ofMillis(Math.round(warmUpSeconds() * 1e3)),
                Duration.ofMillis(Math.round(durationSeconds * 1e3)),
                PeerProcess.GRACE);
    }

    private double warmUpSeconds() {
        if (warmUpSeconds != null) {
            return warmUpSeconds;
        }
        return provider.equals(PeerKind.USERSPACE_PROVIDER) ? ENGINE_WARM_UP_SECONDS : WARM_UP_SECONDS;
    }

    /** The folder next to the jar. */
    private static Path builtPrograms() {
        try {
            final Path jar = Path.of(PeersCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling("peers");
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("a jar whose place is no path", e);
        }
    }
}
