package io.sctp.engine.config;

import static io.sctp.engine.config.Range.inRange;

import java.util.Objects;

/**
 * What an engine may use up, however many associations and strangers there are, and what associations have that are
 * given nothing of their own. What is over a limit is refused, or dropped and counted. Built with {@link #builder},
 * which names the defaults.
 *
 * @param associations parameters of the protocol; a port or an association may have its own
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

    /** Begins with the defaults. */
    public static EngineConfigBuilder builder() {
        return new EngineConfigBuilder();
    }

    /** Begins with the values of this configuration. */
    public EngineConfigBuilder toBuilder() {
        return new EngineConfigBuilder(this);
    }

    /** Returns the defaults, but for what associations have. */
    public static EngineConfig of(final AssociationConfig associations) {
        return builder().associations(associations).build();
    }
}
