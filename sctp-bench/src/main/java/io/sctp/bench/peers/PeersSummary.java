package io.sctp.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Computes medians and ratios of runs. */
final class PeersSummary {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<Cell, List<PeersResult.Run>> runs = new LinkedHashMap<>();

    /**
     * Adds what a process reported, as the run of a round; returns it.
     *
     * @param othersCpu the share of the machine's processors that others used meanwhile
     */
    PeersResult.Run add(final int number, final Cell cell, final List<Round> rounds, final double othersCpu) {
        final List<Round> measured = rounds.stream().filter(Round::measured).toList();
        final double messages = sum(measured, Round::messages);
        final boolean knowsAllocation = measured.stream().allMatch(round -> round.allocatedBytes() >= 0);
        final PeersResult.Run run = new PeersResult.Run(
                number,
                cell.kind().label(),
                cell.mode().label(),
                cell.traffic().size(),
                cell.traffic().associations(),
                cell.traffic().streams(),
                messages * NANOS_PER_SECOND / sum(measured, Round::nanos),
                sum(measured, Round::cpuNanos) / messages,
                knowsAllocation ? sum(measured, Round::allocatedBytes) / messages : null,
                drift(measured),
                othersCpu);
        runs.computeIfAbsent(cell, any -> new ArrayList<>()).add(run);
        return run;
    }

    private static double drift(final List<Round> rounds) {
        final int half = rounds.size() / 2;
        return half == 0 ? 1 : nanosEach(rounds.subList(half, rounds.size())) / nanosEach(rounds.subList(0, half));
    }

    private static double nanosEach(final List<Round> rounds) {
        return sum(rounds, Round::nanos) / sum(rounds, Round::messages);
    }

    private static double sum(final List<Round> rounds, final ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).sum();
    }

    /** A line for each cell, in the order in which they were first measured. */
    List<PeersResult.Line> lines() {
        return runs.keySet().stream().map(this::line).toList();
    }

    private PeersResult.Line line(final Cell cell) {
        final List<PeersResult.Run> own = runs.get(cell);
        final double rate = median(own, PeersResult.Run::msgsPerS);
        final double least =
                own.stream().mapToDouble(PeersResult.Run::msgsPerS).min().orElseThrow();
        final double most =
                own.stream().mapToDouble(PeersResult.Run::msgsPerS).max().orElseThrow();
        final boolean knowsAllocation = own.stream().allMatch(run -> run.allocBytesPerMsg() != null);
        return new PeersResult.Line(
                cell.kind().label(),
                cell.mode().label(),
                cell.traffic().size(),
                cell.traffic().associations(),
                cell.traffic().streams(),
                rate,
                cell.mode() == Mode.ROUND_TRIP ? NANOS_PER_SECOND / rate : null,
                median(own, PeersResult.Run::cpuNsPerMsg),
                knowsAllocation ? median(own, PeersResult.Run::allocBytesPerMsg) : null,
                (most - least) / rate,
                own.stream().mapToDouble(PeersResult.Run::othersCpu).max().orElseThrow(),
                own.size());
    }

    /** Ratios of our peers to each other peer with the same mode, size and traffic, also to our other ones. */
    List<PeersResult.Ratio> ratios() {
        final List<PeersResult.Ratio> ratios = new ArrayList<>();
        for (final Cell ours : runs.keySet()) {
            for (final Cell other : runs.keySet()) {
                final boolean comparable = ours.kind().isOurs()
                        && ours.kind() != other.kind()
                        && ours.mode() == other.mode()
                        && ours.traffic().equals(other.traffic());
                if (comparable) {
                    final double faster = line(ours).msgsPerS() / line(other).msgsPerS();
                    ratios.add(new PeersResult.Ratio(
                            ours.kind().label(),
                            other.kind().label(),
                            ours.mode().label(),
                            ours.traffic().size(),
                            ours.mode() == Mode.ONE_WAY ? faster : 1 / faster));
                }
            }
        }
        return ratios;
    }

    /** Ratios of many associations or streams to one of each. */
    List<PeersResult.Scaling> scaling() {
        final List<PeersResult.Scaling> scaling = new ArrayList<>();
        for (final Cell many : runs.keySet()) {
            final Traffic traffic = many.traffic();
            final Cell one = new Cell(many.kind(), many.mode(), new Traffic(traffic.size(), traffic.batch(), 1, 1));
            if (!one.equals(many) && runs.containsKey(one)) {
                scaling.add(new PeersResult.Scaling(
                        many.kind().label(),
                        many.mode().label(),
                        traffic.size(),
                        traffic.associations(),
                        traffic.streams(),
                        line(one).msgsPerS() / line(many).msgsPerS()));
            }
        }
        return scaling;
    }

    private static double median(final List<PeersResult.Run> runs, final ToDoubleFunction<PeersResult.Run> value) {
        final double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }
}
