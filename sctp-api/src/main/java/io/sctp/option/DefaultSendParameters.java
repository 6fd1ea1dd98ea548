package io.sctp.option;

import java.time.Duration;

/**
 * What a send without {@link io.sctp.SendInfo} uses, in the form that RFC 6458 has deprecated
 * (SCTP_DEFAULT_SEND_PARAM; section 8.1.13); prefer {@link DefaultSendInfo}.
 *
 * @param stream the stream
 * @param ppid the payload protocol identifier, as a plain number
 * @param unordered whether messages may overtake others of their stream
 * @param context the sender's own value
 * @param lifetime after which a message is given up; zero for never. Linux shows it as the value of
 *     {@link io.sctp.SctpOptions#DEFAULT_PRINFO} too
 */
public record DefaultSendParameters(int stream, int ppid, boolean unordered, int context, Duration lifetime) {}
