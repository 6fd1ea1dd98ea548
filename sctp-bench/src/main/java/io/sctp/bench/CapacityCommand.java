package io.sctp.bench;

import io.sctp.SctpAddress;
import io.sctp.bench.capacity.CapacityResult;
import io.sctp.bench.capacity.CapacitySearch;
import io.sctp.bench.capacity.Slo;
import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.environment.Network;
import io.sctp.bench.environment.Origin;
import io.sctp.bench.load.LoadOutcome;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.load.LoadRun;
import io.sctp.bench.options.LabOptions;
import io.sctp.bench.options.Named;
import io.sctp.bench.options.TargetOptions;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.transport.LoadTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the highest rate that keeps latency within limits. */
@Command(
        name = "capacity",
        description = {
            "Finds the highest rate that keeps latency within limits, by loads of --duration (default here: 3s), "
                    + "each after --warmup. It begins at --rate. The two rates that it ends with, one that holds and "
                    + "one that does not, are tried several times; all options of load can be given.",
            "With --out, the result of each trial and capacity.json in that folder. Exits 1 if no rate holds."
        },
        mixinStandardHelpOptions = true)
final class CapacityCommand implements Callable<Integer> {
    /** The name of the result's file in a folder. */
    static final String FILE = "capacity.json";

    private static final Duration TRIAL = Duration.ofSeconds(3);
    /** At low rates trials are longer, up to this length. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long STOP_SECONDS = 10;

    @Mixin
    private LoadOptions options;

    @Option(
            names = "--slo",
            required = true,
            description = "The limits of latency, such as p99=5ms or p50=200us,p99.9=10ms.",
            paramLabel = "LIMITS")
    private String slo;

    @Option(
            names = "--precision",
            description = "How far apart the two rates may be (default: 5%%).",
            converter = PercentConverter.class,
            defaultValue = "5%",
            paramLabel = "PART")
    private double precision;

    @Option(
            names = "--repeats",
            description = "The number of trials of each (default: 3).",
            defaultValue = "3",
            paramLabel = "N")
    private int repeats;

    @Option(
            names = "--server",
            description =
                    "A server elsewhere, ADDRESS:PORT: 'sctp server', or another one with --protocol (default: one in "
                            + "this process).",
            paramLabel = "ADDRESS")
    private String server;

    @Mixin
    private TargetOptions target;

    @Mixin
    private LabOptions lab;

    @Spec
    private CommandSpec spec;

    private final List<CapacityResult.Trial> trials = new ArrayList<>();
    private volatile LoadRun running;
    private volatile boolean stopped;

    @Override
    public Integer call() throws IOException, InterruptedException {
        lab.requireTaken();
        final SctpAddress remote = server == null ? null : SctpAddress.parse(server);
        if (remote == null) {
            target.requireNone();
        } else {
            options.target = target.target(remote);
        }
        final Slo limits = check();
        if (lab.onlyChecks()) {
            options.check();
            return ExitCode.OK;
        }
        LoadCommand.takeAnyUdpPort();
        options.json.requireWritable();
        final CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(finished), "capacity-stop"));
        try {
            return publish(search(limits));
        } finally {
            finished.countDown();
        }
    }

    private Slo check() {
        if (precision < 0.001 || precision > 1) {
            throw new IllegalArgumentException("--precision is between 0.1% and 100%");
        }
        if (repeats < 1 || repeats > 100) {
            throw new IllegalArgumentException("--repeats " + repeats + " is not between 1 and 100");
        }
        final Arrival.Kind kind = options.plan().arrival().kind();
        if (kind == Arrival.Kind.MAX || kind == Arrival.Kind.RECORDED) {
            throw new IllegalArgumentException("--rate is where the search begins, and cannot be " + options.rate);
        }
        if (options.profile != null) {
            throw new IllegalArgumentException("--profile is for load: a search has one rate at a time");
        }
        return Named.option("--slo", () -> Slo.parse(slo));
    }

    @SuppressWarnings("try") // The network emulation is active while the resource is open.
    private CapacityResult search(final Slo limits) throws IOException, InterruptedException {
        final LoadTransport transport = options.provider.transport();
        final Instant startedAt = Instant.now();
        final Network network = new Network(options.loss, options.delay);
        final CapacitySearch.Found found;
        try (Network.Disturbed disturbed = network.apply()) {
            found = new CapacitySearch(precision, repeats, rate -> tryOut(rate, limits, transport, network))
                    .from(options.plan().arrival().ratePerSecond());
        }
        final long noisy = trials.stream().filter(CapacityResult.Trial::noisy).count();
        return new CapacityResult(
                CapacityResult.verdict(slo, found, noisy, trials.size()),
                CapacityResult.SCHEMA_VERSION,
                startedAt.toString(),
                transport.name(),
                KernelFacts.release(),
                KernelFacts.clock(),
                slo,
                precision,
                repeats,
                found.lower().isEmpty() ? null : found.lower().getAsDouble(),
                found.upper().isEmpty() ? null : found.upper().getAsDouble(),
                !found.finished(),
                noisy,
                List.copyOf(trials),
                Environment.ofThisMachine(),
                Origin.ofThisRun(options.label),
                spec.commandLine().getParseResult().originalArgs());
    }

    private Boolean tryOut(final double rate, final Slo limits, final LoadTransport transport, final Network network)
            throws IOException, InterruptedException {
        final Instant startedAt = Instant.now();
        final LoadPlan plan = plan(rate, limits);
        final LoadRun run = new LoadRun(plan, transport, List.of());
        running = run;
        if (stopped) {
            return null;
        }
        final LoadOutcome outcome = server == null ? run.runWithServer() : run.runAgainst(SctpAddress.parse(server));
        if (stopped) {
            return null;
        }
        final LoadResult result = Outcomes.result(
                plan,
                transport.name(),
                network,
                startedAt,
                spec.commandLine().getParseResult().originalArgs(),
                options.label,
                null,
                outcome);
        final Optional<String> broken = limits.broken(result);
        trials.add(new CapacityResult.Trial(
                rate, broken.isEmpty(), broken.orElse(null), result.noise() != null, result.latencyNs()));
        if (options.out != null) {
            ResultFile.write(options.out.resolve("trial-" + trials.size()).resolve(ResultFile.STANDARD_NAME), result);
        }
        tell(trials.get(trials.size() - 1));
        return broken.isEmpty();
    }

    private void tell(final CapacityResult.Trial trial) {
        final PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "%,12.0f/s  %-6s  p50 %s  p99 %s µs%s%s%n",
                trial.rate(),
                trial.held() ? "holds" : "fails",
                micros(trial.latencyNs().p50()),
                micros(trial.latencyNs().p99()),
                trial.held() ? "" : "  " + trial.reason(),
                trial.noisy() ? "  (noisy)" : "");
        err.flush();
    }

    /** At low rates a trial takes as long as its percentiles need. */
    private LoadPlan plan(final double rate, final Slo limits) {
        final LoadPlan plan = options.plan();
        final Duration wanted = spec.commandLine().getParseResult().hasMatchedOption("--duration")
                ? plan.timing().duration()
                : TRIAL;
        final Duration needed = Duration.ofNanos((long) (NANOS_PER_SECOND * 1.1 * limits.messages() / rate));
        final Duration longer = needed.compareTo(LONGEST) < 0 ? needed : LONGEST;
        return new LoadPlan(
                plan.mode(),
                plan.associations(),
                plan.streams(),
                plan.messages(),
                plan.calls(),
                new Arrival(plan.arrival().kind(), rate, plan.arrival().seed()),
                new LoadPlan.Timing(
                        plan.timing().warmup(),
                        longer.compareTo(wanted) > 0 ? longer : wanted,
                        plan.timing().drain()));
    }

    private int publish(final CapacityResult result) throws IOException {
        final PrintWriter out = options.json.text(spec.commandLine());
        out.println(result.verdict());
        out.printf(
                "%d trials, %s over %s, kernel %s, clock %s%n",
                result.trials().size(),
                options.mode.name().toLowerCase(Locale.ROOT),
                result.provider(),
                result.kernel(),
                result.clock());
        out.flush();
        options.json.write(result);
        if (options.out != null) {
            ResultFile.write(options.out.resolve(FILE), result);
        }
        return result.lowerMsgsPerS() == null || result.interrupted() ? ExitCode.FAILED : ExitCode.OK;
    }

    private void stop(final CountDownLatch finished) {
        stopped = true;
        final LoadRun current = running;
        if (current == null || finished.getCount() == 0) {
            return;
        }
        current.stop();
        try {
            if (!finished.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("sctp: what was found could not be written in " + STOP_SECONDS + " s");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String micros(final Long nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MICRO);
    }
}
