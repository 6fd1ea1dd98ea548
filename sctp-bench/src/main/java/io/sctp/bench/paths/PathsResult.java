package io.sctp.bench.paths;

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
    public static final int SCHEMA_VERSION = 1;

    /**
     * One path, its load, and the result.
     *
     * @param capacityMbit the bandwidth in Mbit/s
     * @param loss the share of packets that are lost at random
     * @param lostSacks whether packets of the receiver are lost too
     * @param size bytes of a message
     * @param mtu bytes of the largest IP packet
     * @param rate messages per second; 0 for as many as the path carries
     * @param goodputShare user data delivered, as a share of what the capacity carries in full packets, or of the rate
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
            double goodputShare,
            double p99Ms,
            double retransmittedShare) {
        static Cell of(final PathResult result) {
            final PathCell cell = result.cell();
            return new Cell(
                    cell.controller().name().toLowerCase(Locale.ROOT),
                    cell.capacityMbit(),
                    cell.rttMs(),
                    cell.loss(),
                    cell.loseSacks(),
                    cell.size(),
                    cell.mtu(),
                    cell.rate(),
                    result.goodputShare(),
                    result.p99Ms(),
                    result.retransmitted());
        }
    }

    /** Creates the result from the cells that have run. */
    public static PathsResult of(final String defaultController, final List<PathResult> results) {
        return new PathsResult(
                SCHEMA_VERSION,
                defaultController,
                results.stream().map(Cell::of).toList());
    }
}
