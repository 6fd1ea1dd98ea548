package io.sctp.option;

/**
 * After how many errors in a row a path is treated how (SCTP_PEER_ADDR_THLDS and its second version; RFC 7829, section
 * 7.2).
 *
 * @param pathMaxRetransmissions more than this many: unreachable; 0 when set leaves it
 * @param potentiallyFailed more than this many: other paths are preferred
 * @param primarySwitchover more than this many: another path becomes the primary one; 65535 for never. The first
 *     version of the option does not have it: it reads as 0 there
 */
public record PathThresholds(int pathMaxRetransmissions, int potentiallyFailed, int primarySwitchover) {}
