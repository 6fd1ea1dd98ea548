package io.sctp.bench.paths;

import io.sctp.engine.config.CongestionControl;

/**
 * One path and its load.
 *
 * @param controller the sender's congestion controller
 * @param beside the controller of another flow over the same path, which has as many messages as it can send; null for
 *     none
 */
public record PathCell(CongestionControl controller, SimulatedPath path, PathLoad load, CongestionControl beside) {
    private static final int USUAL_SIZE = 1200;

    PathCell(final CongestionControl controller, final SimulatedPath path, final PathLoad load) {
        this(controller, path, load, null);
    }

    /** Returns a path that is saturated with messages of 1,200 bytes. */
    public static PathCell bulk(
            final CongestionControl controller, final int capacityMbit, final int rttMs, final double loss) {
        return new PathCell(controller, SimulatedPath.of(capacityMbit, rttMs, loss), PathLoad.bulk(USUAL_SIZE));
    }

    /** Returns a path without loss that two such flows share. */
    static PathCell beside(
            final CongestionControl other,
            final CongestionControl controller,
            final int capacityMbit,
            final int rttMs,
            final int queue) {
        final SimulatedPath path = SimulatedPath.of(capacityMbit, rttMs, 0).withQueue(queue);
        return new PathCell(controller, path, PathLoad.bulk(USUAL_SIZE), other);
    }
}
