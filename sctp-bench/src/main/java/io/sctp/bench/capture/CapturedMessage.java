package io.sctp.bench.capture;

import java.nio.ByteBuffer;

/**
 * A message that a capture shows.
 *
 * @param stream on which it was sent
 * @param ppid its payload protocol identifier, unsigned
 * @param timeNs when its first packet was captured, counted from the first message
 * @param bytes its content
 */
public record CapturedMessage(int stream, long ppid, long timeNs, ByteBuffer bytes) {}
