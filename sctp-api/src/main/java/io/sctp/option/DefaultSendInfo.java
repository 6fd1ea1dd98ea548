package io.sctp.option;

/**
 * What a send without {@link io.sctp.SendInfo} uses (SCTP_DEFAULT_SNDINFO; RFC 6458, section 8.1.31).
 *
 * @param stream the stream
 * @param ppid the payload protocol identifier, as a plain number
 * @param unordered whether messages may overtake others of their stream
 * @param context the sender's own value
 */
public record DefaultSendInfo(int stream, int ppid, boolean unordered, int context) {}
