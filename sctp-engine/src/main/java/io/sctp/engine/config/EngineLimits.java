package io.sctp.engine.config;

import static io.sctp.engine.config.Range.inRange;

/**
 * What an engine may use up, however many associations and strangers there are: those of the configuration that it was
 * made with. What is over a limit is refused, or dropped and counted.
 *
 * @param maxAssociations associations; INIT beyond it is answered with ABORT (out of resource); 1 to 2^24
 * @param maxInitsPerSecond INITs answered in a second; more are dropped and counted; 1 to 2^30. Default 2^30,
 *     which means no limit: only the processor limits them. COOKIE ECHOs are not limited
 * @param memoryLimitBytes user data of all associations; beyond it sends report WOULD_BLOCK and received data is
 *     dropped unacknowledged; 1 MiB to 64 GiB
 * @param slabBytes how much of that memory is taken from the system at a time; 64 KiB to 256 MiB
 * @param maxReplies answers to packets of no association that wait to be polled: so many INIT ACKs, so many others to
 *     strangers, and so many of associations; more are dropped and counted, of INIT ACKs any; 1 to 65,536
 * @param maxPaths addresses used of one peer; further ones are ignored; 1 to 64
 * @param maxAmplification how many times as long as the INIT of a stranger its INIT ACK may be (3 is what RFC 9000
 *     section 8.1 allows of QUIC); those that have no answer so short are dropped and counted; 1 to 3
 * @param maxControlChunks heartbeat acknowledgements and errors of one association that wait to be sent; more are
 *     dropped and counted; 1 to 256
 */
public record EngineLimits(
        int maxAssociations,
        int maxInitsPerSecond,
        long memoryLimitBytes,
        int slabBytes,
        int maxReplies,
        int maxPaths,
        int maxAmplification,
        int maxControlChunks) {
    static final EngineLimits DEFAULT = new EngineLimits(100_000, 1 << 30, 256L << 20, 1 << 20, 64, 8, 3, 16);

    public EngineLimits {
        inRange("maxAssociations", maxAssociations, 1, 1 << 24);
        inRange("maxInitsPerSecond", maxInitsPerSecond, 1, 1 << 30);
        inRange("memoryLimitBytes", memoryLimitBytes, 1 << 20, 1L << 36);
        inRange("slabBytes", slabBytes, 1 << 16, 1 << 28);
        inRange("maxReplies", maxReplies, 1, 1 << 16);
        inRange("maxPaths", maxPaths, 1, 64);
        inRange("maxAmplification", maxAmplification, 1, 3);
        inRange("maxControlChunks", maxControlChunks, 1, 256);
    }

    EngineLimits withMaxAssociations(final int value) {
        return new EngineLimits(
                value,
                maxInitsPerSecond,
                memoryLimitBytes,
                slabBytes,
                maxReplies,
                maxPaths,
                maxAmplification,
                maxControlChunks);
    }

    EngineLimits withMaxInitsPerSecond(final int value) {
        return new EngineLimits(
                maxAssociations,
                value,
                memoryLimitBytes,
                slabBytes,
                maxReplies,
                maxPaths,
                maxAmplification,
                maxControlChunks);
    }

    EngineLimits withMemoryLimitBytes(final long value) {
        return new EngineLimits(
                maxAssociations,
                maxInitsPerSecond,
                value,
                slabBytes,
                maxReplies,
                maxPaths,
                maxAmplification,
                maxControlChunks);
    }

    EngineLimits withSlabBytes(final int value) {
        return new EngineLimits(
                maxAssociations,
                maxInitsPerSecond,
                memoryLimitBytes,
                value,
                maxReplies,
                maxPaths,
                maxAmplification,
                maxControlChunks);
    }

    EngineLimits withMaxReplies(final int value) {
        return new EngineLimits(
                maxAssociations,
                maxInitsPerSecond,
                memoryLimitBytes,
                slabBytes,
                value,
                maxPaths,
                maxAmplification,
                maxControlChunks);
    }

    EngineLimits withMaxPaths(final int value) {
        return new EngineLimits(
                maxAssociations,
                maxInitsPerSecond,
                memoryLimitBytes,
                slabBytes,
                maxReplies,
                value,
                maxAmplification,
                maxControlChunks);
    }

    EngineLimits withMaxAmplification(final int value) {
        return new EngineLimits(
                maxAssociations,
                maxInitsPerSecond,
                memoryLimitBytes,
                slabBytes,
                maxReplies,
                maxPaths,
                value,
                maxControlChunks);
    }

    EngineLimits withMaxControlChunks(final int value) {
        return new EngineLimits(
                maxAssociations,
                maxInitsPerSecond,
                memoryLimitBytes,
                slabBytes,
                maxReplies,
                maxPaths,
                maxAmplification,
                value);
    }
}
