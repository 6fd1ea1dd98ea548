package io.sctp.bench;

import io.sctp.SctpOptions;
import io.sctp.bench.options.JsonOption;
import io.sctp.bench.paths.PathCell;
import io.sctp.bench.paths.PathMatrix;
import io.sctp.bench.paths.PathsResult;
import io.sctp.bench.paths.SimulatedPath;
import io.sctp.bench.paths.real.RealPathsResult;
import io.sctp.bench.paths.real.RealPathsRun;
import io.sctp.bench.paths.real.RealPlan;
import io.sctp.engine.config.CongestionControl;
import io.sctp.spi.OptionCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the engine's throughput over paths with delay and loss. */
@Command(
        name = "paths",
        description = {
            "Measures the userspace engine over simulated paths: 10 to 1,000 Mbit/s, round trips of 1 to 200 ms, 0 "
                    + "to 1 %% of random loss, a queue of one bandwidth-delay product. Time is virtual, so that the "
                    + "figures are the same on each machine.",
            "'share' is the user data delivered in the steady state, as a share of what the path carries in full "
                    + "packets.",
            "With --real messages go through a relay with delay and loss, between this library and usrsctp."
        },
        mixinStandardHelpOptions = true)
final class PathsCommand implements Callable<Integer> {
    @Option(
            names = "--controller",
            description = "Only this congestion controller: ${COMPLETION-CANDIDATES}. May be repeated (default: all; "
                    + "with --real one, the stack's default).",
            paramLabel = "NAME")
    private List<CongestionControl> controllers = List.of();

    @Option(names = "--small", description = "Two paths for each controller only, in a few seconds.")
    private boolean isSmall;

    @Mixin
    private RealPathOptions real;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (real.isReal()) {
            return runReal();
        }
        real.requireReal();
        json.requireWritable();
        final List<PathCell> cells =
                PathMatrix.cells(controllers.isEmpty() ? List.of(CongestionControl.values()) : controllers, isSmall);
        final CongestionControl defaultController =
                CongestionControl.valueOf(OptionCatalog.of(SctpOptions.CONGESTION_CONTROL)
                        .defaultOf(OptionCatalog.USERSPACE)
                        .name());
        // Each cell has its own clock and random numbers, so the order of cells does not matter.
        final PathsResult result = PathsResult.of(
                defaultController, cells.parallelStream().map(PathMatrix::run).toList());
        final PrintWriter out = json.text(spec.commandLine());
        out.println("controller  Mbit/s  RTT ms  loss %  size    rate    share   p99 ms  sent again %");
        result.cells().forEach(cell -> print(out, cell));
        out.println("default controller: " + result.defaultController());
        out.flush();
        json.write(result);
        return ExitCode.OK;
    }

    private int runReal() throws IOException, InterruptedException {
        if (isSmall || controllers.size() > 1) {
            throw new IllegalArgumentException("--real goes with one --controller, and without --small");
        }
        final RealPlan plan = real.plan(controllers.isEmpty() ? null : controllers.get(0));
        final String missing = RealPathsRun.whyMissing(plan.programs());
        if (missing != null) {
            spec.commandLine().getErr().println("sctp: " + missing);
            return ExitCode.UNAVAILABLE;
        }
        json.requireWritable();
        final PrintWriter out = json.text(spec.commandLine());
        final RealPathsRun run = new RealPathsRun(plan, text -> {
            out.print(text);
            out.flush();
        });
        final RealPathsResult result =
                run.run(spec.commandLine().getParseResult().originalArgs());
        out.print(RealPathsRun.text(result));
        out.flush();
        json.write(result);
        return result.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(final PrintWriter out, final PathsResult.Cell cell) {
        out.printf(
                Locale.ROOT,
                "%-10s %7d %7d %7.1f %5d %7s %8.3f %8.1f %13.2f%s%n",
                cell.controller(),
                cell.capacityMbit(),
                cell.rttMs(),
                100 * cell.loss(),
                cell.size(),
                cell.rate() == 0 ? "max" : cell.rate() + "/s",
                cell.goodputShare(),
                cell.p99Ms(),
                100 * cell.retransmittedShare(),
                remarks(cell));
    }

    /** What is not usual about a cell. */
    private static String remarks(final PathsResult.Cell cell) {
        final StringBuilder remarks = new StringBuilder();
        if (cell.lostSacks()) {
            remarks.append("  SACKs lost, too");
        }
        if (cell.mtu() != SimulatedPath.USUAL_MTU) {
            remarks.append("  MTU ").append(cell.mtu());
        }
        if (cell.lifetimeMs() != 0) {
            remarks.append("  abandoned after ").append(cell.lifetimeMs()).append(" ms");
        }
        if (cell.beside() != null) {
            remarks.append(String.format(
                    Locale.ROOT,
                    "  beside %s, which has %.3f; queue of %d BDP",
                    cell.beside(),
                    cell.besideShare(),
                    cell.queue()));
        }
        return remarks.toString();
    }
}
