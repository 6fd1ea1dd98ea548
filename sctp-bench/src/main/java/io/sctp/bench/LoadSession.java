package io.sctp.bench;

import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.environment.Network;
import io.sctp.bench.faults.FaultInjector;
import io.sctp.bench.load.IntervalListener;
import io.sctp.bench.load.LoadOutcome;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.load.LoadRun;
import io.sctp.bench.load.Start;
import io.sctp.bench.options.ShardOptions;
import io.sctp.bench.record.IntervalLog;
import io.sctp.bench.report.Reports;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.ResultTable;
import io.sctp.bench.result.ShardRun;
import io.sctp.bench.result.WholeFile;
import io.sctp.bench.schedule.Shard;
import io.sctp.bench.shards.StartAt;
import io.sctp.bench.transport.LoadTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code load} and {@code client} have in common: run, show progress, stop at Ctrl-C, print and write the result.
 */
final class LoadSession {
    /** The name of the interval log, in the same folder. */
    static final String INTERVALS_FILE = "intervals.hlog";

    /** Time limit for writing the results after Ctrl-C, in addition to the wait for the last messages. */
    private static final long STOP_SECONDS = 10;

    private final LoadOptions options;
    private final ShardOptions shards;
    private final FaultOptions faults;
    private final CommandSpec spec;
    private final List<IOException> troubles = new ArrayList<>();

    LoadSession(final LoadOptions options, final FaultOptions faults, final CommandSpec spec) {
        this(options, new ShardOptions(), faults, spec);
    }

    LoadSession(
            final LoadOptions options, final ShardOptions shards, final FaultOptions faults, final CommandSpec spec) {
        this.options = options;
        this.shards = shards;
        this.faults = faults;
        this.spec = spec;
    }

    int run(final Body body) throws IOException, InterruptedException {
        requireWritable();
        final Shard shard = shards.shard();
        final StartAt startAt = shards.startAt(this::tell);
        final LoadPlan plan = shard == null ? options.plan() : options.plan().shard(shard);
        final LoadTransport transport = options.provider.transport();
        final CountDownLatch finished = new CountDownLatch(1);
        try {
            return publish(measure(body, plan, startAt, transport, finished));
        } finally {
            finished.countDown();
        }
    }

    /** Fails early if a result cannot be written, not after hours of measuring. */
    private void requireWritable() throws IOException {
        if (options.out != null && WholeFile.isStandardOutput(options.out)) {
            throw new IllegalArgumentException("--out names a folder; --json - writes the result to standard output");
        }
        options.json.requireWritable();
        if (options.out != null) {
            WholeFile.requireWritable(options.out.resolve(ResultFile.STANDARD_NAME));
        }
    }

    @SuppressWarnings("try") // The network emulation is active while the resource is open.
    private LoadResult measure(
            final Body body,
            final LoadPlan plan,
            final StartAt startAt,
            final LoadTransport transport,
            final CountDownLatch finished)
            throws IOException, InterruptedException {
        final Instant startedAt = Instant.now();
        final List<String> commandLine = spec.commandLine().getParseResult().originalArgs();
        final List<IntervalListener> listeners = new ArrayList<>();
        final Network network = new Network(options.loss, options.delay);
        final FaultInjector injector = faults.injector(options.duration, network);
        final IntervalLog log = options.out == null ? null : openLog(commandLine);
        boolean measured = false;
        try (Network.Disturbed disturbed = network.apply();
                Progress progress = Progress.start(plan)) {
            if (log != null) {
                listeners.add(interval ->
                        log.write(interval.recorders(), interval.hiccups(), interval.fromNs(), interval.toNs()));
            }
            listeners.add(progress);
            final LoadRun run = new LoadRun(plan, transport, startAt == null ? Start.SOON : startAt, listeners)
                    .withFaults(injector);
            stopAtShutdown(run, finished, plan, log);
            final LoadOutcome outcome = body.run(run);
            measured = true;
            if (outcome.complete()) {
                progress.finish();
            }
            return Outcomes.result(
                    plan,
                    transport.name(),
                    network,
                    startedAt,
                    commandLine,
                    options.label,
                    shardRun(plan, startAt),
                    outcome);
        } finally {
            close(log, measured);
        }
    }

    /** Returns null for a run on its own. */
    private static ShardRun shardRun(final LoadPlan plan, final StartAt startAt) {
        if (startAt == null) {
            return null;
        }
        final Instant agreed = startAt.agreed();
        final Instant begun = startAt.begun();
        return new ShardRun(
                plan.shard().number(),
                plan.shard().of(),
                plan.associations(),
                plan.wholeRate(),
                agreed == null ? null : agreed.toString(),
                begun == null ? null : begun.plus(plan.timing().warmup()).toString());
    }

    private void tell(final String news) {
        spec.commandLine().getErr().println("sctp: " + news);
        spec.commandLine().getErr().flush();
    }

    private void close(final IntervalLog log, final boolean measured) {
        if (log == null) {
            return;
        }
        attempt(() -> {
            if (measured) {
                log.close();
            } else {
                log.discard();
            }
        });
    }

    /** Prints the result first. A file that cannot be written does not prevent the others. */
    private int publish(final LoadResult result) {
        final PrintWriter out = options.json.text(spec.commandLine());
        out.print(ResultTable.of(result, Terminal.width()));
        out.flush();
        attempt(() -> options.json.write(result));
        if (options.out != null) {
            final Path file = options.out.resolve(ResultFile.STANDARD_NAME);
            attempt(() -> ResultFile.write(file, result));
            // This is slow in a guest, so the host does it afterwards.
            if (!KernelFacts.isLab() && troubles.isEmpty()) {
                attempt(() -> Reports.ofResults(List.of(file))
                        .writeTo(options.out, spec.commandLine().getErr()::println));
            }
        }
        troubles.forEach(trouble -> spec.commandLine().getErr().println("sctp: " + trouble.getMessage()));
        return result.valid() && troubles.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void attempt(final Writing writing) {
        try {
            writing.write();
        } catch (final IOException e) {
            troubles.add(e);
        }
    }

    private IntervalLog openLog(final List<String> commandLine) throws IOException {
        final Path file = options.out.resolve(INTERVALS_FILE);
        return new IntervalLog(file, "sctp " + String.join(" ", commandLine));
    }

    private void stopAtShutdown(
            final LoadRun run, final CountDownLatch finished, final LoadPlan plan, final IntervalLog log) {
        final Thread hook = new Thread(
                () -> {
                    if (finished.getCount() == 0) {
                        return;
                    }
                    if (!run.stop()) {
                        System.err.println("sctp: interrupted before anything was sent; there is no result");
                        close(log, false);
                        return;
                    }
                    try {
                        final long patience =
                                STOP_SECONDS + plan.timing().drain().toSeconds();
                        if (!finished.await(patience, TimeUnit.SECONDS)) {
                            System.err.println("sctp: the run did not end in " + patience + " s; its result is lost");
                        }
                    } catch (final InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "load-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A step whose failure does not affect the others. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    /** Runs the load. */
    @FunctionalInterface
    interface Body {
        /** Runs the command. */
        LoadOutcome run(LoadRun run) throws IOException, InterruptedException;
    }
}
