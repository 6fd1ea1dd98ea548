package io.sctp.bench;

import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.environment.Network;
import io.sctp.bench.load.IntervalListener;
import io.sctp.bench.load.LoadOutcome;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.load.LoadRun;
import io.sctp.bench.record.IntervalLog;
import io.sctp.bench.report.Reports;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.ResultTable;
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
    /** The name of the interval log beside it. */
    static final String INTERVALS_FILE = "intervals.hlog";

    /** How long a run that Ctrl-C ended may take to write what there is, besides waiting for the last messages. */
    private static final long STOP_SECONDS = 10;

    private final LoadOptions options;
    private final CommandSpec spec;

    LoadSession(final LoadOptions options, final CommandSpec spec) {
        this.options = options;
        this.spec = spec;
    }

    int run(final Body body) throws IOException, InterruptedException {
        final LoadPlan plan = options.plan();
        final LoadTransport transport = options.provider.transport();
        final CountDownLatch finished = new CountDownLatch(1);
        try {
            return publish(measure(body, plan, transport, finished));
        } finally {
            finished.countDown();
        }
    }

    @SuppressWarnings("try") // The network is disturbed as long as the resource is open.
    private LoadResult measure(
            final Body body, final LoadPlan plan, final LoadTransport transport, final CountDownLatch finished)
            throws IOException, InterruptedException {
        final Instant startedAt = Instant.now();
        final List<String> commandLine = spec.commandLine().getParseResult().originalArgs();
        final List<IntervalListener> listeners = new ArrayList<>();
        final Network network = new Network(options.loss, options.delay);
        try (Network.Disturbed disturbed = network.apply();
                IntervalLog log = options.out == null ? null : openLog(commandLine);
                Progress progress = Progress.start(plan)) {
            if (log != null) {
                listeners.add(interval ->
                        log.write(interval.recorders(), interval.hiccups(), interval.fromNs(), interval.toNs()));
            }
            listeners.add(progress);
            final LoadRun run = new LoadRun(plan, transport, listeners);
            stopAtShutdown(run, finished, plan);
            return Outcomes.result(plan, transport.name(), network, startedAt, commandLine, body.run(run));
        }
    }

    private int publish(final LoadResult result) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(ResultTable.of(result));
        out.flush();
        options.json.write(result);
        if (options.out != null) {
            ResultFile.write(options.out.resolve(ResultFile.STANDARD_NAME), result);
            // A guest is slow at it, and its host does it afterwards.
            if (!KernelFacts.isLab()) {
                Reports.ofResults(List.of(options.out.resolve(ResultFile.STANDARD_NAME)))
                        .writeTo(options.out, spec.commandLine().getErr()::println);
            }
        }
        return result.valid() ? ExitCode.OK : ExitCode.FAILED;
    }

    private IntervalLog openLog(final List<String> commandLine) throws IOException {
        final Path file = options.out.resolve(INTERVALS_FILE);
        return new IntervalLog(file, "sctp " + String.join(" ", commandLine));
    }

    private static void stopAtShutdown(final LoadRun run, final CountDownLatch finished, final LoadPlan plan) {
        final Thread hook = new Thread(
                () -> {
                    if (!run.stop()) {
                        System.err.println("sctp: interrupted before anything was sent; there is no result");
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

    /** The run proper. */
    @FunctionalInterface
    interface Body {
        /** Runs it. */
        LoadOutcome run(LoadRun run) throws IOException, InterruptedException;
    }
}
