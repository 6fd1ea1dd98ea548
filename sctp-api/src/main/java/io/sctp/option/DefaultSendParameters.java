package io.sctp.option;

import java.time.Duration;

/**
 * Defaults of a send without {@link io.sctp.SendInfo}, in the deprecated form (SCTP_DEFAULT_SEND_PARAM, RFC 6458
 * section 8.1.13). Prefer {@link DefaultSendInfo}.
 *
 * @param stream the stream
 * @param ppid the payload protocol identifier, in host byte order
 * @param unordered whether messages may overtake other messages of their stream
 * @param context a number of the caller's, returned with failed messages
 * @param lifetime time after which a message is abandoned; zero for never. On Linux it also reads as the value of
 *     {@link io.sctp.SctpOptions#DEFAULT_PRINFO}
 */
public record DefaultSendParameters(int stream, int ppid, boolean unordered, int context, Duration lifetime) {}
