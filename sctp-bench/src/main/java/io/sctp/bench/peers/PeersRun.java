package io.sctp.bench.peers;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.environment.MachineLoad;
import io.sctp.bench.environment.Origin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures peers side by side: each round runs every cell once, in a fresh process, so changes on the machine affect
 * all of them alike.
 */
final class PeersRun {
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Plan plan;
    private final PeerProcess processes;
    private final Consumer<String> out;
    private final PeersSummary summary = new PeersSummary();
    private final List<PeersResult.Run> runs = new ArrayList<>();
    private final Map<PeerKind, String> skipped = new LinkedHashMap<>();
    private final Set<Cell> failed = new HashSet<>();
    private final List<PeersResult.Skipped> failures = new ArrayList<>();
    private boolean missed;
    private volatile boolean stopped;

    /**
     * What to measure.
     *
     * @param strict whether a peer that cannot be measured is an error, because it was requested by name
     */
    record Plan(
            Set<PeerKind> peers,
            Set<Mode> modes,
            List<Integer> sizes,
            List<Integer> associations,
            List<Integer> streams,
            int batch,
            int rounds,
            boolean strict) {
        List<Cell> cells() {
            final List<Cell> cells = new ArrayList<>();
            for (final int size : sizes) {
                for (final Mode mode : modes) {
                    for (final int count : associations) {
                        for (final int streamCount : streams) {
                            final Traffic traffic = new Traffic(size, batch, count, streamCount);
                            peers.stream()
                                    .filter(kind -> kind.can(mode, count, streamCount))
                                    .forEach(kind -> cells.add(new Cell(kind, mode, traffic)));
                        }
                    }
                }
            }
            return cells;
        }
    }

    PeersRun(final Plan plan, final PeerProcess processes, final Consumer<String> out) {
        this.plan = plan;
        this.processes = processes;
        this.out = out;
    }

    PeersResult run(final List<String> commandLine) throws IOException, InterruptedException {
        final Instant startedAt = Instant.now();
        final List<Cell> cells = plan.cells();
        for (int round = 1; round <= plan.rounds(); round++) {
            for (final Cell cell : cells) {
                if (!stopped) {
                    measure(round, cell);
                }
            }
        }
        return new PeersResult(
                PeersResult.SCHEMA_VERSION,
                startedAt.toString(),
                processes.provider(),
                KernelFacts.release(),
                KernelFacts.clock(),
                plan.rounds(),
                plan.batch(),
                processes.warmUp().toMillis() / MILLIS_PER_SECOND,
                processes.duration().toMillis() / MILLIS_PER_SECOND,
                summary.lines(),
                summary.ratios(),
                summary.scaling(),
                runs,
                Stream.concat(
                                skipped.entrySet().stream()
                                        .map(entry -> new PeersResult.Skipped(
                                                entry.getKey().label(), entry.getValue())),
                                failures.stream())
                        .toList(),
                PeerProcess.jvmFlags(),
                Environment.ofThisMachine(),
                Origin.ofThisRun(null),
                commandLine);
    }

    private void measure(final int round, final Cell cell) throws IOException, InterruptedException {
        if (skipped.containsKey(cell.kind()) || failed.contains(cell)) {
            return;
        }
        try {
            final MachineLoad load = new MachineLoad();
            final List<Round> rounds = processes.run(cell);
            final PeersResult.Run run = summary.add(round, cell, rounds, load.others(Duration.ZERO));
            runs.add(run);
            out.accept(PeersTable.run(run));
        } catch (final PeerProcess.Unavailable e) {
            missed = missed || plan.strict();
            leaveOut(cell, e.getMessage());
        } catch (final IOException e) {
            if (stopped) {
                return; // it was ended together with the run
            }
            // A peer that hung or failed is likely to do so again, so it is skipped; the others are still measured.
            missed = true;
            failed.add(cell);
            failures.add(new PeersResult.Skipped(cell.kind().label(), e.getMessage()));
            out.accept(cell + " is left out from now on: " + e.getMessage() + System.lineSeparator());
        }
    }

    private void leaveOut(final Cell cell, final String reason) {
        skipped.put(cell.kind(), reason);
        out.accept(cell.kind().label() + " is left out: " + reason + System.lineSeparator());
    }

    /** Ends the run with the results so far; from any thread. */
    void stop() {
        stopped = true;
    }

    /** Whether the sender was stopped before the end of the schedule. */
    boolean isStopped() {
        return stopped;
    }

    /** Whether a requested peer could not be measured. */
    boolean missedSome() {
        return missed;
    }
}
