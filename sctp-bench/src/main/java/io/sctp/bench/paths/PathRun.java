package io.sctp.bench.paths;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One or two flows, a path that they share, and a clock that jumps from one event to the next. */
final class PathRun {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int WARM_UP_ROUND_TRIPS = 25;
    private static final int MEASURED_ROUND_TRIPS = 50;
    private static final int MEASURED_SECONDS = 10;

    /** Flows that share a path are measured in seconds 60 to 180. */
    private static final int SHARED_WARM_UP_SECONDS = 60;

    private static final int SHARED_MEASURED_SECONDS = 120;

    private static final int SCTP_HEADER = 12;
    private static final int DATA_HEADER = 16;

    private final PathCell cell;
    private final List<Flow> flows = new ArrayList<>();
    private final Link out;
    private final Link back;
    private long nowNs;

    PathRun(final PathCell cell, final long seed) {
        this.cell = cell;
        final SimulatedPath path = cell.path();
        final SplittableRandom random = new SplittableRandom(seed);
        final long oneWayNs = path.rttNs() / 2;
        out = new Link(path.nanosPerByte(), oneWayNs, path.queueBytes(), path.loss(), random.split());
        final double lossBack = path.loseSacks() ? path.loss() : 0;
        back = new Link(path.nanosPerByte(), oneWayNs, path.queueBytes(), lossBack, random.split());
        flows.add(new Flow(0, cell.controller(), path, cell.load(), random));
        if (cell.beside() != null) {
            flows.add(new Flow(1, cell.beside(), path, PathLoad.bulk(cell.load().size()), random));
        }
    }

    /** Runs until the path is in its steady state, and measures from then on. */
    PathResult run() {
        final long rttNs = cell.path().rttNs();
        final boolean isShared = cell.beside() != null;
        final long warmUpNs =
                isShared ? SHARED_WARM_UP_SECONDS * NANOS_PER_SECOND : WARM_UP_ROUND_TRIPS * rttNs + NANOS_PER_SECOND;
        final long measuredNs = isShared
                ? SHARED_MEASURED_SECONDS * NANOS_PER_SECOND
                : Math.max(MEASURED_SECONDS * NANOS_PER_SECOND, MEASURED_ROUND_TRIPS * rttNs);
        return run(warmUpNs, measuredNs);
    }

    /** Measures for some time, after a warm-up. */
    PathResult run(final long warmUpNs, final long measuredNs) {
        flows.forEach(flow -> flow.transmit(nowNs, out, back));
        runUntil(warmUpNs);
        flows.forEach(Flow::measureFromNowOn);
        runUntil(warmUpNs + measuredNs);
        final Flow flow = flows.get(0);
        final double carried = measuredNs / cell.path().nanosPerByte() * userShare();
        final PathLoad load = cell.load();
        final double wanted =
                load.rate() == 0 ? carried : (double) load.rate() * measuredNs / NANOS_PER_SECOND * load.size();
        return new PathResult(
                cell,
                flow.measuredBytes() / wanted,
                flows.size() > 1 ? flows.get(1).measuredBytes() / carried : 0,
                flow.p99Ms(),
                flow.retransmitted());
    }

    /** Returns the share of user data in a full packet. */
    private double userShare() {
        final int size = cell.load().size();
        final int chunk = DATA_HEADER + (size + 3 & ~3);
        final int count = Math.max(1, (cell.path().mtu() - Link.OVERHEAD - SCTP_HEADER) / chunk);
        return (double) count * size / (Link.OVERHEAD + SCTP_HEADER + count * chunk);
    }

    private void runUntil(final long endNs) {
        while (true) {
            long next = Math.min(out.nextArrivalNs(), back.nextArrivalNs());
            for (int i = 0; i < flows.size(); i++) {
                next = Math.min(next, flows.get(i).nextNs());
            }
            if (next > endNs) {
                nowNs = endNs;
                return;
            }
            nowNs = Math.max(nowNs, next);
            step();
        }
    }

    private void step() {
        for (int i = 0; i < flows.size(); i++) {
            flows.get(i).handleTimeouts(nowNs);
        }
        if (out.nextArrivalNs() <= nowNs) {
            flows.get(out.nextFlow()).arrive(nowNs, out);
        }
        if (back.nextArrivalNs() <= nowNs) {
            flows.get(back.nextFlow()).comeBack(nowNs, back);
        }
        for (int i = 0; i < flows.size(); i++) {
            flows.get(i).transmit(nowNs, out, back);
        }
    }
}
