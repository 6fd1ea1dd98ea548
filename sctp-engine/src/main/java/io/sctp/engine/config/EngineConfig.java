package io.sctp.engine.config;

import static io.sctp.engine.config.Range.inRange;

import java.util.Objects;

/**
 * Limits of an engine, whatever the number of associations and unknown peers, and the default parameters of its
 * associations. What exceeds a limit is refused, or dropped and counted. Built with {@link #builder}, which documents
 * the defaults.
 *
 * @param associations default protocol parameters; a port or an association may have its own
 * @param maxAssociations maximum number of associations, 1 to 2^24; further INITs are answered with ABORT (out of
 *     resource)
 * @param maxInitsPerSecond maximum number of INITs answered per second, 1 to 2^30; more are dropped and counted. The
 *     default 2^30 means no limit. COOKIE ECHOs are not limited
 * @param memoryLimitBytes maximum user data of all associations, 1 MiB to 64 GiB. Beyond it, sends return WOULD_BLOCK
 *     and received data is dropped unacknowledged
 * @param slabBytes how much memory is allocated from the system at a time, 64 KiB to 256 MiB
 * @param maxReplies maximum number of waiting answers, 1 to 65,536, for each of three kinds: INIT ACKs, other answers
 *     to unknown peers, and answers of associations. More are dropped and counted; of INIT ACKs a random one
 * @param maxPaths maximum number of addresses of a peer, 1 to 64; further ones are ignored
 * @param maxAmplification maximum length of an INIT ACK as a multiple of the INIT, 1 to 3 (RFC 9000 section 8.1 allows
 *     3 for QUIC); INITs without such an answer are dropped and counted
 * @param maxControlChunks maximum number of waiting HEARTBEAT ACK and ERROR chunks of an association, 1 to 256; more
 *     are dropped and counted
 */
public record EngineConfig(
        AssociationConfig associations,
        int maxAssociations,
        int maxInitsPerSecond,
        long memoryLimitBytes,
        int slabBytes,
        int maxReplies,
        int maxPaths,
        int maxAmplification,
        int maxControlChunks) {
    public EngineConfig {
        Objects.requireNonNull(associations, "associations");
        inRange("maxAssociations", maxAssociations, 1, 1 << 24);
        inRange("maxInitsPerSecond", maxInitsPerSecond, 1, 1 << 30);
        inRange("memoryLimitBytes", memoryLimitBytes, 1 << 20, 1L << 36);
        inRange("slabBytes", slabBytes, 1 << 16, 1 << 28);
        inRange("maxReplies", maxReplies, 1, 1 << 16);
        inRange("maxPaths", maxPaths, 1, 64);
        inRange("maxAmplification", maxAmplification, 1, 3);
        inRange("maxControlChunks", maxControlChunks, 1, 256);
    }

    /** Makes a builder with the defaults. */
    public static EngineConfigBuilder builder() {
        return new EngineConfigBuilder();
    }

    /** Makes a builder with the values of this configuration. */
    public EngineConfigBuilder toBuilder() {
        return new EngineConfigBuilder(this);
    }

    /** Returns the default limits, with these parameters of associations. */
    public static EngineConfig of(final AssociationConfig associations) {
        return builder().associations(associations).build();
    }
}
