package io.sctp.engine.config;

import java.util.Objects;

/** Builds an {@link EngineConfig}, which checks the values. */
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

    /** Sets the default protocol parameters of associations; default: all defaults. */
    public EngineConfigBuilder associations(final AssociationConfig value) {
        associations = Objects.requireNonNull(value, "associations");
        return this;
    }

    /** Sets the maximum number of addresses of a peer; further ones are ignored; default {@code 8}. */
    public EngineConfigBuilder maxPaths(final int value) {
        maxPaths = value;
        return this;
    }

    /**
     * Sets the maximum number of associations; further INITs are answered with ABORT (out of resource); default {@code
     * 100_000}.
     */
    public EngineConfigBuilder maxAssociations(final int value) {
        maxAssociations = value;
        return this;
    }

    /**
     * Sets the maximum number of INITs answered per second; more are dropped and counted. Default 2^30, the maximum,
     * means no limit.
     */
    public EngineConfigBuilder maxInitsPerSecond(final int value) {
        maxInitsPerSecond = value;
        return this;
    }

    /**
     * Sets the maximum user data of all associations in bytes. Beyond it, sends return WOULD_BLOCK and received data is
     * dropped unacknowledged; default {@code 256L << 20}.
     */
    public EngineConfigBuilder memoryLimitBytes(final long value) {
        memoryLimitBytes = value;
        return this;
    }

    /** Sets how much memory is allocated from the system at a time, in bytes; default {@code 1 << 20}. */
    public EngineConfigBuilder slabBytes(final int value) {
        slabBytes = value;
        return this;
    }

    /**
     * Sets the maximum number of waiting answers to packets that belong to no association; more are dropped and
     * counted; default {@code 64}.
     */
    public EngineConfigBuilder maxReplies(final int value) {
        maxReplies = value;
        return this;
    }

    /**
     * Sets the maximum length of an INIT ACK as a multiple of the INIT, 1 to 3; default {@code 3}. With 1, no packet of
     * an unknown peer causes a longer one, but most INITs without padding (RFC 4820) are not answered. This engine pads
     * its own.
     */
    public EngineConfigBuilder maxAmplification(final int value) {
        maxAmplification = value;
        return this;
    }

    /**
     * Sets the maximum number of waiting HEARTBEAT ACK and ERROR chunks of an association; more are dropped and
     * counted; default {@code 16}.
     */
    public EngineConfigBuilder maxControlChunks(final int value) {
        maxControlChunks = value;
        return this;
    }

    /**
     * Checks the values and makes the configuration.
     *
     * @throws IllegalArgumentException if a value is out of range; the message names it
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
