package io.sctp.engine.config;

import java.util.Objects;

/** Collects the values of an {@link EngineConfig}, which checks them when it is built. */
public final class EngineConfigBuilder {
    private AssociationConfig associations = AssociationConfig.builder().build();
    private int maxAssociations = 100_000;
    private int maxInitsPerSecond = 1 << 30;
    private long memoryLimitBytes = 256L << 20;
    private int slabBytes = 1 << 20;
    private int maxReplies = 64;
    private int maxPaths = 8;
    private int maxAmplification = 3;
    private int maxControlChunks = 16;

    EngineConfigBuilder() {}

    EngineConfigBuilder(final EngineConfig config) {
        associations = config.associations();
        maxAssociations = config.maxAssociations();
        maxInitsPerSecond = config.maxInitsPerSecond();
        memoryLimitBytes = config.memoryLimitBytes();
        slabBytes = config.slabBytes();
        maxReplies = config.maxReplies();
        maxPaths = config.maxPaths();
        maxAmplification = config.maxAmplification();
        maxControlChunks = config.maxControlChunks();
    }

    /** Sets what associations have that are given nothing of their own; default: all defaults. */
    public EngineConfigBuilder associations(final AssociationConfig value) {
        associations = Objects.requireNonNull(value, "associations");
        return this;
    }

    /** Sets addresses used of one peer; further ones are ignored; default {@code 8}. */
    public EngineConfigBuilder maxPaths(final int value) {
        maxPaths = value;
        return this;
    }

    /** Sets associations; INIT beyond it is answered with ABORT (out of resource); default {@code 100_000}. */
    public EngineConfigBuilder maxAssociations(final int value) {
        maxAssociations = value;
        return this;
    }

    /**
     * Sets INITs answered in a second; more are dropped and counted. Default 2^30, the most there is, which means no
     * limit: only the processor limits them.
     */
    public EngineConfigBuilder maxInitsPerSecond(final int value) {
        maxInitsPerSecond = value;
        return this;
    }

    /**
     * Sets user data of all associations; beyond it sends report WOULD_BLOCK and received data is dropped
     * unacknowledged; default {@code 256L << 20}.
     */
    public EngineConfigBuilder memoryLimitBytes(final long value) {
        memoryLimitBytes = value;
        return this;
    }

    /** Sets how much memory is taken from the system at a time; default {@code 1 << 20}. */
    public EngineConfigBuilder slabBytes(final int value) {
        slabBytes = value;
        return this;
    }

    /**
     * Sets answers to packets of no association that wait to be polled; more are dropped and counted; default {@code
     * 64}.
     */
    public EngineConfigBuilder maxReplies(final int value) {
        maxReplies = value;
        return this;
    }

    /**
     * Sets how many times as long as the INIT of a stranger its INIT ACK may be, 1 to 3; default {@code 3}. With 1 no
     * packet of a stranger's causes a longer one; INITs that are not padded, as those of this engine are (RFC 4820),
     * are then not answered for the most part.
     */
    public EngineConfigBuilder maxAmplification(final int value) {
        maxAmplification = value;
        return this;
    }

    /**
     * Sets heartbeat acknowledgements and errors of one association that wait to be sent; more are dropped and
     * counted; default {@code 16}.
     */
    public EngineConfigBuilder maxControlChunks(final int value) {
        maxControlChunks = value;
        return this;
    }

    /**
     * Makes the configuration.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public EngineConfig build() {
        return new EngineConfig(
                associations,
                maxAssociations,
                maxInitsPerSecond,
                memoryLimitBytes,
                slabBytes,
                maxReplies,
                maxPaths,
                maxAmplification,
                maxControlChunks);
    }
}
