package io.sctp.bench.paths;

/**
 * The result of a cell.
 *
 * @param goodputShare delivered user data, as a share of the user data that the capacity carries in full packets, or of
 *     the load's rate
 * @param besideShare the same of the other flow; 0 if there is none
 * @param p99Ms the 99th percentile of the time from sending to receiving a message, in milliseconds
 * @param retransmitted the share of chunks that were retransmitted
 */
public record PathResult(PathCell cell, double goodputShare, double besideShare, double p99Ms, double retransmitted) {}
