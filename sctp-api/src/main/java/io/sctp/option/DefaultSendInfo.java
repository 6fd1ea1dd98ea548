package io.sctp.option;

/**
 * Defaults of a send without {@link io.sctp.SendInfo} (SCTP_DEFAULT_SNDINFO, RFC 6458 section 8.1.31).
 *
 * @param stream the stream
 * @param ppid the payload protocol identifier, in host byte order
 * @param unordered whether messages may overtake other messages of their stream
 * @param context a number of the caller's, returned with failed messages
 */
public record DefaultSendInfo(int stream, int ppid, boolean unordered, int context) {}
