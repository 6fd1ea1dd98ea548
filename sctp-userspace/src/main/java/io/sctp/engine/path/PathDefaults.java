package io.sctp.engine.path;

/**
 * What a new path begins with.
 *
 * @param maxPacketSize largest SCTP packet in bytes
 * @param rtoInitialNs RTO.Initial
 * @param rtoMinNs RTO.Min
 * @param rtoMaxNs RTO.Max
 */
public record PathDefaults(int maxPacketSize, long rtoInitialNs, long rtoMinNs, long rtoMaxNs) {}
