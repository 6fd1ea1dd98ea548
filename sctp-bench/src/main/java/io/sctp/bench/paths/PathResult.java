package io.sctp.bench.paths;

/**
 * The result of a cell.
 *
 * @param goodputShare user data that was delivered, as a share of what the capacity carries of user data in full
 *     packets
 * @param p99Ms the 99th percentile of the time from sending to receiving a message, in milliseconds
 * @param retransmitted the share of chunks that were retransmitted
 */
public record PathResult(PathCell cell, double goodputShare, double p99Ms, double retransmitted) {}
