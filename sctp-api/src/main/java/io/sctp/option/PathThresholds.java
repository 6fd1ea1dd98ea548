package io.sctp.option;

/**
 * Error thresholds of a path (SCTP_PEER_ADDR_THLDS and its second version, RFC 7829 section 7.2). Each threshold is
 * exceeded by one more consecutive unanswered transmission.
 *
 * @param pathMaxRetransmissions threshold after which the path is inactive; 0 when set leaves it unchanged
 * @param potentiallyFailed threshold after which other paths are preferred
 * @param primarySwitchover threshold after which another path becomes the primary path; 65535 for never. The first
 *     version of the option does not have it and reads as 0
 */
public record PathThresholds(int pathMaxRetransmissions, int potentiallyFailed, int primarySwitchover) {}
