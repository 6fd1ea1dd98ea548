package io.sctp.bench.paths;

import io.sctp.engine.config.CongestionControl;
import java.util.ArrayList;
import java.util.List;

/** The paths that are measured. */
public final class PathMatrix {
    private static final int[] CAPACITIES = {10, 100, 1000};
    private static final int[] RTTS = {1, 20, 50, 100, 200};
    private static final double[] LOSSES = {0, 0.001, 0.01};
    private static final int[] SHARED_CAPACITIES = {10, 100};
    private static final int[] SHARED_RTTS = {20, 50};
    private static final int[] SHARED_QUEUES = {1, 4};
    private static final int SMALL = 100;
    private static final int MEDIUM = 1200;
    private static final int LARGE = 8000;
    private static final int JUMBO_MTU = 9000;
    private static final long SEED = 1;

    private PathMatrix() {}

    /** Returns the cells of the given controllers: all of them, or a few of each. */
    public static List<PathCell> cells(final List<CongestionControl> controllers, final boolean isSmall) {
        final List<PathCell> cells = new ArrayList<>();
        for (final CongestionControl controller : controllers) {
            if (isSmall) {
                cells.add(PathCell.bulk(controller, 10, 20, 0));
                cells.add(PathCell.bulk(controller, 10, 20, 0.01));
            } else {
                addAll(cells, controller);
            }
        }
        return cells;
    }

    private static void addAll(final List<PathCell> cells, final CongestionControl controller) {
        for (final int capacity : CAPACITIES) {
            for (final int rtt : RTTS) {
                for (final double loss : LOSSES) {
                    cells.add(PathCell.bulk(controller, capacity, rtt, loss));
                }
            }
        }
        // Messages at a rate that every controller sustains, so that losses show as latency.
        final SimulatedPath lossy = SimulatedPath.of(100, 20, 0.01);
        final SimulatedPath clean = SimulatedPath.of(100, 20, 0);
        cells.add(new PathCell(controller, lossy, PathLoad.ofRate(SMALL, 1000)));
        cells.add(new PathCell(controller, clean, PathLoad.bulk(SMALL)));
        cells.add(new PathCell(controller, clean.withMtu(JUMBO_MTU), PathLoad.bulk(LARGE)));
        cells.add(new PathCell(controller, lossy.withMtu(JUMBO_MTU), PathLoad.bulk(LARGE)));
        cells.add(new PathCell(controller, lossy.losingSacks(), PathLoad.bulk(MEDIUM)));
        // What is abandoned after two or three round trips.
        cells.add(new PathCell(controller, lossy, PathLoad.ofRate(SMALL, 1000).livingFor(50)));
        cells.add(new PathCell(controller, lossy, PathLoad.bulk(MEDIUM).livingFor(50)));
        cells.add(new PathCell(
                controller,
                SimulatedPath.of(10, 50, 0.01),
                PathLoad.bulk(MEDIUM).livingFor(150)));
        for (final int capacity : SHARED_CAPACITIES) {
            for (final int rtt : SHARED_RTTS) {
                for (final int queue : SHARED_QUEUES) {
                    cells.add(PathCell.beside(CongestionControl.RFC_9260, controller, capacity, rtt, queue));
                }
            }
        }
    }

    /** Runs a cell; the same cell always gives the same result. */
    public static PathResult run(final PathCell cell) {
        return new PathRun(cell, SEED).run();
    }
}
