package io.sctp.foreign;

import java.util.SplittableRandom;

/**
 * How a foreign peer does what RFC 9260 leaves open.
 *
 * @param packetsPerSack packets with DATA before a SACK is sent
 * @param sackDelayNs how long a SACK waits at most
 * @param maxBurst packets with new DATA that one SACK lets go
 * @param bundles whether several chunks of data share a packet
 * @param windowBytes the receive buffer
 * @param maxPacketBytes the longest packet it sends
 * @param cookieFirst whether INIT ACK begins with the cookie, or ends with it
 * @param staleCookies cookies that it calls stale before it takes one
 * @param shutdownDelayNs how long it thinks before it sends a SHUTDOWN
 * @param repeatsShutdown whether each SHUTDOWN is sent twice, the first time with an older cumulative TSN
 * @param forwardsLate whether a FORWARD TSN waits for the retransmission timer
 * @param listsEachMessage whether a FORWARD TSN lists each message that it skips, or each stream once
 * @param mayGiveUpAfter retransmissions after which a message that is not reliable is given up
 * @param heartbeatNs interval of its HEARTBEATs; 0 for none
 */
public record Habits(
        int packetsPerSack,
        long sackDelayNs,
        int maxBurst,
        boolean bundles,
        int windowBytes,
        int maxPacketBytes,
        boolean cookieFirst,
        int staleCookies,
        long shutdownDelayNs,
        boolean repeatsShutdown,
        boolean forwardsLate,
        boolean listsEachMessage,
        int mayGiveUpAfter,
        long heartbeatNs) {
    private static final long MILLI = 1_000_000;

    /** The habits of a stack that does what most do. */
    public static Habits usual() {
        return new Habits(2, 200 * MILLI, 4, true, 131_072, 1452, false, 0, 0, false, false, false, 2, 30_000 * MILLI);
    }

    /** Draws habits, each within what RFC 9260 and RFC 3758 allow. */
    public static Habits draw(final SplittableRandom random) {
        return new Habits(
                random.nextInt(3) == 0 ? 1 : 2,
                random.nextInt(10, 400) * MILLI,
                random.nextInt(1, 6),
                random.nextBoolean(),
                random.nextInt(3) == 0 ? random.nextInt(9000, 14_000) : random.nextInt(16_384, 262_144),
                4 * random.nextInt(128, 363),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? random.nextInt(1, 3) : 0,
                random.nextBoolean() ? 0 : random.nextInt(1, 900) * MILLI,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(0, 3),
                random.nextBoolean() ? 0 : random.nextInt(200, 30_000) * MILLI);
    }
}
