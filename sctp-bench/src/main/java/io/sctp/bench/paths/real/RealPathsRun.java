package io.sctp.bench.paths.real;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.MachineLoad;
import io.sctp.bench.environment.Origin;
import io.sctp.bench.environment.Usage;
import io.sctp.udp.RelayedPath;
import io.sctp.udp.UdpRelay;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Measures every pair of ends over every path, in turn, so that changes on the machine affect all of them alike. */
public final class RealPathsRun {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEGA = 1e6;

    private final RealPlan plan;
    private final Consumer<String> out;
    private final Map<RealCell, List<RealPathsResult.Run>> runs = new LinkedHashMap<>();
    private final List<RealPathsResult.Run> inOrder = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    public RealPathsRun(final RealPlan plan, final Consumer<String> out) {
        this.plan = plan;
        this.out = out;
        plan.cells(1).forEach(cell -> runs.put(cell, new ArrayList<>()));
    }

    /** Returns why usrsctp cannot be measured here; null if it can. */
    public static String whyMissing(final Path programs) {
        final Path program = EndProcess.program(programs);
        return Files.isExecutable(program)
                ? null
                : program + " is not there: it is built where Debian's package libusrsctp-dev is installed";
    }

    /** Runs all of it, and prints each run when it has ended. */
    public RealPathsResult run(final List<String> commandLine) throws InterruptedException {
        final Instant startedAt = Instant.now();
        out.accept("load average before: " + MachineLoad.average() + System.lineSeparator());
        for (int round = 1; round <= plan.runs(); round++) {
            for (final RealCell cell : plan.cells(round)) {
                try {
                    final RealPathsResult.Run run = measure(round, cell);
                    runs.get(cell).add(run);
                    inOrder.add(run);
                    out.accept(RealPathsTable.run(run));
                } catch (final IOException e) {
                    final String failure = String.format(
                            Locale.ROOT,
                            "round %d  %s > %s, %d ms, loss %s: %s",
                            round,
                            cell.sender().label(),
                            cell.receiver().label(),
                            cell.roundTrip().toMillis(),
                            cell.loss(),
                            e.getMessage());
                    failures.add(failure);
                    out.accept("FAILED: " + failure + System.lineSeparator());
                }
            }
        }
        out.accept("load average behind: " + MachineLoad.average() + System.lineSeparator());
        return new RealPathsResult(
                RealPathsResult.SCHEMA_VERSION,
                startedAt.toString(),
                plan.runs(),
                plan.size(),
                plan.bitsPerSecond() / MEGA,
                plan.warmUp().toNanos() / NANOS_PER_SECOND,
                plan.duration().toNanos() / NANOS_PER_SECOND,
                plan.usrsctpBufferBytes(),
                plan.controller() == null
                        ? EndMain.DEFAULT
                        : plan.controller().name().toLowerCase(Locale.ROOT),
                cells(),
                inOrder,
                failures,
                Environment.ofThisMachine(),
                Origin.ofThisRun(null),
                commandLine);
    }

    /** Returns the result as text. */
    public static String text(final RealPathsResult result) {
        return RealPathsTable.of(result);
    }

    private RealPathsResult.Run measure(final int round, final RealCell cell) throws IOException, InterruptedException {
        final int senderUdp = freeUdpPort();
        final int receiverUdp = freeUdpPort();
        final RelayedPath path = RelayedPath.of(cell.roundTrip().dividedBy(2), cell.loss(), plan.bitsPerSecond());
        final InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), receiverUdp);
        final MachineLoad load = new MachineLoad();
        final long relayBeforeNs = Usage.now().cpuNs();
        // The same packets are lost in all cells of a round, as far as their numbers are the same.
        try (UdpRelay relay = UdpRelay.to(server, path, round);
                EndProcess receiver = EndProcess.receiver(
                        plan, cell.receiver(), receiverUdp, relay.serverSide().getPort())) {
            receiver.awaitReady();
            try (EndProcess sender = EndProcess.sender(
                    plan, cell.sender(), senderUdp, relay.clientSide().getPort())) {
                sender.awaitReady();
                final EndProcess.Received received = receiver.awaitReceived(
                        plan.warmUp().plus(plan.duration()).plus(GRACE));
                final Duration senderCpu = sender.cpu();
                final Duration receiverCpu = receiver.cpu();
                final UdpRelay.Counts there = relay.countsToServer();
                final UdpRelay.Counts back = relay.countsToClient();
                return new RealPathsResult.Run(
                        round,
                        cell.sender().label(),
                        cell.receiver().label(),
                        cell.roundTrip().toNanos() / NANOS_PER_MILLI,
                        cell.loss(),
                        received.bytesPerSecond(),
                        senderCpu.toNanos() / NANOS_PER_SECOND,
                        receiverCpu.toNanos() / NANOS_PER_SECOND,
                        (Usage.now().cpuNs() - relayBeforeNs) / NANOS_PER_SECOND,
                        there.lost() + back.lost(),
                        there.dropped() + back.dropped(),
                        UdpDrops.at(Set.of(
                                senderUdp,
                                receiverUdp,
                                relay.clientSide().getPort(),
                                relay.serverSide().getPort())),
                        load.others(senderCpu.plus(receiverCpu)));
            }
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }

    private List<RealPathsResult.Cell> cells() {
        final List<RealPathsResult.Cell> cells = new ArrayList<>();
        runs.forEach((cell, measured) -> {
            if (!measured.isEmpty()) {
                cells.add(summary(cell, measured, runs.getOrDefault(cell.ofUsrsctp(), List.of())));
            }
        });
        return cells;
    }

    static RealPathsResult.Cell summary(
            final RealCell cell, final List<RealPathsResult.Run> measured, final List<RealPathsResult.Run> ofUsrsctp) {
        final double[] sorted = sorted(measured);
        final double median = median(sorted);
        return new RealPathsResult.Cell(
                cell.sender().label(),
                cell.receiver().label(),
                cell.roundTrip().toNanos() / NANOS_PER_MILLI,
                cell.loss(),
                median,
                ofUsrsctp.isEmpty() ? null : Double.valueOf(median / median(sorted(ofUsrsctp))),
                (sorted[sorted.length - 1] - sorted[0]) / median,
                measured.size(),
                measured.stream()
                        .mapToDouble(RealPathsResult.Run::othersCpu)
                        .max()
                        .orElse(0));
    }

    private static double[] sorted(final List<RealPathsResult.Run> measured) {
        return measured.stream()
                .mapToDouble(RealPathsResult.Run::bytesPerS)
                .sorted()
                .toArray();
    }

    private static double median(final double... sorted) {
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
