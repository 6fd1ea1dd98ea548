package io.sctp.bench.paths;

import io.sctp.engine.config.CongestionControl;
import java.util.List;
import java.util.Locale;

/**
 * What {@code ./sctp paths} writes as JSON; docs/paths.md explains the fields.
 *
 * @param defaultController the default of a stack
 * @param cells each path, in the order of the table
 */
public record PathsResult(int schemaVersion, String defaultController, List<Cell> cells) {
    /** The version of the schema that this code writes. */
    public static final int SCHEMA_VERSION = 2;

    /**
     * One path, its load, and the result.
     *
     * @param capacityMbit the bandwidth in Mbit/s
     * @param loss the share of packets that are lost at random
     * @param lostSacks whether packets of the receiver are lost too
     * @param size bytes of a message
     * @param mtu bytes of the largest IP packet
     * @param rate messages per second; 0 for as many as the path carries
     * @param lifetimeMs after how many milliseconds a message is abandoned; 0 for never
     * @param queue the queue in bandwidth-delay products
     * @param beside the controller of another flow over the same path; null for none
     * @param goodputShare user data delivered, as a share of what the capacity carries in full packets, or of the rate
     * @param besideShare the same of the other flow; 0 for none
     * @param p99Ms the 99th percentile of the time from sending to receiving
     * @param retransmittedShare the share of chunks that were retransmitted
     */
    public record Cell(
            String controller,
            int capacityMbit,
            int rttMs,
            double loss,
            boolean lostSacks,
            int size,
            int mtu,
            int rate,
            int lifetimeMs,
            int queue,
            String beside,
            double goodputShare,
            double besideShare,
            double p99Ms,
            double retransmittedShare) {
        static Cell of(final PathResult result) {
            final PathCell cell = result.cell();
            final SimulatedPath path = cell.path();
            final PathLoad load = cell.load();
            return new Cell(
                    name(cell.controller()),
                    path.capacityMbit(),
                    path.rttMs(),
                    path.loss(),
                    path.loseSacks(),
                    load.size(),
                    path.mtu(),
                    load.rate(),
                    load.lifetimeMs(),
                    path.queue(),
                    cell.beside() == null ? null : name(cell.beside()),
                    result.goodputShare(),
                    result.besideShare(),
                    result.p99Ms(),
                    result.retransmitted());
        }
    }

    private static String name(final CongestionControl controller) {
        return controller.name().toLowerCase(Locale.ROOT);
    }

    /** Creates the result from the cells that have run. */
    public static PathsResult of(final CongestionControl defaultController, final List<PathResult> results) {
        return new PathsResult(
                SCHEMA_VERSION,
                name(defaultController),
                results.stream().map(Cell::of).toList());
    }
}
