package io.sctp.bench.paths;

import io.sctp.engine.config.CongestionControl;
import java.util.ArrayList;
import java.util.List;

/** The paths that are measured. */
public final class PathMatrix {
    private static final int[] CAPACITIES = {10, 100, 1000};
    private static final int[] RTTS = {1, 20, 50, 100, 200};
    private static final double[] LOSSES = {0, 0.001, 0.01};
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
        cells.add(new PathCell(controller, 100, 20, 0.01, false, 100, 1500, 1000));
        cells.add(new PathCell(controller, 100, 20, 0, false, 100, 1500, 0));
        cells.add(new PathCell(controller, 100, 20, 0, false, 8000, 9000, 0));
        cells.add(new PathCell(controller, 100, 20, 0.01, false, 8000, 9000, 0));
        cells.add(new PathCell(controller, 100, 20, 0.01, true, 1200, 1500, 0));
    }

    /** Runs a cell; the same cell always gives the same result. */
    public static PathResult run(final PathCell cell) {
        return new PathRun(cell, SEED).run();
    }
}
