package io.sctp.userspace;

import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.engine.Path;
import io.sctp.engine.config.EngineConfig;
import io.sctp.option.PathThresholds;

/**
 * After how many errors a path is treated how: the two versions of an option that shares the number of retransmissions
 * with SCTP_PEER_ADDR_PARAMS (RFC 7829 section 7.2).
 */
final class Thresholds {
    /** As Linux has it: a path that misses one answer is potentially failed, and the primary path stays that. */
    static final PathThresholds DEFAULT = new PathThresholds(5, 0, EngineConfig.NO_SWITCHOVER);

    private static final int MAX_RETRANSMISSIONS = 1000;

    private Thresholds() {}

    static PathThresholds of(final Path path) {
        return new PathThresholds(
                path.maxRetransmissions(),
                path.potentiallyFailedRetransmissions(),
                path.primarySwitchoverRetransmissions());
    }

    /** What a version of the option shows. */
    static PathThresholds shownBy(final SctpOption<?> option, final PathThresholds thresholds) {
        return isFirstVersion(option)
                ? new PathThresholds(thresholds.pathMaxRetransmissions(), thresholds.potentiallyFailed(), 0)
                : thresholds;
    }

    private static boolean isFirstVersion(final SctpOption<?> option) {
        return option.equals(SctpOptions.PEER_ADDR_THLDS);
    }

    /** Checks what a program has given, and completes it from what there is. */
    static PathThresholds merge(final SctpOption<?> option, final PathThresholds current, final PathThresholds given) {
        final int switchover = isFirstVersion(option) ? current.primarySwitchover() : given.primarySwitchover();
        require(
                !isFirstVersion(option) || given.primarySwitchover() == 0,
                "SCTP_PEER_ADDR_THLDS has no primary switchover: leave it 0, or set SCTP_PEER_ADDR_THLDS_V2");
        requireRange("pathMaxRetransmissions", given.pathMaxRetransmissions(), MAX_RETRANSMISSIONS);
        requireRange("potentiallyFailed", given.potentiallyFailed(), EngineConfig.NO_SWITCHOVER);
        requireRange("primarySwitchover", switchover, EngineConfig.NO_SWITCHOVER);
        require(
                given.potentiallyFailed() <= switchover,
                "potentiallyFailed " + given.potentiallyFailed() + " is above primarySwitchover " + switchover);
        return new PathThresholds(
                given.pathMaxRetransmissions() == 0 ? current.pathMaxRetransmissions() : given.pathMaxRetransmissions(),
                given.potentiallyFailed(),
                switchover);
    }

    static void apply(final Path path, final PathThresholds thresholds) {
        path.maxRetransmissions(thresholds.pathMaxRetransmissions());
        path.potentiallyFailedRetransmissions(thresholds.potentiallyFailed());
        path.primarySwitchoverRetransmissions(thresholds.primarySwitchover());
    }

    private static void requireRange(final String what, final int value, final int max) {
        require(value >= 0 && value <= max, what + " " + value + " is not between 0 and " + max);
    }

    private static void require(final boolean holds, final String why) {
        if (!holds) {
            throw new IllegalArgumentException(why);
        }
    }
}
